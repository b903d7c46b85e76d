"""The news sitemap: what was first published within the last two days, for Google News.

(https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap)
"""

from __future__ import annotations

from datetime import timedelta
from html import escape

from django.utils import timezone

from terbit.feeds.items import clean
from terbit.feeds.models import NewsWindow
from terbit.feeds.sitemaps import BEGIN, NAMESPACE, Entry, location, w3c
from terbit.newsroom.models import Article, Publication
from terbit.newsroom.models.kind import Kind
from terbit.press import api as press

ADDRESS = "/sitemap-news.xml"
LONG = timedelta(hours=48)
MOST = 1_000  # stories in one file
EVERY = 5  # seconds between two looks at the clock
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def move_window() -> None:
    """Let the window begin two days ago, if that changes what is in it: only then anything is pressed."""
    since = timezone.now() - LONG
    window = NewsWindow.objects.first()
    if window is None:
        NewsWindow.objects.create(since=since)
        return
    first, last = sorted([window.since, since])  # a clock that was set back makes it wider
    passed = Article.objects.live().filter(first_published_at__gt=first, first_published_at__lte=last)
    if passed.exists():
        window.since = since
        window.save(update_fields=["since"])


def stories() -> list[Article]:
    """Newest first, without what is paid for. None as long as no worker has ever run."""
    press.note("news-window")
    window = NewsWindow.objects.first()
    if window is None:
        return []
    newest = Article.objects.latest().filter(first_published_at__gt=window.since)
    newest = press.shows(newest.exclude(kind=Kind.ADVERTORIAL), "stories")
    return list(newest.only("path", "headline", "kind", "first_published_at"))


def parts(found: list[Article]) -> list[Entry]:
    """The files of an index, where one does not hold all."""
    return [(f"/sitemap-news-{part}.xml", None) for part in range(1, -(-len(found) // MOST) + 1)]


def written(found: list[Article], publication: Publication) -> str:
    zone = publication.zone
    name = escape(clean(publication.name), quote=False)
    paper = (
        f"<news:publication><news:name>{name}</news:name><news:language>id</news:language></news:publication>"
    )
    lines = [f'{BEGIN}<urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS}">\n']
    for story in found:
        when = w3c(story.first_published_at, zone)
        title = escape(clean(story.headline), quote=False)
        lines.append(
            f"<url><loc>{location(story.path)}</loc><news:news>{paper}"
            f"<news:publication_date>{when}</news:publication_date><news:title>{title}</news:title>"
            "</news:news></url>\n"
        )
    if not found:  # by its schema a sitemap holds an address: the front page's, which is no news by itself
        lines.append(f"<url><loc>{location('/')}</loc></url>\n")
    return "".join([*lines, "</urlset>\n"])
