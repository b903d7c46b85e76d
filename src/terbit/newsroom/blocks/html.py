"""HTML that came with an import and fits no other block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks

from terbit.newsroom import richtext, safe_html


class SafeHtmlBlock(blocks.FieldBlock):
    """Value: str. Sanitised when saved and again when readers see it; nobody can add one in the editor."""

    search_index = True

    def __init__(self, required: bool = True, help_text: str | None = None, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, help_text=help_text, widget=forms.Textarea)
        super().__init__(**kwargs)

    def normalize(self, value: Any) -> str:
        return value or ""

    to_python = normalize

    def value_from_form(self, value: Any) -> str:
        return safe_html.sanitise(value or "")

    def render_basic(self, value: str, context: dict[str, Any] | None = None) -> SafeString:
        return mark_safe(safe_html.sanitise(value or ""))  # noqa: S308 - sanitised in this very line

    def get_searchable_content(self, value: str) -> list[str]:
        return list(self.words_in(value))

    def words_in(self, raw: Any) -> Iterator[str]:
        if raw:
            yield richtext.text(raw)

    class Meta:
        icon = "code"
