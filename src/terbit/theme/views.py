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
from terbit.newsroom import archive, contexts, days
from terbit.newsroom.lists import IN_A_LIST, by_day, listed
from terbit.newsroom.models import Article, Contributor, Person, Publication, Redirect, Section, Topic
from terbit.search import api as engine
from terbit.theme import pages

if TYPE_CHECKING:
    from collections.abc import Callable

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
    around = contexts.around() | {"canonical": settings.TERBIT_URL + request.path}
    return render(request, f"terbit_theme/{template}.html", around | context, status=status)


@reader_page
def front_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "front", composing.context(Publication.load()))


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    """Published stories only: drafts lie in a collection that is not asked here."""
    words = request.GET.get("q", "").replace("\0", "")[:200].strip()
    hits = engine.find(words, collections=[archive.ARCHIVE], limit=IN_A_LIST).hits if words else []
    stories = listed(Article.objects.live()).in_bulk([int(hit.key) for hit in hits])
    found = [stories[int(hit.key)] for hit in hits if int(hit.key) in stories]
    publication = Publication.load()
    return _page(request, "search", {"words": words, "days": by_day(found, publication)})


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
def index(request: HttpRequest, year: int = 0, month: int = 0, day: int = 0) -> HttpResponse:
    """A day of the archive; a month leads to its last day with stories, the index itself to the newest."""
    publication = Publication.load()
    try:
        asked = date(year, month or 1, day or 1) if year else days.newest(publication)
    except ValueError as error:
        raise Http404 from error
    if asked is None:
        return _page(request, "day", {"heading": Publication.load().name})
    if day:
        return _page(request, "day", days.context(asked, publication))
    newest = asked if not year else pages.month(asked, publication)
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
        return _page(request, "article", contexts.article(article))
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
    response.context_data |= contexts.around()
    return response.render()


@reader_page
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "missing", {}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database, which may be what is broken."""
    response = HttpResponse(render_to_string("terbit_theme/broken.html"), status=500)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
