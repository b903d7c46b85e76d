"""Pictures, galleries, sound and film."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from terbit.newsroom.blocks.choosers import MediaFileChooserBlock, PictureChooserBlock
from terbit.newsroom.blocks.plain import LineBlock, WordsBlock
from terbit.newsroom.blocks.whole import WholeBlock


class PictureValue(blocks.StructValue):
    @cached_property
    def shown(self) -> Any:
        """The picture with this story's own alt text, or None."""
        picture = self.get("picture")
        if picture is not None:
            picture.contextual_alt_text = self.get("alt") or None
        return picture

    @property
    def caption(self) -> str:
        return self.get("caption") or (self.shown.caption if self.shown else "")


class PictureBlock(WholeBlock):
    picture = PictureChooserBlock(label=_("Picture"))
    caption = WordsBlock(
        label=_("Caption here"), required=False, help_text=_("Empty: the caption that the picture carries.")
    )
    alt = LineBlock(
        label=_("Alt text here"),
        required=False,
        max_length=255,
        search_index=False,
        help_text=_("Empty: the alt text that the picture carries."),
    )

    class Meta:
        value_class = PictureValue
        icon = "image"

    def clean(self, value: Any) -> PictureValue:
        value = super().clean(value)
        if not self.is_deferred_validation and (lacks := value.shown.missing()):
            raise StructBlockValidationError({"picture": ValidationError(lacks)})
        return value


class GalleryBlock(WholeBlock):
    title = LineBlock(label=_("Title"), required=False, max_length=150)
    pictures = blocks.ListBlock(PictureBlock(label=_("Picture")), label=_("Pictures"), max_num=20)

    def clean(self, value: Any) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and len(value["pictures"]) < 2:
            raise StructBlockValidationError(
                {
                    "pictures": ValidationError(
                        gettext("A gallery has two pictures or more; use “Picture” for one.")
                    )
                }
            )
        return value


class MediaBlock(WholeBlock):
    """Sound or film of our own; transcript, poster and credit belong to the file."""

    file = MediaFileChooserBlock(label=_("File"))
    caption = WordsBlock(label=_("Caption"), required=False)

    def clean(self, value: Any) -> blocks.StructValue:
        value = super().clean(value)
        if value["file"] and value["file"].is_document:
            raise StructBlockValidationError(
                {"file": ValidationError(gettext("A document cannot be played: link to its address."))}
            )
        poster = value["file"].poster if value["file"] else None
        if poster and not self.is_deferred_validation and (lacks := poster.missing()):
            raise StructBlockValidationError({"file": ValidationError(lacks)})
        return value
