"""The paper's pages, found by their exact address."""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from wagtail.models import Site

from terbit.fronts import composing
from terbit.lib import prints, reader_headers
from terbit.newsroom import addresses, contexts, days, reading
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Contributor, Person, Publication, Redirect, Section, Topic
from terbit.pictures import sending
from terbit.press import api as press
from terbit.theme import assets, beside, finding, former, own, pages, sharing
from terbit.theme.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

COMMENTS = "/comments/"  # the feed of what readers said, in a paper that moved in
UNSHARED = ("search", "offline", "fragments/")  # templates of what is kept out of search engines


def reader_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only, with the reader's security headers."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = own.or_shipped(request.path, lambda: view(request, *args, **kwargs))
        response["Content-Security-Policy"] = reader_headers.CONTENT_SECURITY_POLICY
        return response

    return press.printable(wrapped)


def page_of(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context = contexts.around(context.get("publication")) | context
    if status == 200 and not template.startswith(UNSHARED):
        context = _shared(request, context) | context
    # Without the request: what a page shows depends on its address and on what is stored.
    return HttpResponse(render_to_string(f"terbit_theme/{template}.html", context), status=status)


def _shared(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's own address and its share picture, which lies there before anybody learns of it."""
    shared = sharing.of_page(context)
    shared.picture.make_if_possible()
    return {"canonical": settings.TERBIT_URL + request.path, "shared": shared}


@reader_page
def front_page(request: HttpRequest) -> HttpResponse:
    address = prints.address_of("/", request.META.get("QUERY_STRING", ""))
    if address != "/":
        return _numbered(address)
    most_read = {"most_read": beside.most_read()}
    return page_of(request, "front", composing.context(Publication.load()) | most_read)


def _numbered(address: str) -> HttpResponse:
    """`/?p=123` of a paper that moved in leads where its redirect says; no number leads to the front page."""
    if address.startswith("/?feed="):
        return HttpResponsePermanentRedirect(f"/{former.RSS}")
    if redirect := _redirect_at(address):
        return HttpResponsePermanentRedirect(redirect)
    raise Http404


def _redirect_at(address: str) -> str | None:
    redirects = Redirect.objects.select_related("article").filter(path=address)
    redirect = press.shows(redirects, f"url:{address}").first()
    return redirect.destination if redirect and pages.may_lead_to(redirect.destination) else None


@reader_page
def fragment(request: HttpRequest, name: str) -> HttpResponse:
    """A list that stands on many pages without being part of their prints."""
    context = beside.FRAGMENTS[name](Publication.load())
    return page_of(request, f"fragments/{name}", context)


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    response = page_of(request, "search", finding.context(Asked.read(request.GET)))
    if request.GET:
        response["Cache-Control"] = reader_headers.NEVER  # it is no print, and nobody is told when it changes
    return response


@reader_page
def colours(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """The publication's own accents, and nobody else's. The address says all, so it may be kept for ever."""
    if request.path != Publication.load().colours_path:
        raise Http404
    sheet = (
        f":root {{ --accent: #{light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: #{dark}; }} }}\n"
        f".photo-band {{ --accent: #{dark}; }}\n"
    )
    response = HttpResponse(sheet, content_type="text/css")
    response["Cache-Control"] = reader_headers.FOR_EVER
    return response


@press.printable
@require_safe
def share_picture(request: HttpRequest, kind: str, number: str, stamp: str) -> HttpResponse:
    """404 unless a page that readers see names it so today."""
    shared = sharing.at(kind, int(number))
    if shared is None or not constant_time_compare(request.path, shared.address):
        return sending.not_found()
    return sending.send(request, shared.picture.make(), sending.FOR_EVER)


def _asset(stamp: str, name: str) -> bytes | None:
    return assets.content(name) if assets.has(name) and stamp == assets.stamp(name) else None


@reader_page
def asset(request: HttpRequest, stamp: str, name: str) -> HttpResponse:
    """404 for another content than today's: what is printed by this address must never change."""
    content = _asset(stamp, name)
    if content is None:
        with own.set_aside():  # pages that the newsroom's own theme breaks name the files as they are shipped
            content = _asset(stamp, name)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=assets.type_of(name))
    response["Cache-Control"] = reader_headers.FOR_EVER
    return response


def _named(names: QuerySet[Any], place: str, slug: str) -> Any:
    """The name whose page lies at `/place/slug/`; a name that comes to be there later touches that address."""
    return get_object_or_404(press.shows(names, f"url:/{place}/{slug}/"), slug=slug)


@reader_page
def topic(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = _named(Topic.objects.select_related("merged_into"), "topik", slug)
    if found.current.dropped:
        if answer := _elsewhere(found.current.path):
            return answer
        raise Http404
    if found.merged_into_id:
        return HttpResponsePermanentRedirect(found.current.path)
    return page_of(request, "topic", pages.topic(found, Publication.load(), year))


@reader_page
def person(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = _named(Person.objects.select_related("picture"), "tokoh", slug)
    return page_of(request, "person", pages.person(found, Publication.load(), year))


@reader_page
def contributor(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = _named(Contributor.objects.select_related("picture"), "penulis", slug)
    return page_of(request, "contributor", pages.contributor(found, Publication.load(), year))


@reader_page
def index(
    request: HttpRequest, year: int | None = None, month: int | None = None, day: int | None = None
) -> HttpResponse:
    """A day of the archive; a month leads to its last day with stories, the index itself to the newest."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    publication = Publication.load()
    try:
        asked = (
            days.newest(publication) if year is None else date(year, month or 1, 1 if day is None else day)
        )
    except ValueError as error:
        raise Http404 from error
    if asked is None:
        return page_of(request, "day", {"heading": publication.name})
    if month == 0:
        raise Http404
    if day is not None:
        return page_of(request, "day", days.context(asked, publication))
    newest = asked if year is None else pages.month(asked, publication)
    return HttpResponseRedirect(days.address(newest))


@reader_page
def page(request: HttpRequest, path: str) -> HttpResponse:
    """An exact known path wins before any rule; then redirects, slashes, and standing pages."""
    address = prints.address_of(request.path, request.META.get("QUERY_STRING", ""))
    if address == request.path or "\0" in address:
        return _at(request, path)
    if redirect := _redirect_at(address):
        return HttpResponsePermanentRedirect(redirect)  # `/blog/?p=123`
    answer = _at(request, path)
    if answer.get("Location") == "/":  # the old site's folder, but nothing of that number
        raise Http404
    return answer


def _at(request: HttpRequest, path: str) -> HttpResponse:
    address = unicodedata.normalize("NFC", f"/{path}")
    # PostgreSQL has no text with NUL and would refuse the question; browsers take what follows "//" for a host.
    if "\0" in address or "//" in address:
        raise Http404
    section = _section(address) if address.count("/") == 2 else None
    if section and address == section.path:
        most_read = {"most_read": beside.most_read()}
        return page_of(request, "section", composing.section_page(section, Publication.load()) | most_read)
    if article := reading.at(address):
        return _article(request, article)
    return _elsewhere(address) or _standing(request, path)


def _section(address: str) -> Section | None:
    return next((found for found in contexts.sections() if found.path == address), None)


def _article(request: HttpRequest, article: Article) -> HttpResponse:
    if article.live:
        context = contexts.article(article)
        context |= {"section": article.section, "canonical": article.get_absolute_url()}
        return page_of(request, "article", context)
    return page_of(request, "gone", {"article": article}, status=410)


def _elsewhere(address: str) -> HttpResponse | None:
    """301 for addresses that moved, and for the ways of writing one that old links use."""
    plain, feed = former.plain(address)
    if plain == "/":
        return HttpResponsePermanentRedirect(f"/{feed}")  # a later page of the front, or another feed of it
    ways = former.spellings(address)
    sections = contexts.sections()
    known = {found.path: found.path for found in sections if found.slug == plain.strip("/")}
    folder = former.folder_of_date(address)
    known |= reading.leading([*ways, folder] if folder else ways)
    # What leads to this very address is another way of writing it: `/kontak` to the page at `/kontak/`.
    target = next((known[way] for way in ways if known.get(way, address) != address), None)
    # Where there is a folder, it is that of an old site, which leads to the front.
    if target is None and (not folder or known.get(folder) == "/"):
        target = former.by_date(address)
    target = target or _page_behind(plain, address)
    if target and not pages.may_lead_to(target):
        raise Http404
    if target and feed:
        target = former.feed_of(target, feed, sections)
    elif feed and plain == COMMENTS:
        target = f"/{feed}"
    return HttpResponsePermanentRedirect(target) if target else None


def _page_behind(plain: str, address: str) -> str | None:
    """The standing page of which another view was asked for: `/tentang/amp/`, `/tentang/feed/`."""
    if plain == address or not reading.may_be_page(plain.strip("/").rpartition("/")[2]):
        return None
    with press.covering("pages"):
        return next(iter(addresses.of_pages([plain])), None)


def _standing(request: HttpRequest, path: str) -> HttpResponse:
    if not reading.may_be_page(path.strip("/").rpartition("/")[2]):
        raise Http404  # most made-up addresses end here, after the fewest questions
    with press.covering("pages"):
        return _standing_page(request, path)


def _standing_page(request: HttpRequest, path: str) -> HttpResponse:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        raise Http404
    found, *_ = site.root_page.localized.specific.route(request, [part for part in path.split("/") if part])
    if found.pk == site.root_page_id or found.get_view_restrictions().exists():  # the paper has no passwords
        raise Http404
    return page_of(request, "standing_page", {"page": found})


@reader_page
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page_of(request, "missing", {}, status=404)


def broken(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """Without the database, which may be what is broken. `sentence` says what is, to whom it concerns."""
    html = render_to_string("terbit_theme/broken.html", {"sentence": sentence})
    response = HttpResponse(html, status=500)
    response["Content-Security-Policy"] = reader_headers.CONTENT_SECURITY_POLICY
    response["Cache-Control"] = reader_headers.NEVER
    return response
