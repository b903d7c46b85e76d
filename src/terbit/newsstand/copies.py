"""A print as it is handed out: what it is, and each of its encodings with the headers that go with it."""

from __future__ import annotations

import os
import time
from email.utils import formatdate

from terbit.lib import prints
from terbit.newsstand import lastread
from terbit.newsstand.encodings import IDENTITY

Headers = list[tuple[str, str]]
OK = "200 OK"


class Copy:
    """One encoding of a print, ready to be sent. `body` is None if it is too large to lie in memory."""

    __slots__ = ("body", "etag", "file", "headers", "modified", "parts", "seconds", "size", "status", "time")

    def __init__(self, file: str, found: os.stat_result, encoding: str, body: bytes | None) -> None:
        self.file, self.body, self.size, self.time = file, body, found.st_size, found.st_mtime_ns
        self.status = OK
        self.seconds = found.st_mtime_ns // 1_000_000_000
        self.modified = formatdate(self.seconds, usegmt=True)
        end = "" if encoding == IDENTITY else f"-{encoding}"
        self.etag = f'"{found.st_mtime_ns:x}-{found.st_size:x}{end}"'
        self.headers: Headers = []
        self.parts = False  # whether a part of it may be asked for


class Print:
    """What lies at an address, as it was when its identity was last looked at."""

    __slots__ = ("compressed", "copies", "file", "kind", "looked", "mark", "weight")

    def __init__(self, file: str, kind: str, mark: tuple[int, ...]) -> None:
        self.file, self.kind, self.mark = file, kind, mark
        self.compressed = kind in prints.COMPRESSED
        self.copies: dict[tuple[str, ...], Copy] = {}
        self.weight = 0
        self.looked = time.time()

    def lies(self) -> bool:
        """Whether the same print still lies on disk; no longer after a while, so that it is noted anew as read."""
        try:
            return mark(os.stat(self.file)) == self.mark and time.time() - self.looked < lastread.EACH
        except OSError:
            return False


def mark(found: os.stat_result) -> tuple[int, ...]:
    """What cannot stay the same when another file takes a file's place."""
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size
