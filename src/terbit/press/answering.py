"""What happens where nothing is printed: rendered once however many ask, kept, and answered.

The newsstand hands over what it does not find. What belongs to the paper is answered here; the newsroom, searches
and whatever else depends on who asks go on to Django.
"""

from __future__ import annotations

import logging
import os
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from wsgiref.util import FileWrapper

from django.conf import settings
from django.db import close_old_connections, reset_queries

from terbit.lib import prints, reader_headers
from terbit.press import rendering, sheets
from terbit.press.folder import Folder, folder

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    Headers = list[tuple[str, str]]
    Lookup = Callable[[WSGIEnvironment, StartResponse], Iterable[bytes] | None]
    SendFile = Callable[[str, Headers, WSGIEnvironment, StartResponse], Iterable[bytes]]

ATTEMPTS = 3
LOCAL = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::[0-9]{1,5})?")
# Whose address a stranger can make up: kept when it is asked for again, so that made-up ones fill no disk.
MADE_UP = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.NOT_FOUND)
REMEMBERED = 4096
APOLOGY = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sebentar lagi</title></head><body><h1>Halaman ini belum dapat ditampilkan</h1>
<p>Ada gangguan di pihak kami. Silakan coba lagi beberapa saat lagi.</p><p><a href="/">Ke halaman depan</a></p>
</body></html>
"""

log = logging.getLogger("terbit.press")


def whole(
    file: str, headers: Headers, environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """A file in blocks, by whoever knows nothing better."""
    opened = open(file, "rb")  # noqa: SIM115 - whoever sends the blocks closes it
    size = os.fstat(opened.fileno()).st_size
    start_response("200 OK", [("Content-Length", str(size)), *headers])
    if environ["REQUEST_METHOD"] == "HEAD":
        opened.close()
        return []
    return FileWrapper(opened)


class Misses:
    """Wraps `application`, which gets what is not the paper's. `lookup` asks the newsstand once more.

    `send_file` sends a stored file, such as a film, that could not be printed: it may be larger than the memory.
    """

    def __init__(
        self,
        application: WSGIApplication,
        lookup: Lookup,
        place: Folder | None = None,
        *,
        send_file: SendFile = whole,
    ) -> None:
        self.application, self.lookup, self.send_file = application, lookup, send_file
        self.place = place or folder()
        self.scheme = urlsplit(settings.TERBIT_URL).scheme
        self.missing = Missing()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = self._address(environ)
        if address is None:
            return self.application(environ, start_response)
        # By whichever of the house's names: it is the same page, and nobody gets past the prints by another one.
        environ = environ | {"HTTP_HOST": self.place.host, "HTTP_X_FORWARDED_PROTO": self.scheme}
        reset_queries()
        close_old_connections()
        try:
            return self._answer(address, environ, start_response)
        finally:
            close_old_connections()

    def _address(self, environ: WSGIEnvironment) -> str | None:
        """The address, if the answer can be a print."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or not self._is_ours(
            environ.get("HTTP_HOST", "").lower()
        ):
            return None
        try:
            path = environ["PATH_INFO"].encode("latin-1").decode()
        except UnicodeError:
            return None
        query = environ.get("QUERY_STRING", "")
        if path == prints.SEARCH and query:
            return None
        address = prints.address_of(prints.normal(path), query)
        return address if rendering.view_of(address) else None

    def _is_ours(self, host: str) -> bool:
        return host == self.place.host or LOCAL.fullmatch(host) is not None

    def _answer(
        self, address: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            return self._answer_alone(address, environ, start_response)
        except (OSError, sqlite3.Error) as error:  # the folder is full, cannot be written, or is gone
            log.error("%s is answered without its print: %s", address, error)
        try:
            rendered = rendering.render(address)
        except Exception:
            log.exception("%s could not be rendered.", address)
            return self._apologise(address, environ, start_response)
        assert rendered is not None  # noqa: S101 - `_address` has asked
        return self._send(rendered.sheet, environ, start_response)

    def _answer_alone(
        self, address: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with self.place.index.alone_with(address):
            found = self.lookup(environ, start_response)
            if found is not None:
                return found
            try:
                rendered, kept = self._render(address)
            except Exception:
                log.exception("%s could not be rendered.", address)
                return self._older(address, environ, start_response)
        found = self.lookup(environ, start_response) if kept else None
        return self._send(rendered.sheet, environ, start_response) if found is None else found

    def _render(self, address: str) -> tuple[rendering.Rendered, bool]:
        """The page, and whether it lies on disk now."""
        for _ in range(ATTEMPTS):
            rendered = rendering.render(address)
            assert rendered is not None  # noqa: S101 - `_address` has asked
            if rendered.sheet.status in MADE_UP:
                if not self.missing.again(address):
                    break
            elif "?" in address and not address.startswith("/?"):
                break  # the number means nothing to this page, and there are many
            if rendered.sheet.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not rendered.printable:
                break
            if self.place.keep(rendered):
                return rendered, True
            if self.place.takes_nothing:
                break
        return rendered, False

    def _older(
        self, address: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """What readers of an older edition were given, if it lies there still, else an apology."""
        for row in sorted(self.place.index.sheets_at(address), key=lambda row: -row["written"]):
            sheet = _read(address, self.place.root(row["edition"]), row["name"])
            if sheet:
                return self._send(sheet, environ, start_response)
        return self._apologise(address, environ, start_response)

    def _apologise(
        self, address: str, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        sheet = sheets.Sheet(address, 503, [("Retry-After", "10")], APOLOGY.encode(), prints.HTML)
        return self._send(sheet, environ, start_response)

    def _send(
        self, sheet: sheets.Sheet, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """An answer that does not lie on disk."""
        headers = _headers(sheet)
        if sheet.stored:
            return self.send_file(sheet.stored, headers, environ, start_response)
        status = HTTPStatus(sheet.status)
        headers.append(("Content-Length", str(len(sheet.body))))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [sheet.body]


class Missing:
    """Addresses that led nowhere or elsewhere when they were asked for, the newest few thousand."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def again(self, address: str) -> bool:
        """Whether it was asked for before; remembered from now on."""
        with self._lock:
            known = self._asked.pop(address, self) is not self
            self._asked[address] = None
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return known


def _read(address: str, root: Path, name: str) -> sheets.Sheet | None:
    """A sheet as it lies on disk. What may be a film is sent from there and not read."""
    if not name.startswith(prints.OTHER) and (kind := prints.type_of(name)) not in prints.COMPRESSED:
        stored = root / name
        return sheets.Sheet(address, 200, [], b"", kind, str(stored)) if stored.exists() else None
    answer = sheets.read(root, name)
    if answer is None:
        return None
    headers = dict(answer.headers)
    kind = headers.pop("Content-Type", prints.HTML)
    return sheets.Sheet(address, answer.status, list(headers.items()), answer.bodies["identity"], kind)


def _headers(sheet: sheets.Sheet) -> Headers:
    kept = reader_headers.NEVER if sheet.status >= 500 else reader_headers.PAGE
    headers = [
        ("Content-Type", sheet.content_type or prints.HTML),
        ("Cache-Control", kept),
        *reader_headers.SECURITY,
        *sheet.headers,
    ]
    if settings.TERBIT_URL.startswith("https:"):
        headers.append(reader_headers.HSTS)
    return headers
