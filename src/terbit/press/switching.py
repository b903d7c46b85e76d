"""Editions on disk: which one readers get, and how many older ones are kept. And how much room all of them take."""

from __future__ import annotations

import heapq
import os
import time
from collections.abc import Iterator
from pathlib import Path

from terbit.lib import prints
from terbit.press import sheets, tallies
from terbit.press.leaving import Leaving, is_unchanging

AT_A_TIME = 5_000  # rows in memory
MOST_AT_ONCE = 50_000  # sheets that go to make room before it is looked again


class Editions(Leaving):
    def switch(self, name: str) -> None:
        """Readers get another edition from one moment to the next."""
        (self.root(name) / prints.OTHER).mkdir(parents=True, exist_ok=True)
        now = time.time()
        self.index.do(
            "INSERT INTO edition (name, made, current) VALUES (?, ?, ?) "
            "ON CONFLICT (name) DO UPDATE SET current = excluded.current",
            *(name, now, now),
        )
        if self.current != name:
            link = self.path / f"{prints.CURRENT}-{os.getpid()}"
            link.unlink(missing_ok=True)
            link.symlink_to(name)
            os.replace(link, self.path / prints.CURRENT)
            sheets.settle([self.path])

    def ask_for_edition(self, before: str) -> None:
        """What was printed in the edition before is pressed in this one, what was read last first.

        Pictures and whatever else never changes are made again when a reader asks: for most, nobody will.
        """
        sql = (
            "SELECT id, address, name FROM sheet AS old WHERE edition = ? AND status = 200 AND id > ? AND NOT EXISTS "
            "(SELECT 1 FROM sheet WHERE address = old.address AND edition = ?) ORDER BY id LIMIT ?"
        )
        last = 0
        # Of a million, not all at once.
        while rows := self.index.all(sql, before, last, self.current, AT_A_TIME):
            last = rows[-1]["id"]
            wanted = [
                (row["address"], read_at(self.root(before) / row["name"]))
                for row in rows
                if not is_unchanging(row["address"])
            ]
            with self.index.writing():
                self.ask_if_nobody_did(wanted)

    def drop_old_editions(self, keep: int) -> int:
        """Keep so many editions beside the current one; how many went. Their sheets are forgotten bit by bit."""
        old = self.index.all("SELECT name FROM edition WHERE name <> ? ORDER BY current DESC", self.current)[
            keep:
        ]
        for row in old:
            with self.index.alone():
                if row["name"] == self.current:
                    continue
                self.set_aside([row["name"]])
                with self.index.writing():
                    self.index.do("DELETE FROM edition WHERE name = ?", row["name"])
                    self.leave()
        return len(old)

    # Room --------------------------------------------------------------------------------------------

    def bytes(self) -> int:
        return tallies.all_bytes(self.index)

    def make_room(self, limit: int) -> Iterator[int]:
        """Below the limit in bytes, a tenth at a time; how many sheets went with each slice of the work.

        First those of old editions, which serve only where a page fails, then those read longest ago.
        """
        if self.bytes() <= limit:
            return
        total, leaves = 0, self.leaves
        oldest: list[tuple[bool, float, int, int]] = []  # the youngest of them first
        for is_current, age, number, size in self._aged():
            yield 0
            if leaves and not age:  # without files: it goes anyway
                continue
            total += size
            entry = (not is_current, -age, -number, size)
            if len(oldest) < MOST_AT_ONCE:
                heapq.heappush(oldest, entry)
            else:
                heapq.heappushpop(oldest, entry)
        if leaves or not self.leaves:  # else very many have left since, and the next look will tell
            yield from self.take_away(_as_many_as(oldest, total, limit))

    def _aged(self) -> Iterator[tuple[bool, float, int, int]]:
        """Of each sheet whether readers get its edition, when it was last read, its number and size."""
        current, last = self.current, 0
        sql = "SELECT id, edition, name, bytes FROM sheet WHERE id > ? ORDER BY id LIMIT ?"
        while rows := self.index.all(sql, last, AT_A_TIME):
            for row in rows:
                age = read_at(self.root(row["edition"]) / row["name"])
                yield row["edition"] == current, age, row["id"], row["bytes"]
            last = rows[-1]["id"]


def _as_many_as(oldest: list[tuple[bool, float, int, int]], total: int, limit: int) -> list[int]:
    """The numbers of those that go, if all together are beyond the limit."""
    going = []
    for *_age, number, size in sorted(oldest, reverse=True):
        if total <= (limit * 0.9 if going else limit):
            break
        going.append(-number)
        total -= size
    return going


def read_at(path: Path) -> float:
    """When a sheet was last read: to the hour or two by the newsstand, to the day by nginx and Caddy (`relatime`)."""
    return max((_atime(f"{path}{end}") for end in ("", *prints.ENCODINGS.values())), default=0)


def _atime(path: str) -> float:
    try:
        return os.stat(path).st_atime
    except OSError:
        return 0
