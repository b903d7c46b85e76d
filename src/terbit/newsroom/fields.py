"""Fields of the newsroom's models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db import models
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from terbit.newsroom import linked_files


class BodyField(StreamField):
    """A StreamField that keeps its blocks out of migrations: they are code, and stored JSON names them.

    What it links to by the address of an old site is a reference, too.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

    def value_from_object(self, obj: models.Model) -> Any:
        value = super().value_from_object(obj)
        if isinstance(value, StreamValue):
            # Wagtail hands a field nothing but this when it asks for references.
            value.owner = linked_files.owner_of(obj)
        return value

    def extract_references(self, value: Any) -> Iterator[Any]:
        yield from super().extract_references(value)
        for item in value.raw_data:
            for model, key in linked_files.of(item["value"], getattr(value, "owner", None)):
                yield model, str(key), item["type"], item.get("id") or ""


class MultipleChoiceField(models.JSONField):
    """A list of choices, stored as JSON, ticked in a form."""

    def __init__(self, *args: Any, choices: Any = None, **kwargs: Any) -> None:
        self.offered = choices
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.offered,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
