"""The body of a story."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template import Context
from django.template.loader import get_template
from django.utils.functional import cached_property
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter, StreamBlockValidationError

from terbit.newsroom import references
from terbit.newsroom.blocks import text
from terbit.newsroom.blocks.embed import EmbedBlock
from terbit.newsroom.blocks.html import SafeHtmlBlock
from terbit.newsroom.blocks.media import GalleryBlock, MediaBlock, PictureBlock
from terbit.newsroom.blocks.read_also import ReadAlsoBlock
from terbit.newsroom.blocks.statement import StatementBlock
from terbit.newsroom.blocks.table import TableBlock

TEXT, PEOPLE, PICTURES, BESIDE, IMPORTED = (
    _("Text"),
    _("People and stories"),
    _("Pictures and sound"),
    _("Beside the text"),
    _("Imported"),
)


def _template(name: str) -> str:
    return f"terbit_theme/blocks/{name}.html"


class Body(blocks.StreamBlock):
    # Not required: a new story opens with an empty one, and readers see nothing of it.
    paragraph = text.ParagraphBlock(label=_("Paragraph"), icon="pilcrow", group=TEXT, required=False)
    subheading = text.SubheadingBlock(
        label=_("Subheading"), icon="title", group=TEXT, template=_template("subheading")
    )
    list = text.StoryTextBlock("list", label=_("List"), icon="list-ul", group=TEXT)
    table = TableBlock(label=_("Table"), group=TEXT, template=_template("table"))
    statement = StatementBlock(
        label=_("Statement"), icon="openquote", group=PEOPLE, template=_template("statement")
    )
    baca_juga = ReadAlsoBlock(
        label=_("Read also"), icon="link", group=PEOPLE, template=_template("read_also")
    )
    picture = PictureBlock(label=_("Picture"), icon="image", group=PICTURES, template=_template("picture"))
    gallery = GalleryBlock(label=_("Gallery"), icon="grid", group=PICTURES, template=_template("gallery"))
    media = MediaBlock(label=_("Audio or video"), icon="media", group=PICTURES, template=_template("media"))
    embed = EmbedBlock(
        label=_("From another site"), icon="globe", group=PICTURES, template=_template("embed")
    )
    pull_quote = text.PullQuoteBlock(
        label=_("Pull quote"), icon="openquote", group=BESIDE, template=_template("pull_quote")
    )
    fact_box = text.FactBoxBlock(
        label=_("Fact box"), icon="info-circle", group=BESIDE, template=_template("fact_box")
    )
    note = text.StoryTextBlock(
        label=_("Editor's note"), icon="comment", group=BESIDE, template=_template("note")
    )
    safe_html = SafeHtmlBlock(label=_("Imported HTML"), group=IMPORTED)

    def render(self, value: blocks.StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        with references.known(value):
            return super().render(value, context)

    def render_basic(self, value: blocks.StreamValue, context: dict[str, Any] | None = None) -> SafeString:
        """One block after the other, without elements around them, all in one context."""
        page = context if isinstance(context, Context) else Context(dict(context or {}))
        parts = [conditional_escape(_rendered(child, page)) for child in value]
        if place := page.get("place"):
            _put_place(place, value, parts)
        return mark_safe("\n".join(parts))  # noqa: S308 - each of them is escaped

    def get_form_state(self, value: blocks.StreamValue) -> Any:
        with references.known(value):
            return super().get_form_state(value)

    def clean(self, value: blocks.StreamValue) -> blocks.StreamValue:
        value = super().clean(value)
        if not self.is_deferred_validation and (errors := _disorder(value)):
            raise StreamBlockValidationError(block_errors=errors)
        return value


def _put_place(place: SafeString, value: blocks.StreamValue, parts: list[str]) -> None:
    """Set the dateline at the head of the first paragraph; a body without one has none."""
    for number, child in enumerate(value):
        if child.block_type == "paragraph" and parts[number].lstrip().startswith("<p>"):
            parts[number] = parts[number].replace("<p>", f"<p>{place}", 1)
            return


def _rendered(child: blocks.StreamChild, page: Context) -> str:
    """As Wagtail renders a block, without looking up its template and copying the page's context each time."""
    template = child.block.get_template(child.value)
    if not template:
        return child.block.render_basic(child.value)
    if type(child.block).render is not blocks.Block.render:
        return child.render(page.flatten())
    with page.push(child.block.get_context(child.value)):
        return get_template(template).template.render(page)


def _disorder(value: blocks.StreamValue) -> dict[int, ValidationError]:
    """What is wrong with the order of blocks, by position."""
    errors = {}
    under_subheading, before = False, ""
    for position, child in enumerate(value):
        if child.block_type == "subheading":
            if child.value["level"] == "3" and not under_subheading:
                errors[position] = ValidationError(
                    gettext("“%(words)s” stands under no subheading: make it one, or put one before it.")
                    % {"words": child.value["text"]}
                )
            under_subheading = True
        if child.block_type == before == "baca_juga":
            errors[position] = ValidationError(gettext("Two “Read also” in a row: put the stories into one."))
        before = child.block_type
    return errors


class BodyAdapter(StreamBlockAdapter):
    """In the editor's menu of blocks, without those that only imports make."""

    js_constructor = "terbit.newsroom.Body"

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(
            js=[
                versioned_static("wagtailadmin/js/telepath/blocks.js"),
                versioned_static("terbit_newsroom/js/blocks.js"),
            ]
        )


register(BodyAdapter(), Body)
