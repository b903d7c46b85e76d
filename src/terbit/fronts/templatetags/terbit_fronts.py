"""Addresses of the screens that arrange fronts."""

from __future__ import annotations

from django import template
from django.urls import reverse

from terbit.fronts.models import Front

register = template.Library()


@register.simple_tag
def front_url(name: str, section: int | None) -> str:
    """The screen of this name for a section's front, or for the paper's own."""
    return reverse(f"terbit_fronts:{name}", args=[section] if section else [])


@register.inclusion_tag("terbit_fronts/fields.html", takes_context=True)
def front_fields(context: template.Context, front: Front, **values: object) -> dict[str, object]:
    """Hidden fields of a form: what the editor has seen and looked for, and these."""
    looked_for = context["request"].META.get("QUERY_STRING", "")
    return {
        "csrf_token": context["csrf_token"],
        "values": {"seen": front.number, "cari": looked_for, **values},
    }
