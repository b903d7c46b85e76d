"""What stands in the head of a page, and the trail above it, which says the same."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from terbit.theme import graph, metadata, trails

register = template.Library()


@register.simple_tag(takes_context=True)
def head(context: template.Context) -> SafeString:
    """Names, addresses and share picture as `<meta>`, then the same in schema.org's words."""
    found = context.flatten()
    return mark_safe("\n".join([metadata.html(found), graph.html(found)]))  # noqa: S308 - both are escaped


@register.simple_tag(takes_context=True)
def trail(context: template.Context) -> SafeString:
    """“Beranda › Lingkungan › Pesisir”"""
    return trails.html(context.flatten())
