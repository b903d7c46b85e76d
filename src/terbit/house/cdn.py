"""Marks the answers that a CDN may keep until it is told of a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from terbit.lib import prints, reader_headers

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PLAIN = ("Cache-Control", reader_headers.PAGE)
KEPT = ("Cache-Control", reader_headers.PAGE_AT_CDN)
FOR_EVER = ("Cache-Control", reader_headers.FOR_EVER)


def keeping_at_cdn(application: WSGIApplication) -> WSGIApplication:
    """Only what the CDN is told of when it changes, by the one address it is told.

    These are prints, which alone have a tag: what could not be printed the press does not know. And never
    `/a/?utm_source=x`, which a CDN keeps apart from `/a/`.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        own = not environ.get("QUERY_STRING") and prints.is_plain(environ["PATH_INFO"])

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            printed = any(name == "ETag" for name, _value in headers)
            said, instead = (PLAIN, KEPT) if own else (FOR_EVER, PLAIN)
            if printed and said in headers:
                headers = [instead if header == said else header for header in headers]
            return start_response(status, headers, *rest)

        return application(environ, start)

    return answer
