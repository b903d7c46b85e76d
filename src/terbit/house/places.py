"""Threads kept free for printed pages: whatever must be made first has places of its own, and no more than those."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Threads of each web process beyond the places, which only hand out prints (and refuse).
FOR_PRINTS = 4
# So long somebody waits for a place (seconds), while places become free: a page takes a twentieth of that.
PATIENCE = 1.0
# Where none has become free for so long, whatever they wait for hangs, and nobody is let in to wait as well.
STUCK = 0.5


def with_places(application: WSGIApplication, places: int) -> WSGIApplication:
    """Wrap `application`: at most so many requests are in it at a time; who finds no place soon is asked to return.

    A process has more threads than places: made-up addresses by the hundred, or a database that does not answer, take
    all places, and those who wait for one soon give up.
    """
    free = _Places(places)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not free.take():
            return _refuse(start_response)
        try:
            body = application(environ, start_response)
        except BaseException:
            free.release()
            raise
        if isinstance(body, list):
            free.release()
            return body
        return _Body(body, free)

    return answer


class _Places:
    def __init__(self, number: int) -> None:
        self._free = BoundedSemaphore(number)
        self._moved = time.monotonic()  # when one was last taken at once, or given back

    def take(self) -> bool:
        if self._free.acquire(blocking=False):
            self._moved = time.monotonic()
            return True
        return time.monotonic() - self._moved < STUCK and self._free.acquire(timeout=PATIENCE)

    def release(self) -> None:
        self._moved = time.monotonic()
        self._free.release()


class _Body:
    """The application works until its body is closed, and holds its place as long."""

    def __init__(self, body: Iterable[bytes], free: _Places) -> None:
        self.body, self.free, self.held = body, free, True

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        try:
            if close := getattr(self.body, "close", None):
                close()
        finally:
            self._release()

    # A server that forgets to close, as one may whose reader has gone, must not cost a place for ever.
    def __del__(self) -> None:
        self._release()

    def _release(self) -> None:
        if self.held:
            self.held = False
            self.free.release()


def _refuse(start_response: StartResponse) -> Iterable[bytes]:
    body = f"{_('Too many are asking at the same time: try again in a moment.')}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "1"),
    ]
    status = HTTPStatus.SERVICE_UNAVAILABLE
    start_response(f"{status.value} {status.phrase}", headers)
    return [body]
