"""Where the log of a running house goes: to stderr, and into the site folder when nobody keeps that."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import os
import re
from pathlib import Path

from django.conf import settings

CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
SIZE, KEPT = 5 * 1024 * 1024, 5


def kept_elsewhere() -> bool:
    """True when systemd keeps what we write to stderr in its journal (systemd.exec(5), JOURNAL_STREAM)."""
    with contextlib.suppress(OSError):
        stderr = os.fstat(2)
        return os.environ.get("JOURNAL_STREAM") == f"{stderr.st_dev}:{stderr.st_ino}"
    return False


class LogFile:
    """`logs/terbit.log` for all processes of a house; one of them calls `turn()` now and then.

    The processes only append and notice when the file has been moved away, so that none cuts another's lines.
    """

    def __init__(self) -> None:
        self.path = Path(settings.HOME) / "logs" / "terbit.log"

    def open(self) -> None:
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        handler = logging.handlers.WatchedFileHandler(self.path, encoding="utf-8", delay=True)
        root = logging.getLogger()
        handler.setFormatter(root.handlers[0].formatter if root.handlers else None)
        root.addHandler(handler)

    def turn(self) -> None:
        """Move a file that has grown large aside, and the eldest away."""
        with contextlib.suppress(OSError):
            if self.path.stat().st_size < SIZE:
                return
            for number in range(KEPT - 1, 0, -1):
                older = self.path.with_suffix(f".log.{number}")
                if older.exists():
                    older.rename(self.path.with_suffix(f".log.{number + 1}"))
            self.path.rename(self.path.with_suffix(".log.1"))


class Line(logging.Formatter):
    """A record begins at the edge and goes on indented: what a stranger sends never looks like another record."""

    def format(self, record: logging.LogRecord) -> str:
        first, *more = super().format(record).split("\n")
        return "\n".join([_visible(first), *(f"    {_visible(line)}" for line in more)])


def _visible(text: str) -> str:
    """Text whose control characters (returns, what colours a terminal) are written out, tabs apart."""
    return CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


class OneLine(logging.Filter):
    """Keeps the sentence of a record and drops its traceback: for what strangers can cause at will."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = record.stack_info = None
        return True
