"""Prints with a plain name: found by their address, read, and kept in memory while they lie unchanged on disk.

Each request looks at the identity on disk (one `stat`), so that a print that was pulled is gone at once; what is kept
saves opening and reading it. Any OSError here means that there is no print.
"""

from __future__ import annotations

import os
import stat
import threading

from terbit.lib import prints, reader_headers
from terbit.newsstand import copies, lastread
from terbit.newsstand.copies import Copy, Headers, Print
from terbit.newsstand.encodings import IDENTITY

_ENDS = {**prints.ENCODINGS, IDENTITY: ""}
_ALONE = (IDENTITY,)


class Shelf:
    KEPT = 8_000_000  # bytes in memory, in each process
    LARGEST = 262_144  # what is larger is read while it is sent

    def __init__(self, folder: str, common: Headers) -> None:
        """`folder` holds the prints of one host; `common` are the headers of every answer."""
        self.folder, self.common = folder, common
        self._kept: dict[str, Print] = {}
        self._weight = 0
        self._lock = threading.Lock()

    def find(self, address: str, order: tuple[str, ...]) -> Copy | None:
        """The print at an address in the first of the encodings that there is."""
        sheet = self._kept.get(address)
        if sheet is None or not sheet.lies():
            sheet = self._look(address)
            if sheet is None:
                return None
        if not sheet.compressed:
            order = _ALONE
        return sheet.copies.get(order) or self._read(address, sheet, order)

    def forget(self, address: str) -> None:
        with self._lock:
            sheet = self._kept.pop(address, None)
            self._weight -= sheet.weight if sheet else 0

    def _look(self, address: str) -> Print | None:
        self.forget(address)
        for name in prints.plain_names(address):
            file = f"{self.folder}/{name}"
            try:
                found = lastread.look(file)
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode):
                return Print(file, prints.type_of(name), copies.mark(found))
        return None

    def _read(self, address: str, sheet: Print, order: tuple[str, ...]) -> Copy:
        encoding, copy = self._first(sheet, order)
        copy.headers = self._headers(address, sheet, copy, encoding)
        copy.parts = not sheet.compressed
        self._keep(address, sheet, order, copy)
        return copy

    def _first(self, sheet: Print, order: tuple[str, ...]) -> tuple[str, Copy]:
        """The first encoding there is. OSError if not even the identity is left, which is always in the order."""
        for encoding in order:
            try:
                return encoding, self.copy_of(sheet.file + _ENDS[encoding], encoding)
            except OSError:
                continue
        raise FileNotFoundError(sheet.file)

    def copy_of(self, file: str, encoding: str = IDENTITY) -> Copy:
        opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        try:
            found = os.fstat(opened)
            body = _whole(opened, found.st_size) if found.st_size <= self.LARGEST else None
        finally:
            os.close(opened)
        return Copy(file, found, encoding, body)

    def _headers(self, address: str, sheet: Print, copy: Copy, encoding: str) -> Headers:
        headers = [
            ("Content-Type", sheet.kind),
            ("Content-Length", str(copy.size)),
            ("Last-Modified", copy.modified),
            ("ETag", copy.etag),
            ("Cache-Control", reader_headers.cache_control(address)),
        ]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        headers.append(("Vary", "Accept-Encoding") if sheet.compressed else ("Accept-Ranges", "bytes"))
        return headers + self.common

    def _keep(self, address: str, sheet: Print, order: tuple[str, ...], copy: Copy) -> None:
        """Only if the identity is the one that was looked at before the copy was read, so that they belong together."""
        if copy.body is None or not sheet.lies():
            return
        with self._lock:
            sheet.copies[order] = copy
            old = self._kept.pop(address, None)
            self._weight -= old.weight if old else 0
            sheet.weight = sum(_weight(copy) for copy in sheet.copies.values())
            self._kept[address] = sheet
            self._weight += sheet.weight
            while self._weight > self.KEPT:
                self._weight -= self._kept.pop(next(iter(self._kept))).weight


def _weight(copy: Copy) -> int:
    return len(copy.body or b"") + 3_000  # its headers and names


def _whole(opened: int, size: int) -> bytes:
    body = os.read(opened, size + 1)
    if len(body) != size:
        raise OSError("The file is not as long as it says.")
    return body
