"""Plain words in blocks, without what pasting carries unseen.

`search_index=False` on any of them says that readers do not see its words as text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail import blocks

from terbit.newsroom import characters


class LineBlock(blocks.CharBlock):
    """One line."""

    def normalize(self, value: Any) -> str:
        return value or ""

    to_python = normalize

    def value_from_form(self, value: Any) -> str:
        return characters.line(value or "")

    def words_in(self, raw: Any) -> Iterator[str]:
        if raw and self.search_index:
            yield raw


class ChoiceBlock(blocks.ChoiceBlock):
    """One of several words, which are stored as they are: no need to look each up among all, as Wagtail does."""

    def normalize_choice(self, value: Any) -> Any:
        return value


class WordsBlock(blocks.TextBlock):
    """Any number of lines; empty ones are dropped."""

    def normalize(self, value: Any) -> str:
        return value or ""

    to_python = normalize

    def value_from_form(self, value: Any) -> str:
        return characters.lines(value or "")

    def words_in(self, raw: Any) -> Iterator[str]:
        if raw and self.search_index:
            yield raw
