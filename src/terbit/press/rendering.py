"""From an address to an answer, outside any reader's request: no cookie, no clock, nobody signed in."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, get_resolver
from django.utils import translation

from terbit.lib import prints
from terbit.press import changes, editions, recording
from terbit.press.sheets import Sheet
from terbit.press.watching import ALL, EDITION

_around: list[Callable[[], AbstractContextManager[Any]]] = []
_missing_pages: dict[str, HttpResponse] = {}  # by edition


@dataclass
class Rendered:
    """An answer with what it shows. `printable` is false for what must not be kept."""

    sheet: Sheet
    keys: frozenset[str]
    mark: changes.Mark
    edition: editions.Edition
    printable: bool = True


def printable(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view whose answers depend on stored data and address alone, so that they can be kept."""
    view.terbit_printable = True  # type: ignore[attr-defined]
    return view


def around(manager: Callable[[], AbstractContextManager[Any]]) -> None:
    """Have every rendering done inside this: the publication's clock."""
    _around.append(manager)


def view_of(address: str) -> Any | None:
    """The printable view an address leads to, with its arguments; None where it is none of the paper's."""
    path = address.partition("?")[0]
    if path.startswith(settings.STATIC_URL):  # files of the newsroom's screens, which no view answers
        return None
    try:
        match = get_resolver().resolve(path)
    except Resolver404:
        return None
    return match if getattr(match.func, "terbit_printable", False) else None


def render(address: str) -> Rendered | None:
    """Render the answer to an address; None if the paper has no view for it. Exceptions of the view pass."""
    match = view_of(address)
    if match is None:
        return None
    mark = changes.mark()
    edition = editions.at(mark)
    recorder = recording.Recorder({EDITION, ALL, f"url:{address}"}, edition.parts)
    request = _request(address)
    with translation.override(settings.LANGUAGE_CODE), recording.recording(recorder), _inside():
        try:
            response = match.func(request, *match.args, **match.kwargs)
        except Http404:
            response = _missing(edition, recorder)
        if hasattr(response, "render") and not getattr(response, "is_rendered", True):
            response.render()
    apart = not connection.in_atomic_block and response.get("Cache-Control", "") != "no-store"
    return Rendered(_sheet(address, response), frozenset(recorder.keys), mark, edition, printable=apart)


def _missing(edition: editions.Edition, recorder: recording.Recorder) -> HttpResponse:
    """The page for whatever leads nowhere; one that shows nothing but its edition is rendered once for that.

    Made-up addresses are most of what a paper is asked for that it does not have.
    """
    kept = _missing_pages.get(edition.name)
    if kept is not None:
        return kept
    own = recording.Recorder(parts=edition.parts)
    with recording.recording(own):
        response = get_resolver().resolve_error_handler(404)(_request("/"), exception=None)
    recorder.keys |= own.keys
    if not own.keys:
        _missing_pages.clear()
        _missing_pages[edition.name] = response
    return response


def _inside() -> AbstractContextManager[Any]:
    return _around[0]() if _around else nullcontext()


def _request(address: str) -> HttpRequest:
    path, _, query = address.partition("?")
    public = urlsplit(settings.TERBIT_URL)
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET = QueryDict(query)
    request.META = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": public.hostname or "localhost",
        "SERVER_PORT": str(public.port or (443 if public.scheme == "https" else 80)),
        "HTTP_HOST": public.netloc,
        "wsgi.url_scheme": public.scheme,
    }
    return request


# Said by whoever sends the sheet (terbit.lib.reader_headers), the same for all.
_COMMON = {
    "content-type",
    "content-length",
    "content-security-policy",
    "cache-control",
    "x-frame-options",
    "etag",
}
_COMMON |= {"last-modified", "accept-ranges", "x-content-type-options", "content-disposition", "vary"}


def _sheet(address: str, response: HttpResponse) -> Sheet:
    stored = getattr(response, "stored", "") if response.status_code == 200 else ""
    body = b"" if stored else b"".join(response) if response.streaming else response.content
    content_type = response.get("Content-Type", "")
    if (
        content_type
        and "charset" not in content_type
        and f"{content_type}; charset=utf-8" in prints.COMPRESSED
    ):
        content_type = f"{content_type}; charset=utf-8"
    headers = [(name, value) for name, value in response.items() if name.lower() not in _COMMON]
    # Not `response.close()`: that says a request has ended, and Django then lets go of the database.
    for close in response._resource_closers:
        close()
    return Sheet(address, response.status_code, headers, body, content_type, stored)
