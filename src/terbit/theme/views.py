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
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.models import Site

from terbit.fronts import composing
from terbit.newsroom import contexts, days
from terbit.newsroom.clock import FIRST_YEAR, LAST_YEAR
from terbit.newsroom.models import Article, Contributor, Person, Publication, Redirect, Section, Topic
from terbit.theme import finding, pages

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_LETTERS = 200  # of a search
# One strict policy: reader pages have no inline script or style, and nothing of others.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)


def reader_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """GET and HEAD only, with the reader's security headers."""

    @require_safe
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return wrapped


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    around = contexts.around(context.get("publication")) | {"canonical": settings.TERBIT_URL + request.path}
    return render(request, f"terbit_theme/{template}.html", around | context, status=status)


@reader_page
def front_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "front", composing.context(Publication.load()))


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "")[:MOST_LETTERS].strip()
    return _page(request, "search", finding.context(words, after=request.GET.get("setelah", "")))


@reader_page
def colours(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """The publication's own accents. The address says all, so it may be kept for ever."""
    sheet = (
        f":root {{ --accent: #{light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ --accent: #{dark}; }} }}\n"
        f".photo-band {{ --accent: #{dark}; }}\n"
    )
    response = HttpResponse(sheet, content_type="text/css")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@reader_page
def topic(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = get_object_or_404(Topic.objects.select_related("merged_into"), slug=slug)
    if found.merged_into_id:
        return HttpResponsePermanentRedirect(found.current.path)
    return _page(request, "topic", pages.topic(found, Publication.load(), year))


@reader_page
def person(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = get_object_or_404(Person.objects.select_related("picture"), slug=slug)
    return _page(request, "person", pages.person(found, Publication.load(), year))


@reader_page
def contributor(request: HttpRequest, slug: str, year: int | None = None) -> HttpResponse:
    found = get_object_or_404(Contributor.objects.select_related("picture"), slug=slug)
    return _page(request, "contributor", pages.contributor(found, Publication.load(), year))


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
        return _page(request, "day", {"heading": publication.name})
    if month == 0:
        raise Http404
    if day is not None:
        return _page(request, "day", days.context(asked, publication))
    newest = asked if year is None else pages.month(asked, publication)
    return HttpResponseRedirect(days.address(newest))


@reader_page
def page(request: HttpRequest, path: str) -> HttpResponse:
    """An exact known path wins before any rule; then redirects, slashes, and standing pages."""
    address = unicodedata.normalize("NFC", f"/{path}")
    # PostgreSQL has no text with NUL and would refuse the question; browsers take what follows "//" for a host.
    if "\0" in address or "//" in address:
        raise Http404
    section = _section(address) if address.count("/") == 2 else None
    if section and address == section.path:
        return _page(request, "section", composing.section_page(section, Publication.load()))
    article = Article.objects.select_related("section__parent", "lead_picture").filter(path=address).first()
    if article:
        return _article(request, article)
    return _elsewhere(address) or _standing(request, path)


def _section(address: str) -> Section | None:
    return Section.objects.select_related("parent").filter(slug=address.strip("/")).first()


def _article(request: HttpRequest, article: Article) -> HttpResponse:
    if article.live:
        context = contexts.article(article)
        return _page(request, "article", context | {"section": article.section})
    return _page(request, "gone", {"article": article}, status=410)


def _elsewhere(address: str) -> HttpResponse | None:
    """301 for addresses that moved, and for the ways of writing one that old links use."""
    plain = address.removesuffix("amp/") if address.endswith("/amp/") else address
    spellings = list(dict.fromkeys([address, plain, plain.rstrip("/"), plain.rstrip("/") + "/"]))
    stories = Article.objects.filter(path__in=spellings).values_list("path", "path")
    known = dict(stories) | {
        found.path: found.path for found in Section.objects.filter(slug=plain.strip("/"))
    }
    for redirect in Redirect.objects.select_related("article").filter(path__in=spellings):
        known[redirect.path] = redirect.destination
    return next((HttpResponsePermanentRedirect(known[path]) for path in spellings if path in known), None)


def _standing(request: HttpRequest, path: str) -> HttpResponse:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        raise Http404
    found, args, kwargs = site.root_page.localized.specific.route(
        request, [part for part in path.split("/") if part]
    )
    if found.pk == site.root_page_id or found.get_view_restrictions().exists():  # the paper has no passwords
        raise Http404
    response = found.serve(request, *args, **kwargs)
    response.context_data |= contexts.around() | {"canonical": settings.TERBIT_URL + request.path}
    return response.render()


@reader_page
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "missing", {}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database, which may be what is broken."""
    response = HttpResponse(render_to_string("terbit_theme/broken.html"), status=500)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
