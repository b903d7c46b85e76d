"""From a print to an answer: whole, in part, or "you have it already"."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from io import FileIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from terbit.newsstand import conditions
from terbit.newsstand.copies import OK

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from terbit.newsstand.copies import Copy, Headers

PIECE = 65_536
# What says how the body is, where there is none (RFC 9110, 15.4.5).
_OF_THE_BODY = ("Content-Type", "Content-Length", "Content-Encoding", "Accept-Ranges")


def send(copy: Copy, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """OSError if the file has gone; then nothing was started."""
    if copy.status != OK:
        return _send_whole(copy, environ, start_response)
    if conditions.is_known(copy, environ):
        start_response("304 Not Modified", _without(copy.headers, *_OF_THE_BODY))
        return []
    if copy.parts and "HTTP_RANGE" in environ:
        return _send_part(copy, environ, start_response)
    return _send_whole(copy, environ, start_response)


def _send_whole(copy: Copy, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    body = [] if environ["REQUEST_METHOD"] == "HEAD" else _body(copy, 0, copy.size)
    start_response(copy.status, copy.headers.copy())
    return body


def _send_part(copy: Copy, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    try:
        wanted = conditions.part(copy, environ)
    except conditions.Unsatisfiable:
        headers = _without(copy.headers, *_OF_THE_BODY, "Cache-Control")
        headers += [("Content-Range", f"bytes */{copy.size}"), ("Content-Length", "0")]
        start_response("416 Range Not Satisfiable", headers)
        return []
    if wanted is None:
        return _send_whole(copy, environ, start_response)
    first, last = wanted
    headers = _without(copy.headers, "Content-Length")
    headers += [
        ("Content-Range", f"bytes {first}-{last}/{copy.size}"),
        ("Content-Length", str(last - first + 1)),
    ]
    body = _body(copy, first, last - first + 1)
    start_response("206 Partial Content", headers)
    return body


def _body(copy: Copy, first: int, length: int) -> Iterable[bytes]:
    if copy.body is not None:
        return [copy.body if length == copy.size else copy.body[first : first + length]]
    return Pieces(copy, first, length)


def _without(headers: Headers, *names: str) -> Headers:
    return [header for header in headers if header[0] not in names]


class Busy(Exception):
    """As many large files are being sent as may be at a time."""


# Each is sent by a thread of its own for as long as its reader takes; the others are for pages. nginx and Caddy know no
# such limit.
MOST_AT_ONCE = 6
_places = BoundedSemaphore(MOST_AT_ONCE)


class Pieces:
    """A file, read while it is sent; what it holds open it lets go at the end, and when the reader leaves."""

    _holds = False

    def __init__(self, copy: Copy, first: int, length: int) -> None:
        """OSError if it is no longer the file of which the headers speak; `Busy`."""
        self._file = FileIO(copy.file)
        found = os.fstat(self._file.fileno())
        if (found.st_mtime_ns, found.st_size) != (copy.time, copy.size):
            raise FileNotFoundError(copy.file)
        self._file.seek(first)
        self._left = length
        if not _places.acquire(blocking=False):
            raise Busy
        self._holds = True

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        piece = self._file.read(min(PIECE, self._left)) if self._left else b""
        if not piece:
            self.close()
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._left = 0
        self._file.close()
        if self._holds:
            self._holds = False
            _places.release()

    def __del__(self) -> None:
        self.close()
