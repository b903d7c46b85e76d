"""What the head of a page tells other software: what it is called, its own address, how it looks where it is shared.

Written out here and not in a template, which takes five times as long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from terbit.newsroom import languages
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind
from terbit.pictures import sharing

ROBOTS = "index,follow,max-image-preview:large,max-snippet:-1,max-video-preview:-1"
NO_ROBOTS = '<meta name="robots" content="noindex">'
MOST_WORDS = 30  # of a description

Tag = tuple[str, str, str]  # attribute, its value, content


@dataclass(frozen=True)
class About:
    """What a page is called and is about, in words; `kind` is Open Graph's."""

    title: str
    description: str
    kind: str = "website"


def about(context: dict[str, Any]) -> About:
    if article := context.get("article"):
        headline = article.short_headline or article.headline
        return About(headline, article.standfirst or headline, "article")
    for name in ("section", "topic", "person", "contributor"):
        if row := context.get(name):
            words = getattr(row, "description", "") or getattr(row, "biography", "") or row.name
            title = " ".join(filter(None, [row.name, str(context.get("current_year") or "")]))
            kind = "profile" if name in ("person", "contributor") else "website"
            return About(title, Truncator(words).words(MOST_WORDS), kind)
    publication = context["publication"]
    if heading := context.get("heading"):
        words = f"{_('Index')} {heading}"
        return About(words, words)
    if page := context.get("page"):
        return About(page.title, page.search_description or f"{page.title} – {publication.name}")
    return About(publication.name, publication.tagline or publication.name)


def html(context: dict[str, Any]) -> SafeString:
    """The tags of a page that readers and search engines may find; of a preview, that they may not."""
    if not context.get("shared"):
        return mark_safe(NO_ROBOTS)  # noqa: S308 - nothing of others
    canonical = f'<link rel="canonical" href="{escape(context["canonical"])}">'
    others = (
        f'<link rel="alternate" hreflang="{language}" href="{escape(address)}">'
        for language, address in _languages(context)
    )
    tags = (f'<meta {name}="{value}" content="{escape(content)}">' for name, value, content in _tags(context))
    return mark_safe("\n".join([canonical, *others, *tags]))  # noqa: S308 - escaped


def _languages(context: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each version of a translated story, this one too, as search engines ask for it."""
    if not (translations := context.get("translations")):
        return
    yield context["article"].language or languages.PAPER, context["canonical"]
    for each in translations:
        yield each.language or languages.PAPER, context["site"] + each.path


def _tags(context: dict[str, Any]) -> Iterator[Tag]:
    found, publication = about(context), context["publication"]
    yield "name", "robots", ROBOTS
    article = context.get("article")
    yield "name", "description", (article and article.search_description) or found.description
    yield "property", "og:type", found.kind
    yield "property", "og:locale", languages.locale(article.language if article else "")
    yield "property", "og:site_name", publication.name
    yield "property", "og:title", found.title
    yield "property", "og:description", found.description
    yield "property", "og:url", context["canonical"]
    yield from _picture_tags(context)
    if found.kind == "article":
        yield from _story_tags(context)


def _picture_tags(context: dict[str, Any]) -> Iterator[Tag]:
    shared = context["shared"]
    yield "property", "og:image", context["site"] + shared.address
    yield "property", "og:image:type", "image/jpeg"
    yield "property", "og:image:width", str(sharing.WIDTH)
    yield "property", "og:image:height", str(sharing.HEIGHT)
    yield "property", "og:image:alt", shared.alt
    yield "name", "twitter:card", "summary_large_image"
    yield "name", "twitter:image:alt", shared.alt


def _story_tags(context: dict[str, Any]) -> Iterator[Tag]:
    article, zone = context["article"], context["publication"].zone

    def iso(moment: datetime) -> str:
        return moment.astimezone(zone).isoformat(timespec="seconds")

    yield "property", "article:published_time", iso(article.first_published_at)
    if article.updated_at:
        yield "property", "article:modified_time", iso(article.updated_at)
    for row in context["bylines"]:
        if row.part == Part.REPORTER:
            yield "property", "article:author", context["site"] + row.contributor.path
    section = _("Advertorial") if article.kind == Kind.ADVERTORIAL else article.section.name
    yield "property", "article:section", section
    for topic in context["topics"]:
        yield "property", "article:tag", topic.name
