"""Addresses of the screens that arrange fronts."""

from __future__ import annotations

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def front_url(name: str, section: int | None) -> str:
    """The screen of this name for a section's front, or for the paper's own."""
    return reverse(f"terbit_fronts:{name}", args=[section] if section else [])
