"""Sitemaps: stories by the month they were first published, then names and standing pages, and an index of all.

A publication changes the file of its month and the index alone, however large the archive is: names are listed without
times, and touched only when the first story of one comes or its last one goes (`prints.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from terbit.feeds import months
from terbit.feeds.bodies import quoted
from terbit.newsroom import contexts
from terbit.newsroom.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Contributor,
    Person,
    Publication,
    Statement,
    Topic,
)
from terbit.press import api as press

MOST = 50_000  # URLs in one file
LONGEST = 2_048  # characters of an address
PAGES = "/sitemap-halaman.xml"
Entry = tuple[str, datetime | None]  # a path, and when it changed last


@dataclass(frozen=True)
class Names:
    """Those whose page has stories: `children` say which, each by its column."""

    model: type[Model]
    children: tuple[tuple[type[Model], str], ...]

    def rows(self) -> QuerySet[Any]:
        """Those with a page, in the order of their numbers."""
        found = Q(pk__in=[])
        for child, column in self.children:
            live = child._default_manager.filter(**{column: OuterRef("pk"), "article__live": True})
            found |= Q(Exists(live))
        rows = self.model._default_manager.filter(found).order_by("pk")
        return rows.filter(merged_into=None, dropped=False) if self.model is Topic else rows


NAMES = {
    "topik": Names(Topic, ((ArticleTopic, "topic_id"),)),
    "tokoh": Names(Person, ((ArticlePerson, "person_id"), (Statement, "person_id"))),
    "penulis": Names(Contributor, ((Byline, "contributor_id"),)),
}


def key_of(kind: str) -> str:
    return f"sitemap:{kind}"


def index() -> list[Entry]:
    """Every sitemap there is, with what changed last in those of months."""
    found: list[Entry] = [(PAGES, None)]
    for kind in NAMES:
        found += [(address(kind, part), None) for part in parts_of_names(kind)]
    for month in months.all_of_them(Publication.load()):
        parts = range(1, -(-month.stories // MOST) + 1)
        found += [(address(f"{month.first:%Y-%m}", part), month.changed) for part in parts]
    return found


def address(name: str, part: int = 1) -> str:
    return f"/sitemap-{name}.xml" if part == 1 else f"/sitemap-{name}-{part}.xml"


# Stories ---------------------------------------------------------------------------------------------


def of_month(first: date, part: int) -> list[Entry]:
    """In the order they came, so that what comes lies in the last file."""
    begin, end = months.bounds(first, Publication.load())
    stories = Article.objects.live().filter(first_published_at__gte=begin, first_published_at__lt=end)
    stories = press.shows(stories.order_by("first_published_at", "pk"), f"sitemap:{first:%Y-%m}")
    rows = stories.values_list("path", "updated_at", "first_published_at")[MOST * (part - 1) : MOST * part]
    return [(path, updated or came) for path, updated, came in rows]


# Names -----------------------------------------------------------------------------------------------


def parts_of_names(kind: str) -> list[int]:
    """By ranges of numbers, which is quicker than to count those with stories."""
    with press.covering(key_of(kind)):
        last = NAMES[kind].model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0
        parts = range(1, (last - 1) // MOST + 2) if last else ()
        return [part for part in parts if _range(kind, part).exists()]


def of_names(kind: str, part: int) -> list[Entry]:
    with press.covering(key_of(kind)):
        return [(f"/{kind}/{slug}/", None) for slug in _range(kind, part).values_list("slug", flat=True)]


def _range(kind: str, part: int) -> QuerySet[Any]:
    return NAMES[kind].rows().filter(pk__gt=MOST * (part - 1), pk__lte=MOST * part)


# Pages -----------------------------------------------------------------------------------------------


def of_pages() -> list[Entry]:
    """The front, sections, and standing pages."""
    lists = ["/", *(section.path for section in contexts.sections())]
    with press.covering("pages", "sitemap:pages"):
        return [(path, None) for path in lists] + list(contexts.all_standing_pages())


# Writing ---------------------------------------------------------------------------------------------

BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def written(entries: Iterable[Entry], zone: ZoneInfo, kind: str = "url") -> str:
    """`kind` is url, or sitemap for an index."""
    whole = {"url": "urlset", "sitemap": "sitemapindex"}[kind]
    lines = [f'{BEGIN}<{whole} xmlns="{NAMESPACE}">\n']
    for path, changed in entries:
        url = location(path)
        if len(url) < LONGEST:
            when = f"<lastmod>{w3c(changed, zone)}</lastmod>" if changed else ""
            lines.append(f"<{kind}><loc>{url}</loc>{when}</{kind}>\n")
    return "".join([*lines, f"</{whole}>\n"])


def location(path: str) -> str:
    """An address as it stands in XML: ASCII, and `&` the one sign of it that XML does not take."""
    return settings.TERBIT_URL + quoted(path).replace("&", "&amp;").replace("'", "&apos;")


def w3c(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
