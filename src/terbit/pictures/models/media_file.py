"""Sound and film, and the documents that moved in with an archive."""

from __future__ import annotations

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.search import index

from terbit.pictures import documents
from terbit.pictures.fields import MediaFileField, opaque_name
from terbit.pictures.models.picture import Picture


def media_upload_to(instance: MediaFile, filename: str) -> str:
    return opaque_name("documents" if documents.extension(filename) else "audio-video", filename)


class MediaFile(AbstractDocument):
    """An audio or video file, private until a live page plays it (`terbit.pictures.public`).

    Or a document, which only an import brings: stories link to it by its old address.
    """

    file = MediaFileField(_("file"), upload_to=media_upload_to)
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who recorded it, as readers see it.")
    )
    transcript = models.TextField(
        _("transcript"), blank=True, help_text=_("What is said and heard, for readers who cannot hear it.")
    )
    poster = models.ForeignKey(
        Picture,
        verbose_name=_("poster picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown before a video plays."),
    )
    duration = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)

    search_fields = [
        *AbstractDocument.search_fields,
        *(index.SearchField(name) for name in ("credit", "transcript")),
        index.AutocompleteField("credit"),
        index.FilterField("file"),
    ]
    admin_form_fields = ("title", "file", "credit", "transcript", "poster", "duration")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("audio or video file")
        verbose_name_plural = _("audio and video files")

    def clean(self) -> None:
        """Wagtail looks at the extension; what may be uploaded does not cover what moved in."""
        if not self.is_document:
            super().clean()

    @property
    def is_document(self) -> bool:
        return bool(documents.extension(self.file.name))

    @property
    def is_video(self) -> bool:
        return self.file_extension in ("mp4", "webm")

    @property
    def filename(self) -> str:
        """The name a person sees and saves it under; the name on disk is opaque."""
        return f"{slugify(self.title) or 'media'}.{self.file_extension}"

    @property
    def file_extension(self) -> str:
        return self.file.name.rpartition(".")[2]

    @property
    def url(self) -> str:
        """For the newsroom only; readers get `terbit.pictures.addresses.media_url`."""
        return self.file.url
