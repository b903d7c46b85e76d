"""What stands around every page: the row of sections and the footer, made once for what they say.

They are a sixth of the work of a page and the same on thousands. Also where its style sheet and script lie.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from terbit.newsroom.models import Publication, Section
from terbit.theme import assets, icons, own

register = template.Library()
Links = tuple[tuple[str, str], ...]
ADDRESS = ("name", "company", "address", "person_responsible", "email")


class Row(NamedTuple):
    """The row of sections on one page; `here` is the path of the page's section, `above` of the one above it."""

    language: str | None
    sections: Links
    here: str
    above: str
    inside: bool
    searching: bool


class Footer(NamedTuple):
    language: str | None
    sections: Links
    standing: Links
    publication: tuple[str, ...]


@register.simple_tag
def asset(name: str) -> str:
    """The address of the style sheet, the script, the icon, or a file of the newsroom's own theme."""
    return assets.address(name)


@register.simple_tag
def icon(publication: Publication) -> str:
    """The small picture beside the name of an open page."""
    return icons.of_tab(publication)


@register.simple_tag
def touch_icon(publication: Publication) -> str:
    """What stands for the paper among the programs of a phone."""
    return icons.square_logo(publication) or icons.drawn(publication, 180)


@register.simple_tag(takes_context=True)
def row_of_sections(context: template.Context) -> SafeString:
    section: Section | None = context.get("section") or None
    above = section.parent.path if section and section.parent_id else ""
    here = section.path if section else ""
    inside, searching = bool(context.get("article")), bool(context.get("searching"))
    return _made("row", Row(get_language(), _sections(context), here, above, inside, searching))


@register.simple_tag(takes_context=True)
def footer(context: template.Context) -> SafeString:
    publication: Publication = context["publication"]
    standing = tuple((f"/{page.slug}/", page.title) for page in context["standing"])
    given = tuple(getattr(publication, name) for name in ADDRESS)
    return _made("footer", Footer(get_language(), _sections(context), standing, given))


def _sections(context: template.Context) -> Links:
    return tuple((section.path, section.name) for section in context["sections"])


def _made(name: str, said: Row | Footer) -> SafeString:
    return (_make if settings.DEBUG or own.is_aside() else _kept)(name, said)


def _make(name: str, said: Row | Footer) -> SafeString:
    context: dict[str, Any] = said._asdict()
    if isinstance(said, Footer):
        context["publication"] = dict(zip(ADDRESS, said.publication, strict=True))
    return render_to_string(f"terbit_theme/{name}.html", context)


_kept = lru_cache(256)(_make)
