"""Blocks in the comparison of two revisions: as text, with the words that changed marked."""

from __future__ import annotations

import re
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail import blocks
from wagtail.admin.compare import BlockComparison, diff_text
from wagtail.utils.text import text_from_html

BLOCK_ENDS = re.compile(r"</(?:p|li|h[1-6]|blockquote)>|<br[^>]*>")


class TextComparison(BlockComparison):
    """For blocks with `as_text(value)`."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self.block.as_text(val))

    def htmldiff(self) -> SafeString:
        return diff_text(self.block.as_text(self.val_a), self.block.as_text(self.val_b)).to_html()


class ComparedAsText:
    def get_comparison_class(self) -> type[BlockComparison]:
        return TextComparison

    def as_text(self, value: Any) -> str:
        return "" if value is None else str(value)


class AddressBlock(ComparedAsText, blocks.URLBlock):
    pass


class DayBlock(ComparedAsText, blocks.DateBlock):
    pass


class RichTextComparison(BlockComparison):
    """Words of two paragraphs stay two words."""

    def htmlvalue(self, val: Any) -> SafeString:
        return escape(self._text(val))

    def htmldiff(self) -> SafeString:
        return diff_text(self._text(self.val_a), self._text(self.val_b)).to_html()

    def _text(self, value: Any) -> str:
        return text_from_html(BLOCK_ENDS.sub(r"\g<0> ", value.source if value else ""))
