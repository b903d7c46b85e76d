"""What the press does for its folder when nobody waits: keeps it in order, and compresses better."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError

from terbit.lib import memory
from terbit.press import changes, leaving, sheets
from terbit.press.folder import Folder

SETTLE, TIDY = 30.0, 60.0
MOST_MISSING = 20_000  # sheets that lead nowhere or elsewhere, whose addresses anybody can make up
# A page that was pressed so long ago (seconds) is not likely to be pressed again at once.
COOL = 2

log = logging.getLogger("terbit.press")


class Tidying:
    def __init__(self, place: Folder) -> None:
        self.folder = place
        self._settled = self._tidied = 0.0
        self._order: Iterator[object] | None = None  # under way

    def look(self) -> bool:
        """Whatever is due by the clock, and of what takes long a slice; whether there is more of it."""
        now = time.monotonic()
        if now - self._settled > SETTLE:
            self.folder.settle()
            self._settled = now
        if self._order is None and now - self._tidied > TIDY:
            self._order = self._make_order()
        return self._order is not None and self._go_on(self._order)

    def _go_on(self, order: Iterator[object]) -> bool:
        self._order = None  # what breaks begins anew
        until = time.monotonic() + leaving.SLICE
        for _step in order:
            if time.monotonic() >= until:
                self._order = order
                return True
        self._tidied = time.monotonic()
        return False

    def _make_order(self) -> Iterator[object]:
        place = self.folder
        place.drop_old_editions(settings.TERBIT_OLD_EDITIONS)
        yield from place.make_room(settings.TERBIT_PRINTS_BYTES)
        yield from place.throw_away_leftovers()
        place.index.do("DELETE FROM stamp WHERE mtime < ?", int(time.time()) - 60)
        missing = place.index.all(
            "SELECT id FROM sheet WHERE status IN (301, 404) ORDER BY written DESC LIMIT -1 OFFSET ?",
            MOST_MISSING,
        )
        yield from place.take_away([row["id"] for row in missing])
        memory.give_back()
        try:
            changes.prune()
        except DatabaseError as error:
            log.warning("The change log could not be shortened: %s", error)

    def improve(self) -> bool:
        """Compress one sheet better that was compressed quickly, some time after it was kept."""
        place = self.folder
        row = place.index.one(
            "SELECT * FROM sheet WHERE quick AND written < ? ORDER BY written DESC LIMIT 1",
            time.time() - COOL,
        )
        if row is None:
            return False
        improved = None
        if not row["name"].startswith("."):
            with suppress(FileNotFoundError):
                improved = sheets.Improved(place.root(row["edition"]), row["name"])
        with place.index.alone():
            # By its time too: a number is given out again when the newest row goes.
            same = "SELECT 1 FROM sheet WHERE id = ? AND address = ? AND mtime = ? AND quick"
            if place.index.one(same, row["id"], row["address"], row["mtime"]):
                # Written now, so that after a power cut its files are looked at like any that were new.
                sql = "UPDATE sheet SET quick = 0, written = ?, bytes = coalesce(?, bytes) WHERE id = ?"
                place.index.do(sql, time.time(), improved.bytes if improved else None, row["id"])
                if improved:
                    improved.place()
        return True
