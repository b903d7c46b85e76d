"""The forms behind every way of uploading and editing pictures and media in the newsroom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput, AdminDateTimeInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtail.images.widgets import AdminImageChooser

from terbit.pictures import documents
from terbit.pictures.fields import MediaUploadField, PictureUploadField
from terbit.pictures.metadata import fill_in
from terbit.pictures.models import Picture
from terbit.pictures.public import is_public
from terbit.pictures.rights import Licence

OF_RECORDINGS = ("transcript", "poster", "duration")  # fields that mean nothing of a document


class PictureForm(BaseImageForm):
    class Meta(BaseImageForm.Meta):
        widgets = {
            **BaseImageForm.Meta.widgets,
            "description": AdminAutoHeightTextInput,
            "caption": AdminAutoHeightTextInput,
            "rights_note": AdminAutoHeightTextInput,
            "licence_expires": AdminDateInput,
            "taken_at": AdminDateTimeInput,
            **{
                name: forms.Select({"class": "w-w-full"})
                for name in ("licence", "treatment", "digital_source")
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureUploadField(
                label=field.label, required=field.required, widget=field.widget
            )
        if "licence" in self.fields:
            self.fields["licence"].required = False  # the multiple upload asks for it afterwards

    def clean_licence(self) -> str:
        return self.cleaned_data["licence"] or Licence.UNKNOWN

    def clean_description(self) -> str:
        return self._kept_while_shown("description")

    def clean_credit(self) -> str:
        return self._kept_while_shown("credit")

    def _kept_while_shown(self, name: str) -> str:
        """What readers are told about a picture does not go while they see it."""
        typed = self.cleaned_data[name].strip()
        if not typed and getattr(self.instance, name) and is_public(self.instance):
            raise ValidationError(_("Readers see this picture: put something else here instead of nothing."))
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        replaced = self.instance.pk and "file" in self.changed_data
        if replaced and not set(self.changed_data) & set(Picture.focal_fields):
            # The old focal point means nothing in another picture, and may lie outside it.
            cleaned |= {name: None for name in Picture.focal_fields if name in cleaned}
        return cleaned

    def save(self, commit: bool = True) -> Picture:
        if "file" in self.changed_data or self.instance.pk is None:
            upload = self.cleaned_data.get("file")
            with self.instance.open_file() as file:
                fill_in(self.instance, file, upload.name if upload else "")
        return super().save(commit=commit)


class MediaFileForm(BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        widgets = {
            **BaseDocumentForm.Meta.widgets,
            "transcript": AdminAutoHeightTextInput,
            "poster": AdminImageChooser,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            document = documents.extension(self.instance.file.name) if self.instance.pk else ""
            self.fields["file"] = MediaUploadField(
                label=field.label, required=field.required, widget=field.widget, document=document
            )
            for name in OF_RECORDINGS if document else ():
                self.fields.pop(name, None)

    def save(self, commit: bool = True) -> Any:
        """Wagtail deletes the old file before the row is saved; here it goes when the new one is safe."""
        old, self.original_file = self.original_file, None
        media = super().save(commit=commit)
        if commit and old and "file" in self.changed_data:
            old.storage.delete(old.name)
        return media
