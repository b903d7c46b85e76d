"""Bytes of an export, unpacked, from files that may be damaged: what lies before the damage is read."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from typing import Protocol

from terbit.moving.exports.troubles import Reason

CHUNK = 256 * 1024
LARGEST = 64 * 1024**3
"""Bytes after unpacking: a real archive is smaller, and a compression bomb ends there."""


# What Python's zipfile raises for an archive that is damaged, or (a RuntimeError) packed in a way it does not know.
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...

    def close(self) -> None: ...


class Stream:
    """Reads on to the first damage and then says that the file ends; `damage` tells why."""

    def __init__(self, source: Readable, failing: Reason) -> None:
        self._source = source
        self._failing = failing
        self._limit = self._left = LARGEST
        self.damage: tuple[Reason, dict[str, str | int]] | None = None

    def read(self, size: int = CHUNK) -> bytes:
        if self.damage:
            return b""
        try:
            data = self._source.read(size)
        except Exception as error:  # noqa: BLE001 – a packed file fails in whatever way its module has
            self.damage = (self._failing, {"error": str(error) or type(error).__name__})
            return b""
        self._left -= len(data)
        if self._left < 0:
            self.damage = (Reason.TOO_LARGE, {"limit": self._limit})
            return b""
        return data

    def close(self) -> None:
        self._source.close()


class Gunzip:
    """A gzip file of one or more members. Raises where it is damaged, after all that lies before."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._inflate = _inflater()
        self._waiting = b""
        self._failed: Exception | None = None
        self._began = False

    def read(self, size: int = CHUNK) -> bytes:
        while True:
            if self._failed:
                raise self._failed
            if not self._waiting:
                self._waiting = self._source.read(CHUNK)
            if not self._waiting and (self._inflate.eof or not self._began):
                return b""
            if data := self._unpack(size):
                return data

    def close(self) -> None:
        self._source.close()

    def _unpack(self, size: int) -> bytes:
        if self._inflate.eof:
            self._waiting = self._waiting.lstrip(b"\0")  # tape drives fill up with zeros
            if not self._waiting:
                return b""
            self._inflate = _inflater()
        if not self._waiting:
            self._failed = EOFError("the file is cut off")
            return b""
        self._began = True
        before = self._inflate.copy()
        try:
            data = self._inflate.decompress(self._waiting, size)
        except zlib.error as error:
            self._failed = error
            return _up_to_damage(before, self._waiting)
        self._waiting = self._inflate.unconsumed_tail or self._inflate.unused_data
        return data


def _inflater() -> zlib._Decompress:
    return zlib.decompressobj(wbits=31)


def _up_to_damage(inflate: zlib._Decompress, packed: bytes) -> bytes:
    """zlib gives nothing of a piece with an error in it, so it gets the piece byte by byte."""
    found = b""
    try:
        for at in range(len(packed)):
            found += inflate.decompress(packed[at : at + 1])
    except zlib.error:
        pass
    return found


Opener = Callable[[], Stream]
