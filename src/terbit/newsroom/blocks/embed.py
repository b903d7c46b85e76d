"""Something that lies on another site: readers fetch it only when they ask for it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from terbit.newsroom import embeds, links
from terbit.newsroom.blocks.choosers import PictureChooserBlock
from terbit.newsroom.blocks.plain import LineBlock
from terbit.newsroom.blocks.whole import WholeBlock


class EmbedValue(blocks.StructValue):
    @cached_property
    def embed(self) -> embeds.Embed | None:
        """What the address leads to; None where it is not one of the known sites."""
        return embeds.recognise(self.get("url") or "")

    @property
    def link(self) -> str | None:
        """The address of an unknown site (an import may bring one): readers get a link, no player."""
        address = links.clean(self.get("url") or "")
        return address if address and address.startswith(("http://", "https://")) else None


class EmbedBlock(WholeBlock):
    url = LineBlock(
        label=_("Address"),
        search_index=False,
        max_length=5000,
        help_text=_(
            "From YouTube, Vimeo, X, TikTok, Instagram, Facebook or Google Maps; their embed code will do."
        ),
    )
    title = LineBlock(
        label=_("What it is"), max_length=200, help_text=_("Readers see this before anything is loaded.")
    )
    still = PictureChooserBlock(label=_("Still picture"), required=False)

    class Meta:
        value_class = EmbedValue

    def clean(self, value: Any) -> EmbedValue:
        value = super().clean(value)
        errors = {}
        if found := value.embed:
            value["url"] = found.url
        elif value["url"]:
            errors["url"] = ValidationError(_refusal())
        if value["still"] and (lacks := value["still"].missing()):
            errors["still"] = ValidationError(lacks)
        if errors and not self.is_deferred_validation:
            raise StructBlockValidationError(errors)
        return value


def _refusal() -> str:
    return gettext("This address cannot be embedded; known are %(sites)s.") % {
        "sites": ", ".join(embeds.SITES)
    }
