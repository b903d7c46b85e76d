"""The answers to programs that read the paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from terbit.feeds import channels, jsonfeed, news, robots, rss, sitemaps
from terbit.feeds.channels import Channel
from terbit.lib import prints
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Contributor, Publication, Topic
from terbit.press import api as press
from terbit.theme import former
from terbit.theme import views as paper
from terbit.theme.views import reader_page

# By what stands behind the address of the list: who writes it, and as what.
FORMATS: dict[str, tuple[Callable[[Channel], str], str]] = {
    former.RSS: (rss.written, prints.RSS),
    former.JSON_FEED: (jsonfeed.written, prints.JSON_FEED),
}
XML, TEXT = prints.TYPES["xml"], prints.TYPES["txt"]


def _feed(channel: Channel, feed: str) -> HttpResponse:
    write, kind = FORMATS[feed]
    response = HttpResponse(write(channel), content_type=kind)
    if settings.TERBIT_WEBSUB_HUB:
        own = channel.page + feed
        response["Link"] = f'<{settings.TERBIT_WEBSUB_HUB}>; rel="hub", <{own}>; rel="self"'
    return response


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """No list lies there: perhaps a story does, or a redirect of an old paper."""
    return paper.page(request, path=request.path[1:])


@reader_page
def front(request: HttpRequest, feed: str) -> HttpResponse:
    return _feed(channels.front(), feed)


@reader_page
def section(request: HttpRequest, slug: str, feed: str) -> HttpResponse:
    channel = channels.section(slug)
    return _feed(channel, feed) if channel else _elsewhere(request)


@reader_page
def topic(request: HttpRequest, slug: str, feed: str) -> HttpResponse:
    topics = press.shows(Topic.objects.select_related("merged_into"), f"url:/topik/{slug}/")
    found = topics.filter(slug=slug).first()
    if found is None or found.current.dropped:
        return _elsewhere(request)
    if found.merged_into_id:
        return HttpResponsePermanentRedirect(found.current.path + feed)
    return _feed(_with_stories(channels.topic(found)), feed)


@reader_page
def contributor(request: HttpRequest, slug: str, feed: str) -> HttpResponse:
    found = press.shows(Contributor.objects.all(), f"url:/penulis/{slug}/").filter(slug=slug).first()
    return _feed(_with_stories(channels.contributor(found)), feed) if found else _elsewhere(request)


def _with_stories(channel: Channel) -> Channel:
    """A name may stand in the newsroom's list long before readers may know why."""
    if not channel.stories:
        raise Http404
    return channel


# Sitemaps --------------------------------------------------------------------------------------------


def _sitemap(entries: list[sitemaps.Entry], kind: str = "url") -> HttpResponse:
    if not entries:
        raise Http404
    zone = Publication.load().zone
    return HttpResponse(sitemaps.written(entries, zone, kind), content_type=XML)


@reader_page
def sitemap_index(request: HttpRequest) -> HttpResponse:
    return _sitemap(sitemaps.index(), "sitemap")


@reader_page
def sitemap_of_month(request: HttpRequest, year: str, month: str, part: str = "1") -> HttpResponse:
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise Http404
    return _sitemap(sitemaps.of_month(date(int(year), int(month), 1), int(part or 1)))


@reader_page
def sitemap_of_names(request: HttpRequest, kind: str, part: str = "1") -> HttpResponse:
    return _sitemap(sitemaps.of_names(kind, int(part or 1)))


@reader_page
def sitemap_of_pages(request: HttpRequest) -> HttpResponse:
    return _sitemap(sitemaps.of_pages())


@reader_page
def news_sitemap(request: HttpRequest, part: str = "") -> HttpResponse:
    found = news.stories()
    if part:
        begin = news.MOST * (int(part) - 1)
        found = found[begin : begin + news.MOST]
        if not found:
            raise Http404
    elif len(found) > news.MOST:
        return _sitemap(news.parts(found), "sitemap")
    return HttpResponse(news.written(found, Publication.load()), content_type=XML)


@reader_page
def robots_txt(request: HttpRequest) -> HttpResponse:
    return HttpResponse(robots.written(), content_type=TEXT)
