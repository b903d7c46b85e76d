"""The paper where there is no network: manifest, icon, the worker that keeps pages that were read, and its page."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from terbit.lib import prints, reader_headers
from terbit.newsroom.models import Publication
from terbit.press import api as press
from terbit.theme import assets, icons
from terbit.theme.views import page_of, reader_page


@reader_page
def icon(request: HttpRequest, accent: str, pixels: str) -> HttpResponse:
    """404 for another colour than the publication's, so that no address can ask for work of its own."""
    if int(pixels) not in icons.SIZES or request.path != icons.drawn(Publication.load(), int(pixels)):
        raise Http404
    response = HttpResponse(icons.draw(f"#{accent}", int(pixels)), content_type="image/png")
    response["Cache-Control"] = reader_headers.FOR_EVER
    return response


@reader_page
def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks without having read a page: feed readers, old browsers. It leads elsewhere with another logo."""
    return HttpResponseRedirect(icons.of_tab(Publication.load()))


@reader_page
def manifest(request: HttpRequest) -> HttpResponse:
    """https://www.w3.org/TR/appmanifest/"""
    publication = Publication.load()
    told = {
        "id": "/",
        "name": publication.name,
        "short_name": publication.name,
        "description": publication.tagline or publication.name,
        "lang": "id",
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": icons.PAPER,
        "theme_color": icons.PAPER,
        "icons": icons.of_manifest(publication),
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=prints.TYPES["webmanifest"])


@reader_page
def worker(request: HttpRequest) -> HttpResponse:
    """Another edition is another worker, which forgets what the one before it kept."""
    files = [assets.address(name) for name in ("paper.css", "paper.js", "picture.svg")]
    publication = Publication.load()
    if publication.colours_path:
        files.append(publication.colours_path)
    told = {"edition": press.edition_name(), "files": json.dumps(files)}
    told["logo"] = f"/foto/{publication.logo_id or 0}/"
    return HttpResponse(render_to_string("terbit_theme/sw.js", told), content_type=prints.TYPES["js"])


@reader_page
def page(request: HttpRequest) -> HttpResponse:
    return page_of(request, "offline", {})
