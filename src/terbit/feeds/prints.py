"""What the press must know of feeds and sitemaps.

Keys: `sitemap` (any month), `sitemap:2026-11` (one), `sitemap:topik`, `sitemap:tokoh`, `sitemap:penulis` (which have a
page), `sitemap:pages` (when a standing page changed), `news-window`.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page

from terbit.feeds import months, news, sitemaps
from terbit.feeds.models import NewsWindow
from terbit.newsroom import contexts
from terbit.newsroom.models import Article
from terbit.newsroom.prints import ARTICLES, DAY, DAY_POSTGRESQL, OF_BEFORE
from terbit.press import api as press
from terbit.press.api import Touch
from terbit.theme import former

FEEDS = (former.RSS, former.JSON_FEED)
SOON, LATER = 3, 6  # beside the front (1), sections (2), most pages (5)
MANY = 2_000
# All that a sitemap says of a story, and by which its month is found.
SAID = ("live", "path", "first_published_at", "updated_at", "withdrawn_at")
NAMED = ("slug", "merged_into_id", "dropped")


def register() -> None:
    press.watch(NewsWindow, "news-window", None)
    press.edition_part("hub", lambda: settings.TERBIT_WEBSUB_HUB, lambda hub: hub)
    press.also(Page, Touch("'sitemap:pages'", ("last_published_at",)))
    _months()
    for kind, names in sitemaps.NAMES.items():
        _names(sitemaps.key_of(kind), names)
    press.register_order(order)
    press.register_addresses(addresses)


# Keys ------------------------------------------------------------------------------------------------


def _months() -> None:
    ever = "@.path IS NOT NULL"
    month = f"'sitemap:' || substr({DAY}, 1, 7)"
    month_postgresql = f"'sitemap:' || to_char({DAY_POSTGRESQL}, 'YYYY-MM')"
    press.also(
        Article,
        Touch(f"'{months.KEY}'", SAID, ever),
        Touch(month, SAID, ever, postgresql=(month_postgresql, ever)),
    )
    press.a_list("sitemap", Article, *SAID)


def _names(key: str, names: sitemaps.Names) -> None:
    """A name comes to have a page with the first of its stories, and loses it with the last."""
    slugs = tuple(field.column for field in names.model._meta.concrete_fields if field.column in NAMED)
    press.also(names.model, Touch(f"'{key}'", slugs))
    for child, column in names.children:
        press.also(Article, _comes_or_goes(key, names, child, column))
        live = f"EXISTS (SELECT 1 FROM {ARTICLES} AS own WHERE own.id = @.article_id AND own.live)"
        alone = _alone(names, f"@.{column}", "@.article_id")
        # Two at once do not see each other (PostgreSQL): there it is touched whether others are there or not.
        postgresql = (f"'{key}'", live, live)
        press.also(
            child, Touch(f"'{key}'", ("article_id", column), f"{live} AND {alone}", postgresql=postgresql)
        )


def _comes_or_goes(key: str, names: sitemaps.Names, child: type[Model], column: str) -> Touch:
    """Whoever publishes or takes offline holds the publication, so one sees the other; who goes touches it always."""
    source = f"FROM {child._meta.db_table} AS child WHERE child.article_id = @.id"
    alone = _alone(names, f"child.{column}", "@.id")
    before = _alone(names, f"child.{column}", "@.id", OF_BEFORE)
    return Touch(
        f"'{key}'",
        ("live",),
        f"@.live AND {alone}",
        source,
        postgresql=(f"'{key}'", f"@.live AND {before}", "@.live"),
    )


def _alone(names: sitemaps.Names, name: str, story: str, before: str = "1 = 1") -> str:
    """No other story that readers see carries the name."""
    return " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {child._meta.db_table} AS other JOIN {ARTICLES} AS beside "
        f"ON beside.id = other.article_id WHERE other.{column} = {name} AND beside.live "
        f"AND beside.id <> {story} AND {before})"
        for child, column in names.children
    )


# Addresses -------------------------------------------------------------------------------------------


def order(address: str) -> int | None:
    """Feeds of the paper and of sections soon after the pages they are of; what only crawlers read, at the end."""
    if address.startswith("/sitemap"):
        return SOON if address == news.ADDRESS else LATER
    if address.endswith(FEEDS):
        return SOON if len(address.strip("/").split("/")) <= 2 else None
    return None


def addresses() -> Iterator[str]:
    yield from ("/feed/", "/feed.json", "/robots.txt", "/sitemap.xml", news.ADDRESS)
    for section in contexts.sections():
        yield from (section.path + feed for feed in FEEDS)
    yield from (path for path, _changed in sitemaps.index())
    found = news.stories()
    if len(found) > news.MOST:
        yield from (path for path, _changed in news.parts(found))
    for kind in ("topik", "penulis"):
        for slug in sitemaps.NAMES[kind].rows().values_list("slug", flat=True).iterator(chunk_size=MANY):
            yield from (f"/{kind}/{slug}/{feed}" for feed in FEEDS)
