"""Counts of one process, written every few seconds as a file that whoever sums them takes away.

A file is there whole or not at all, and its name never comes again: summed once by its name, it counts once. A process
that dies loses what it had not written, a few seconds' worth.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

Key = tuple[int, str, str]  # hour since 1970, path, host

END = ".json"
HALF = "."  # begins the name of one that is being written
HALF_KEPT = 60 * 60  # seconds; who was writing it then is dead
SECONDS = 5.0
# Where nobody sums (no worker), files come more seldom, and at last no more.
SLOW, SLOW_SECONDS, MOST_FILES = 100, 60.0, 5_000
# Different keys of one file: of pages that are printed, and of all others.
MOST_SURE, MOST_OTHERS = 20_000, 500

log = logging.getLogger("terbit.newsstand")


class Spool:
    """Gathers counts; any number of threads may add to it."""

    def __init__(self, folder: Path, seconds: float = SECONDS) -> None:
        self.folder, self.seconds = folder, seconds
        self._lock = threading.Lock()
        self._counts: tuple[dict[Key, int], dict[Key, int]] = {}, {}
        self._timer: threading.Timer | None = None

    def add(self, hour: int, path: str, host: str, *, sure: bool) -> None:
        """One reading. `sure`: the page exists; of others only a few are held."""
        key = (hour, path, host)
        with self._lock:
            counts = self._counts[0 if sure else 1]
            if key in counts or len(counts) < (MOST_SURE if sure else MOST_OTHERS):
                counts[key] = counts.get(key, 0) + 1
            if self._timer is None:
                self._timer = threading.Timer(self.seconds, self.write)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Write what was gathered since the last time. Where that cannot be done, it is lost and the log says so."""
        with self._lock:
            found, self._counts = self._counts, ({}, {})
            self._timer = None
        rows = [[*key, count] for counts in found for key, count in counts.items()]
        if not rows:
            return
        try:
            self._write(rows)
        except OSError as error:
            log.error("Readings could not be written and are not counted: %s", error)

    def _write(self, rows: list[list[object]]) -> None:
        self.folder.mkdir(exist_ok=True)
        waiting = len(_names(self.folder))
        self.seconds = SLOW_SECONDS if waiting > SLOW else min(self.seconds, SECONDS)
        if waiting > MOST_FILES:
            raise OSError(f"{waiting} files wait in {self.folder}; the background worker takes none")
        name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(8)}"
        half = self.folder / f"{HALF}{name}"
        try:
            half.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            half.rename(self.folder / f"{name}{END}")
        except OSError:  # a full disk is not filled further
            half.unlink(missing_ok=True)
            raise


def files(folder: Path, most: int) -> list[Path]:
    """What waits to be summed, some of it where there is much."""
    try:
        return [folder / name for name in sorted(_names(folder))[:most]]
    except FileNotFoundError:
        return []


def _names(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.endswith(END) and not name.startswith(HALF)]


def throw_away_halves(folder: Path) -> None:
    """What a process that died had begun to write."""
    for half in folder.glob(f"{HALF}*"):
        with suppress(FileNotFoundError):
            if half.stat().st_mtime < time.time() - HALF_KEPT:
                half.unlink()


def read(file: Path) -> Iterator[tuple[Key, int]]:
    """ValueError if it is not such a file, OSError if it is gone."""
    for row in json.loads(file.read_text(encoding="utf-8")):
        hour, path, host, count = row
        if not (isinstance(path, str) and isinstance(host, str)):
            raise ValueError("Path and host are text.")
        yield (int(hour), path, host), int(count)
