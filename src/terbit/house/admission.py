"""What may be sent to the house at all: looked at before Django reads, or even keeps, a single byte of it."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

MB = 1024 * 1024
READING = ("GET", "HEAD", "OPTIONS")
# Every place where more can be done than reading, and how many bytes one may send there without being signed in.
# Whatever else shall take something from readers is added here.
STRANGERS = {"/ruang-redaksi/": MB}
# Around an upload the form has fields of its own.
FORM = MB


class Refused(Exception):
    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def admitting(application: WSGIApplication, largest: int, threads: int) -> WSGIApplication:
    """Wrap `application`: it gets what people who are signed in send, up to `largest` bytes, and little else.

    The server waits for a body as long as it takes, and a thread waits with it. So only a quarter of the `threads`
    wait for strangers; the others are for readers and for the newsroom.
    """
    places = BoundedSemaphore(max(1, threads // 4))

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in READING:
            try:
                _admit(environ, largest, places)
            except Refused as refusal:
                return _refuse(refusal, start_response)
        return application(environ, start_response)

    return answer


def _admit(environ: WSGIEnvironment, largest: int, places: BoundedSemaphore) -> None:
    """Return when the request may pass; raise Refused when it may not."""
    path = environ.get("PATH_INFO", "")
    most = next((most for prefix, most in STRANGERS.items() if path.startswith(prefix)), None)
    if most is None:
        raise Refused(
            HTTPStatus.METHOD_NOT_ALLOWED,
            _("The paper can be read here; nothing can be sent to this address."),
        )
    length = environ.get("CONTENT_LENGTH") or ""
    if not (length.isascii() and length.isdecimal()):
        raise Refused(
            HTTPStatus.LENGTH_REQUIRED, _("The browser does not say how much it sends: send it again.")
        )
    known = _is_signed_in(environ)
    if int(length) > (largest + FORM if known else most):
        raise Refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            _("Files and forms of more than %(limit)d MB are not taken.")
            % {"limit": (largest if known else most) // MB},
        )
    if not known:
        environ["wsgi.input"] = _read_whole(environ, int(length), places)


def _is_signed_in(environ: WSGIEnvironment) -> bool:
    """Whether the cookie is that of a session in which somebody has signed in."""
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return False
    if cookie is None:
        return False
    engine = import_module(settings.SESSION_ENGINE)
    try:
        return SESSION_KEY in engine.SessionStore(cookie.value)
    except (DatabaseError, InterfaceError):
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, _("The database does not answer: try again.")) from None


def _read_whole(environ: WSGIEnvironment, length: int, places: BoundedSemaphore) -> BytesIO:
    if not places.acquire(blocking=False):
        raise Refused(
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("Too many are sending at the same time: try again in a minute."),
        )
    try:
        return BytesIO(environ["wsgi.input"].read(length) if length else b"")
    finally:
        places.release()


def _refuse(refusal: Refused, start_response: StartResponse) -> Iterable[bytes]:
    body = f"{refusal}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if refusal.status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers.append(("Allow", ", ".join(READING)))
    start_response(f"{refusal.status.value} {refusal.status.phrase}", headers)
    return [body]
