"""Pictures with their rights, and the smaller copies made of them."""

from __future__ import annotations

import re
from datetime import date

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, get_upload_to
from wagtail.search import index

from terbit.pictures.fields import PictureFileField, opaque_name
from terbit.pictures.rights import AI_SOURCES, DigitalSource, Licence, Treatment
from terbit.pictures.stripping import StrippingFilter

# “IMG_2034”, “DSC00123.JPG”, “WhatsApp Image 2026-02-18 at 10.15.00”: a camera's words.
FILE_NAME = re.compile(
    r"(\S+\.(jpe?g|png|gif|webp|avif|heic)|(img|dscn?|dscf|pxl|screenshot|whatsapp image)[-_ ]?[\d(].*)",
    re.IGNORECASE,
)


class Picture(AbstractImage):
    """An original with its rights. Readers get only renditions of it (`terbit.pictures.public`)."""

    file = PictureFileField(
        verbose_name=_("file"), upload_to=get_upload_to, width_field="width", height_field="height"
    )
    description = models.CharField(
        _("alt text"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.TextField(
        _("caption"), blank=True, help_text=_("Who or what, where and when. A story may use another.")
    )
    credit = models.CharField(
        _("credit"), max_length=255, blank=True, help_text=_("Who took or made it, as readers see it.")
    )
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where it came from: agency, office, address.")
    )
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.UNKNOWN)
    licence_expires = models.DateField(
        _("licence ends on"), null=True, blank=True, help_text=_("The last day it may be published.")
    )
    rights_note = models.TextField(
        _("note on rights"), blank=True, help_text=_("Conditions, copyright notice, who gave permission.")
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    treatment = models.CharField(
        _("what it is"),
        max_length=20,
        choices=Treatment,
        default=Treatment.PHOTOGRAPH,
        blank=True,
        help_text=_("Anything but a photograph as taken is labelled for readers."),
    )
    digital_source = models.CharField(
        _("how it was made"), max_length=40, choices=DigitalSource, default=DigitalSource.UNKNOWN, blank=True
    )

    search_fields = [
        *AbstractImage.search_fields,
        *(index.SearchField(name) for name in ("caption", "credit", "source")),
        *(index.AutocompleteField(name) for name in ("caption", "credit", "source")),
        *(
            index.FilterField(name)
            for name in ("description", "credit", "licence", "licence_expires", "treatment", "digital_source")
        ),
    ]
    rights_fields = ("credit", "source", "licence", "licence_expires", "rights_note")
    origin_fields = ("taken_at", "treatment", "digital_source")
    focal_fields = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    admin_form_fields = (
        "title",
        "file",
        "description",
        "caption",
        *rights_fields,
        *origin_fields,
        *focal_fields,
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    @property
    def alt(self) -> str:
        """The alt text where it is used: empty when it only decorates, else the story's own or ours."""
        return "" if self.decorative else (self.contextual_alt_text or self.description)

    @property
    def default_alt_text(self) -> str:
        """Never the title, as Wagtail has it: that may be a file name."""
        return self.description

    @property
    def is_ai(self) -> bool:
        return self.digital_source in AI_SOURCES

    @property
    def is_illustration(self) -> bool:
        return self.treatment == Treatment.ILLUSTRATION

    @property
    def label(self) -> str:
        """What readers must be told beside the picture (KEJ 2; Dewan Pers 1/2025), or an empty string."""
        if self.is_ai:
            return gettext("Made with AI")
        if self.treatment == Treatment.MANIPULATED:
            return gettext("Manipulated picture")
        return gettext("Illustration") if self.is_illustration else ""

    def missing(self, on: date | None = None) -> list[str]:
        """What keeps it from being published on a day (today), as sentences; empty when nothing does."""
        title = {"title": self.title}
        lacks = []
        if not self.alt.strip() and not self.decorative:
            lacks.append(gettext("The picture “%(title)s” has no alt text: say what it shows.") % title)
        elif FILE_NAME.fullmatch(self.alt.strip()):
            lacks.append(
                gettext("The alt text of the picture “%(title)s” is a file name: say what it shows.") % title
            )
        if not self.credit.strip():
            lacks.append(gettext("The picture “%(title)s” has no credit: say who took or made it.") % title)
        if self.licence_expires and self.licence_expires < (on or timezone.localdate()):
            lacks.append(
                gettext("The licence of “%(title)s” ended on %(day)s: renew it or choose another picture.")
                % {"title": self.title, "day": date_format(self.licence_expires)}
            )
        return lacks

    def get_upload_to(self, filename: str) -> str:
        return opaque_name("originals", filename)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Every smaller copy, also the newsroom's, is made without the original's metadata."""
        if source is None:
            with self.open_file() as original:
                return self.generate_rendition_file(filter, source=original)
        with super().generate_rendition_file(StrippingFilter(filter.spec), source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)  # Wagtail leaves its temporary file open


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            )
        ]

    def get_upload_to(self, filename: str) -> str:
        """Wagtail begins the name with that of the original, which is opaque."""
        return f"renditions/{filename[:2]}/{self.file.field.storage.get_valid_name(filename)}"
