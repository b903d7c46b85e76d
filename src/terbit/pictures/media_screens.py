"""The newsroom's screens for sound and film: Wagtail's for documents, by another name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import get_document_form
from wagtail.documents.views import documents, multiple

from terbit.pictures.models import MediaFile
from terbit.pictures.screens import RefusesWhatIsShown
from terbit.pictures.signal_handlers import refusal

UPLOAD_FIELDS = ("title", "credit", "transcript")


class IndexView(documents.IndexView):
    page_title = _("Audio and video")
    add_item_label = _("Add audio or video")
    header_icon = "media"
    default_ordering = "-created_at"


class EditView(documents.EditView):
    header_icon = "media"


class DeleteView(RefusesWhatIsShown, documents.DeleteView):
    pass


class UploadForms:
    """For the views of the multiple upload."""

    model: type[MediaFile]

    def get_edit_form_class(self) -> type[forms.ModelForm]:
        return get_document_form(self.model, UPLOAD_FIELDS)


class AddView(UploadForms, multiple.AddView):
    page_title = _("Add audio or video")
    header_icon = "media"


class EditUploadedView(UploadForms, multiple.EditView):
    pass


class CreateFromUploadView(UploadForms, multiple.CreateFromUploadedDocumentView):
    pass


class DeleteUploadedView(multiple.DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        media = MediaFile.objects.filter(pk=kwargs[self.pk_url_kwarg]).first()
        if media and refusal(media):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)
