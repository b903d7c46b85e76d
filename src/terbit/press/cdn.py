"""Tells the CDN of `TERBIT_CDN` what changed: a thread of the press, which waits for nobody and holds nobody up."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from urllib.parse import quote

from django.conf import settings
from wagtail.contrib.frontend_cache.utils import get_backends

from terbit.press import purges
from terbit.press.folder import Folder
from terbit.press.index import Row

LOOK = 0.2  # seconds between two looks into the outbox
AT_ONCE = 100
# Of more addresses than this the CDN is told everything: one word instead of a thousand.
MANY = 1000

log = logging.getLogger("terbit.press")


def begin(place: Folder) -> Messenger | None:
    """Start telling; without a CDN nothing is noted any more."""
    if settings.TERBIT_CDN is None:
        with suppress(OSError, sqlite3.Error):
            purges.follow(place.index, "")
        return None
    messenger = Messenger(place)
    messenger.start()
    return messenger


def url(address: str) -> str:
    """An address as browsers ask for it."""
    path, mark, query = address.partition("?")
    return f"{settings.TERBIT_URL}{quote(path, safe=_UNQUOTED)}{mark}{query}"


# What browsers leave as it is in a path (WHATWG URL, "path percent-encode set").
_UNQUOTED = "/!$&'()*+,-.:;=@[]^_|~"


class Messenger(threading.Thread):
    """Dies with the process, at any moment: what was not told yet is still in the outbox."""

    def __init__(self, place: Folder) -> None:
        super().__init__(name="the CDN's messenger", daemon=True)
        self.place = place
        self.stopping = threading.Event()
        self.cache = next(iter(get_backends().values()))
        self._follows = self._troubled = False

    def run(self) -> None:
        while not self.stopping.wait(LOOK):
            try:
                self.round()
            except Exception:  # whatever it was, the outbox remembers; the press has its own troubles to tell
                log.exception("The CDN could not be told of changes.")
                self.stopping.wait(10)
        self.place.index.close()

    def round(self) -> None:
        """Tell what is due."""
        index = self.place.index
        if not self._follows:
            purges.follow(index, f"{settings.TERBIT_CDN.kind} {settings.TERBIT_CDN.name}")
            self._follows = True
        rows = purges.due(index, MANY + 1)
        if len(rows) > MANY:
            with index.writing():
                purges.ask_all(index)
            rows = purges.due(index, 1)
        for batch in _batches(rows):
            self._tell(batch)

    def _tell(self, rows: list[Row]) -> None:
        try:
            if any(row["address"] == purges.ALL for row in rows):
                self.cache.purge_everything(settings.TERBIT_URL)
            self.cache.purge_batch([url(row["address"]) for row in rows if row["address"] != purges.ALL])
        except Exception as error:  # each backend has its own
            if not self._troubled:
                log.exception("The CDN cannot be told of changes, and is told again.")
            self._troubled = True
            purges.failed(self.place.index, rows, f"{type(error).__name__}: {error}")
        else:
            if self._troubled:
                log.warning("The CDN listens again.")
            self._troubled = False
            purges.told(self.place.index, rows)


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    given = iter(rows)
    while batch := list(islice(given, AT_ONCE)):
        yield batch
