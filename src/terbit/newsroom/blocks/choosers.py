"""Choosers in a story's body. Records come from `terbit.newsroom.references` where a whole body is read."""

from __future__ import annotations

from typing import Any

from django.forms import ModelChoiceField
from django.utils.functional import cached_property
from django.utils.html import escape
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from terbit.newsroom import references
from terbit.pictures.models import Picture


class _FromReferences:
    names: str

    def bulk_to_python(self, values: Any) -> list[Any]:
        keys = list(values)
        known = references.current()
        if known is None or not known.knows(self.names, [key for key in keys if key is not None]):
            return super().bulk_to_python(keys)
        records = known.records(self.names)
        return [records.get(key) for key in keys]


class PictureChooserBlock(_FromReferences, ImageChooserBlock):
    """Each use is a copy, because a block writes its own alt text on its picture."""

    names = references.PICTURE

    def bulk_to_python(self, values: Any) -> list[Any]:
        return [picture and _copied(picture) for picture in super().bulk_to_python(values)]


def _copied(picture: Picture) -> Picture:
    """As `copy.copy`, which takes ten times as long, since rows are copied as they are pickled."""
    copied = Picture.__new__(Picture)
    copied.__dict__.update(picture.__dict__)
    return copied


class MediaFileChooserBlock(_FromReferences, DocumentChooserBlock):
    names = references.MEDIA_FILE


class PersonChooserBlock(_FromReferences, SnippetChooserBlock):
    names = references.PERSON

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(self.names, **kwargs)


class ArticleChooserBlock(_FromReferences, SnippetChooserBlock):
    """Stories that were published once; what went offline since stays chosen and is not shown."""

    names = references.ARTICLE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(self.names, **kwargs)

    @cached_property
    def field(self) -> ModelChoiceField:
        field = super().field
        field.queryset = references.queryset(self.names).filter(path__isnull=False)
        return field

    @cached_property
    def widget(self) -> Any:
        widget = super().widget
        widget.get_display_title = lambda story: story.public_name
        return widget

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Where two versions are compared."""
        return escape(value.public_name) if value else ""

    def value_from_form(self, value: Any) -> Any:
        """Nothing of a story that was never published, however its number came into the form."""
        story = super().value_from_form(value)
        return story if story is not None and story.ever_published else None
