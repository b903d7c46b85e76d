"""Words: paragraphs, subheadings, lists, pull quotes, fact boxes, notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from terbit.newsroom import quotations, richtext, storytext
from terbit.newsroom.blocks.comparison import RichTextComparison
from terbit.newsroom.blocks.plain import ChoiceBlock, LineBlock, WordsBlock
from terbit.newsroom.blocks.whole import WholeBlock
from terbit.newsroom.storytext import StoryText

INLINE = ["bold", "italic", "web-link", "article-link"]
FEATURES = {"paragraphs": INLINE, "list": ["ul", "ol", *INLINE], "mixed": ["ul", "ol", *INLINE]}


class StoryTextBlock(blocks.RichTextBlock):
    """Rich text, cleaned of what was pasted with it. `shape` is one of `richtext.Shape`."""

    def __init__(self, shape: richtext.Shape = "paragraphs", **kwargs: Any) -> None:
        self.shape = shape
        super().__init__(features=FEATURES[shape], **kwargs)

    @cached_property
    def field(self) -> Field:
        """Its editor is no form field that a label could point to: it is named by an attribute."""
        field = super().field
        field.widget.options = {**field.widget.options, "ariaLabel": capfirst(self.label)}
        return field

    def to_python(self, value: Any) -> StoryText:
        return StoryText(value)

    def normalize(self, value: Any) -> StoryText:
        return value if isinstance(value, StoryText) else StoryText(getattr(value, "source", value) or "")

    def render_basic(self, value: StoryText, context: dict[str, Any] | None = None) -> SafeString:
        return value.__html__()

    def value_from_form(self, value: Any) -> StoryText:
        return StoryText(richtext.clean(value or "", self.shape))

    def clean(self, value: Any) -> StoryText:
        return StoryText(storytext.follow_own_stories(super().clean(value).source))

    def words_in(self, raw: Any) -> Iterator[str]:
        if raw and self.search_index:
            yield richtext.text(raw)

    def get_comparison_class(self) -> type[RichTextComparison]:
        return RichTextComparison


class ParagraphBlock(StoryTextBlock):
    def clean(self, value: Any) -> StoryText:
        value = super().clean(value)
        if not self.is_deferred_validation:
            self._refuse_what_has_its_own_block(value.source)
        return value

    def _refuse_what_has_its_own_block(self, html: str) -> None:
        for words in richtext.headings_in_disguise(html):
            raise ValidationError(
                _("“%(words)s” is bold like a subheading: make it one with the block “Subheading”."),
                params={"words": words},
            )
        for words in richtext.typed_read_also(html):
            raise ValidationError(
                _("“%(words)s” is typed: choose the story in a block “Read also”, so that it stays right."),
                params={"words": words},
            )


class SubheadingBlock(WholeBlock):
    text = LineBlock(label=_("Text"), max_length=150)
    level = ChoiceBlock(
        label=_("Level"), choices=[("2", _("Subheading")), ("3", _("Under a subheading"))], default="2"
    )


class PullQuoteValue(blocks.StructValue):
    @property
    def paragraphs(self) -> list[str]:
        """With quotation marks where somebody's words are repeated, without where they are the story's own."""
        words = self.get("text") or ""
        return quotations.standing_alone(words) if self.get("attribution") else words.splitlines()


class PullQuoteBlock(WholeBlock):
    text = WordsBlock(label=_("Text"), help_text=_("Words of this story, repeated large."))
    attribution = LineBlock(label=_("Whose words"), required=False, max_length=200)

    class Meta:
        value_class = PullQuoteValue


class FactBlock(WholeBlock):
    label = LineBlock(label=_("What"), max_length=100)
    value = LineBlock(label=_("How much, who, when"), max_length=300)


class FactBoxBlock(WholeBlock):
    title = LineBlock(label=_("Title"), max_length=100)
    rows = blocks.ListBlock(FactBlock(label=_("Fact")), label=_("Facts"), default=[])
    text = StoryTextBlock("mixed", label=_("Or text"), required=False)

    def clean(self, value: Any) -> blocks.StructValue:
        value = super().clean(value)
        if not self.is_deferred_validation and not value["rows"] and not value["text"]:
            raise StructBlockValidationError(
                {"rows": ValidationError(gettext("The fact box is empty: give it facts or text."))}
            )
        return value
