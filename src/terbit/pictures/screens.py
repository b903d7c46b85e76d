"""The newsroom's screens for pictures: Wagtail's, with rights, and without losing what readers see."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.images.forms import get_image_form
from wagtail.images.views import images, multiple

from terbit.pictures.models import Picture
from terbit.pictures.rights import Licence
from terbit.pictures.signal_handlers import refusal

# What an upload of fifty pictures asks for each; the rest is on the picture's own screen.
UPLOAD_FIELDS = ("title", "description", "caption", "credit", "source", "licence")


class PictureFilterSet(images.ImagesFilterSet):
    lacking = django_filters.MultipleChoiceFilter(
        choices=[("yes", _("Lacks alt text, credit or a valid licence"))],
        method="filter_lacking",
        label=_("Incomplete"),
        widget=forms.CheckboxSelectMultiple,
    )
    licence = django_filters.MultipleChoiceFilter(
        choices=Licence.choices, label=_("Licence"), widget=forms.CheckboxSelectMultiple
    )

    def filter_lacking(self, queryset: QuerySet[Picture], name: str, value: list[str]) -> QuerySet[Picture]:
        if not value:
            return queryset
        ended = Q(licence_expires__lt=timezone.localdate())
        return queryset.filter(Q(description="") | Q(credit="") | ended)


class IndexView(images.IndexView):
    ORDERING_OPTIONS = {"-created_at": _("Newest"), "created_at": _("Oldest"), "title": _("By title")}
    page_title = _("Pictures")
    add_item_label = _("Add pictures")
    filterset_class = PictureFilterSet

    def get_valid_orderings(self) -> list[str]:
        """Those offered and those of the columns; by usage only where Wagtail can."""
        usage = [] if self.is_searching else ["usage_count", "-usage_count"]
        return [*self.ORDERING_OPTIONS, "-title", *usage]

    @cached_property
    def columns(self) -> list[Column]:
        """Wagtail's, but the credit for the collection, and no file name: it is opaque."""
        title = TitleColumn(
            "title", label=gettext("Title"), sort_key="title", get_url=self.get_edit_url, width="35%"
        )
        ours = {"title": title, "collection": Column("credit", label=gettext("Credit"), accessor="credit")}
        return [ours.get(column.name, column) for column in super().columns]


class EditView(images.EditView):
    template_name = "terbit_pictures/edit.html"


class RefusesWhatIsShown:
    """For a delete view: what readers see stays, and the usage screen says where it is."""

    object: Any
    request: HttpRequest

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _refused(self) -> HttpResponse | None:
        if not (sentence := refusal(self.object)):
            return None
        messages.error(self.request, sentence)
        return redirect(self.object.usage_url)


class DeleteView(RefusesWhatIsShown, images.DeleteView):
    pass


class UploadForms:
    """For the views of the multiple upload."""

    model: type[Picture]

    def get_edit_form_class(self) -> type[forms.ModelForm]:
        return get_image_form(self.model, UPLOAD_FIELDS)


class AddView(UploadForms, multiple.AddView):
    template_name = "terbit_pictures/add.html"
    page_title = _("Add pictures")


class EditUploadedView(UploadForms, multiple.EditView):
    pass


class CreateFromUploadView(UploadForms, multiple.CreateFromUploadedImageView):
    pass


class DeleteUploadedView(multiple.DeleteView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        picture = Picture.objects.filter(pk=kwargs[self.pk_url_kwarg]).first()
        if picture and refusal(picture):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)
