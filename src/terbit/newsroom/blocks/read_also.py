"""Baca juga: stories by choice, never by typing, so that headline and address follow them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.list_block import ListBlockAdapter

from terbit.newsroom.blocks.choosers import ArticleChooserBlock

MOST = 3
SCRIPTS = (
    "wagtailadmin/js/telepath/blocks.js",
    "wagtailadmin/js/chooser-modal.js",
    "terbit_newsroom/js/blocks.js",
)


class ReadAlsoBlock(blocks.ListBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ArticleChooserBlock(label=_("Story")), min_num=1, max_num=MOST, **kwargs)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["stories"] = [story for story in value if story is not None and story.live]
        return context

    def words_in(self, raw: Any) -> list[str]:
        """None: the headlines belong to other stories."""
        return []


class ReadAlsoAdapter(ListBlockAdapter):
    js_constructor = "terbit.newsroom.ReadAlso"

    def js_args(self, block: ReadAlsoBlock) -> list[Any]:
        *args, meta = super().js_args(block)
        chooser = block.child_block.widget
        meta["chooseSeveral"] = {"label": str(_("Choose several")), "url": chooser.get_chooser_modal_url()}
        return [*args, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static(script) for script in SCRIPTS])


register(ReadAlsoAdapter(), ReadAlsoBlock)
