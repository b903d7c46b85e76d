"""The trail above a page, from the front page to where it belongs: the same for readers and for search engines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from terbit.newsroom.models import Article, Section
from terbit.newsroom.models.kind import Kind


class Crumb(NamedTuple):
    """A step; without a path it is the kind of the page itself."""

    name: str
    path: str = ""


def trail(context: dict[str, Any]) -> list[Crumb]:
    """Empty where there is nothing to say: on the front page, above an advertorial, where no page is."""
    steps = _steps(context)
    return [Crumb(pgettext("first step of a trail", "Front page"), "/"), *steps] if steps else []


def html(context: dict[str, Any]) -> SafeString:
    return _html(tuple(trail(context)))


@lru_cache(256)
def _html(steps: tuple[Crumb, ...]) -> SafeString:
    links = (
        format_html('<a href="{}">{}</a>', step.path, step.name) if step.path else step.name for step in steps
    )
    return format_html_join(
        SafeString(' <span aria-hidden="true">›</span> '), "{}", ((link,) for link in links)
    )


def _steps(context: dict[str, Any]) -> list[Crumb]:
    if article := context.get("article"):
        return _of_story(article)
    if section := context.get("section"):
        return [_section(section.parent)] if section.parent_id else [Crumb(_("Section"))]
    if topic := context.get("topic"):
        return [Crumb(capfirst(topic.get_kind_display()))]
    if context.get("person"):
        return [Crumb(_("Person"))]
    if context.get("contributor"):
        return [Crumb(_("Writer"))]
    if context.get("heading"):
        return [Crumb(_("Index"), "/indeks/")]
    return [Crumb(_("Responsibility"))] if context.get("page") else []


def _of_story(story: Article) -> list[Crumb]:
    section = story.section
    if story.kind == Kind.ADVERTORIAL or section is None:
        return []
    return [_section(step) for step in (section.parent_id and section.parent, section) if step]


def _section(section: Section) -> Crumb:
    return Crumb(section.name, section.path)
