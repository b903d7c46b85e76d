"""The paper's pages, found by their exact address."""

from __future__ import annotations

import unicodedata
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from wagtail.models import Site

from terbit.newsroom import archive, contexts
from terbit.newsroom.models import Article, Publication, Redirect, Section
from terbit.search import api as engine

if TYPE_CHECKING:
    from collections.abc import Callable

IN_A_LIST = 30
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


@reader_page
def front(request: HttpRequest) -> HttpResponse:
    return _list(request, "terbit_theme/front.html", Article.objects.latest())


@reader_page
def search(request: HttpRequest) -> HttpResponse:
    """Published stories only: drafts lie in a collection that is not asked here."""
    words = request.GET.get("q", "")[:200].strip()
    hits = engine.find(words, collections=[archive.ARCHIVE], limit=IN_A_LIST).hits if words else []
    stories = Article.objects.live().in_bulk([int(hit.key) for hit in hits])
    found = [stories[int(hit.key)] for hit in hits if int(hit.key) in stories]
    return render(request, "terbit_theme/search.html", _shared() | {"words": words, "stories": found})


@reader_page
def page(request: HttpRequest, path: str) -> HttpResponse:
    """An exact known path wins before any rule; then redirects, slashes, and standing pages."""
    address = unicodedata.normalize("NFC", f"/{path}")
    # PostgreSQL has no text with NUL and would refuse the question; browsers take what follows "//" for a host.
    if "\0" in address or "//" in address:
        raise Http404
    section = Section.objects.filter(slug=address.strip("/")).first() if address.count("/") == 2 else None
    if section and address == section.path:
        return _section(request, section)
    article = Article.objects.select_related("section__parent", "lead_picture").filter(path=address).first()
    if article:
        return _article(request, article)
    return _elsewhere(address) or _standing(request, path)


def _article(request: HttpRequest, article: Article) -> HttpResponse:
    if article.live:
        return render(request, "terbit_theme/article.html", _shared() | contexts.article(article))
    return render(request, "terbit_theme/gone.html", _shared() | {"article": article}, status=410)


def _section(request: HttpRequest, section: Section) -> HttpResponse:
    stories = Article.objects.latest().filter(section__in=[section, *section.children.all()])
    return _list(request, "terbit_theme/section.html", stories, section=section)


def _list(request: HttpRequest, template: str, stories: Any, **context: Any) -> HttpResponse:
    rows = stories.defer("body").select_related("section")[:IN_A_LIST]
    return render(request, template, _shared() | {"stories": rows} | context)


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
    response.context_data |= _shared()
    return response.render()


def _shared() -> dict[str, Any]:
    sections = Section.objects.filter(parent__isnull=True)
    return {"publication": Publication.load(), "sections": sections}


@reader_page
def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "terbit_theme/missing.html", _shared(), status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Without the database, which may be what is broken."""
    response = HttpResponse(render_to_string("terbit_theme/broken.html"), status=500)
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response
