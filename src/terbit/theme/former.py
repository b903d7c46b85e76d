"""Addresses as other systems write them, for papers that moved in: pages of lists, feeds, archives by date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from terbit.newsroom import days
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Publication, Section
from terbit.press import api as press

# What stands behind an address of WordPress or Ghost for another view of the same: AMP, a later page, comments, a feed.
VIEW = re.compile(
    r"(?<=/)(?:amp|embed|trackback|print|page/\d{1,4}|comment-page-\d{1,4}|(?P<part>\d{1,2})"
    r"|(?P<json>feed\.json)|(?P<feed>feed|feed/(?:rss2?|rdf|atom)|rss))/?\Z"
)
RSS, JSON_FEED = "feed/", "feed.json"  # behind the address of the list that a feed is of
LISTS = re.compile(r"/(?:topik|penulis)/[^/]+/\Z")  # besides the front and sections
# `folder` is that of an old site that lay below its host: `/blog/2024/06/`.
DATES = re.compile(
    r"(?P<folder>(?:/[^/]+)+?)??/(?P<year>\d{4})(?:/(?P<month>\d{2})(?:/(?P<day>\d{2}))?)?/?\Z"
)


def plain(address: str) -> tuple[str, str]:
    """The address without what stands behind it, and what stands behind lists for the feed that was asked for."""
    found = VIEW.search(address)
    if found is None:
        return address, ""
    feed = RSS if found["feed"] else JSON_FEED if found["json"] else ""
    return address[: found.start()], feed


def feed_of(target: str, feed: str, sections: Iterable[Section]) -> str:
    """The feed of the paper or of a list; a story has none, so its own page."""
    has_one = target == "/" or LISTS.match(target) or any(section.path == target for section in sections)
    return f"{target}{feed}" if has_one else target


def spellings(address: str) -> list[str]:
    """The ways of writing it, the likeliest first."""
    bare = plain(address)[0]
    ways = [
        address,
        address.rstrip("/"),
        address.rstrip("/") + "/",
        bare,
        bare.rstrip("/"),
        bare.rstrip("/") + "/",
    ]
    return [way for way in dict.fromkeys(ways) if way.strip("/")]


def folder_of_date(address: str) -> str:
    """`/blog/` of `/blog/2024/06/`, where such an archive may have lain; "" for any other address."""
    found = _date_in(address)
    return f"{found['folder']}/" if found and found["folder"] else ""


def by_date(address: str) -> str | None:
    """The day of our archive that `/2024/`, `/2024/06/` or `/2024/06/05/` means: the last one with stories."""
    found = _date_in(address)
    if found is None:
        return None
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return days.address(first)
    after = date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1)
    newest = _newest(first, after)
    return days.address(newest) if newest else None


def _date_in(address: str) -> re.Match[str] | None:
    view = VIEW.search(address)
    return DATES.match(address if view is None or view["part"] else address[: view.start()])


def _newest(first: date, after: date) -> date | None:
    publication = Publication.load()
    begin, end = (days.midnight(day, publication) for day in (first, after))
    stories = Article.objects.latest().filter(first_published_at__gte=begin, first_published_at__lt=end)
    last = 12 if after.month == 1 else after.month - 1
    months = (f"days:{first.year}-{month:02}" for month in range(first.month, last + 1))
    moment = press.shows(stories, *months).values_list("first_published_at", flat=True).first()
    return moment.astimezone(publication.zone).date() if moment else None
