"""Sends readers who come by the other name of the paper to its public address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def canonical(application: WSGIApplication, public: str) -> WSGIApplication:
    """Wrap `application`: `www.` (or its lack) and http of the host in `public` answer with a redirect.

    http is told from https only by what a proxy says; without a proxy that says it, nothing is redirected,
    since a proxy that ends TLS silently would make the redirect run in a circle.
    """
    parts = urlsplit(public)
    host = parts.hostname or ""
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        asked = environ.get("HTTP_HOST", "").lower().partition(":")[0]
        insecure = parts.scheme == "https" and environ.get("HTTP_X_FORWARDED_PROTO") == "http"
        if asked == other or (asked == host and insecure):
            return _moved(environ, start_response, public)
        return application(environ, start_response)

    return answer


# It depends on what a proxy says of the request: kept by another, it would lead everybody in a circle.
KEPT_BY_NOBODY = ("Cache-Control", "no-store")


def _moved(environ: WSGIEnvironment, start_response: StartResponse, public: str) -> Iterable[bytes]:
    target = public + quote(environ.get("PATH_INFO", "/").encode("latin-1"), safe="/:@!$&'()*+,;=~")
    if query := environ.get("QUERY_STRING"):
        target += f"?{quote(query, safe='%/?:@!$&()*+,;=~-._')}"
    reading = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    status = "301 Moved Permanently" if reading else "308 Permanent Redirect"
    start_response(status, [("Location", target), ("Content-Length", "0"), KEPT_BY_NOBODY])
    return [b""]
