"""Fields of the newsroom's models."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField that keeps its blocks out of migrations: they are code, and stored JSON names them."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


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
