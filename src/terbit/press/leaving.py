"""What leaves the print folder in great number: out of readers' sight at once, out of the index bit by bit.

Whoever keeps a page waits for the lock of the folder, and what is withdrawn meanwhile waits for the press. So nobody
holds the one or keeps the other for a hundred thousand sheets: files go first, and rows without files, which harm
nobody, are forgotten in slices of time. What takes many of them is an iterator that rests after each.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from terbit.lib import prints, reader_headers
from terbit.press import purges, sheets
from terbit.press.addressbook import BACKGROUND
from terbit.press.index import Row
from terbit.press.keeping import Sheets

SLICE = 0.02  # seconds of such work at a time
SOME = 200  # rows that are read for it
# The fact that says when the CDN was told that everything changed: of all sheets that were written before.
TOLD = "told"
# With such a status the index does not ask to tell the CDN of a row that goes.
_SILENTLY = "UPDATE sheet SET status = 0 WHERE id = ?"

Item = TypeVar("Item")


def for_a_slice(items: Iterable[Item]) -> Iterator[Item]:
    """As many of them as there is time for, one at least."""
    until = time.monotonic() + SLICE
    for item in items:
        yield item
        if time.monotonic() >= until:
            return


class Leaving(Sheets):
    def set_aside(self, editions: list[str]) -> None:
        """Take all that lies in these editions from readers, in one moment each."""
        for edition in editions:
            put_away(self.path / edition)
            if edition == self.current:
                (self.root(edition) / prints.OTHER).mkdir(parents=True)
        sheets.settle([self.path])

    def leave(self) -> None:
        """Rows of now whose files are gone are to be forgotten."""
        newest = self.index.one("SELECT max(id) AS id FROM sheet")
        self.index.state("leaving", (newest and newest["id"]) or "")

    def tell_of_everything(self, gone: list[Row] | None = None) -> None:
        """The CDN, in one word, so that it need not be told of each row that goes: of these, or of all of now.

        Which those are is remembered exactly. A page that goes later, and of which nobody was told yet, is told of.
        """
        if gone is None:
            self.index.state(TOLD, time.time())
        else:
            self.index.do_many(_SILENTLY, [(row["id"],) for row in gone])
        if self.index.fact("cdn"):
            purges.ask_all(self.index)

    @property
    def leaves(self) -> bool:
        """Whether rows without files are still being forgotten."""
        return self.index.fact("leaving") != ""

    def forget_some(self) -> bool:
        """A slice of those rows; whether there may be more. Their pages are pressed when nothing else is to be done."""
        if not self.leaves:
            return False
        with self.index.alone():
            last = int(self.index.fact("leaving") or 0)
            rows = self.index.all("SELECT * FROM sheet WHERE id <= ? ORDER BY id DESC LIMIT ?", last, SOME)
            told = float(self.index.fact(TOLD) or 0)
            with self.index.writing():
                gone = []
                for row in for_a_slice(rows):
                    last = row["id"] - 1
                    # A page that was kept meanwhile lies there again, perhaps under the same number.
                    if not self._lies(row):
                        if row["written"] < told:
                            self.index.do(_SILENTLY, row["id"])
                        self.index.forget(row)
                        gone.append(row)
                self.ask_if_nobody_did([(address, 0) for address in self.pages(gone)])
                self.index.state("leaving", last if rows else "")
                if not rows:
                    self.index.state(TOLD, "")
        return bool(rows)

    def _lies(self, row: Row) -> bool:
        return (self.root(row["edition"]) / row["name"]).exists()

    def pages(self, rows: list[Row]) -> list[str]:
        """The addresses among them that are pressed again: pages that readers were given."""
        read = {self.current, self.index.fact("edition")}
        return [
            row["address"]
            for row in rows
            if row["edition"] in read and row["status"] == 200 and not is_unchanging(row["address"])
        ]

    def ask_if_nobody_did(self, wanted: list[tuple[str, float]]) -> None:
        """Jobs for when nothing else is to be done, each with the time when its page was last read."""
        now = time.time()
        self.index.do_many(
            "INSERT INTO job (address, rank, heat, asked) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(address, BACKGROUND, heat, now) for address, heat in wanted],
        )

    def take_away(self, numbers: list[int]) -> Iterator[int]:
        """Sheets by the numbers of their rows, for good: how many in each slice.

        Files and rows under one lock: nobody else finds the rows without files and takes them for others that left.
        """
        left = numbers.copy()
        while left:
            with self.index.alone(), self.index.writing():
                passed, taken = self._take_some_away(left[:SOME])
                # Before the rows are gone for good.
                sheets.settle((self.root(row["edition"]) / row["name"]).parent for row in taken)
            del left[:passed]
            yield len(taken)

    def _take_some_away(self, numbers: list[int]) -> tuple[int, list[Row]]:
        """How many numbers there was time for, and the rows among them that were there still."""
        marks = ", ".join("?" * len(numbers))
        rows = {
            row["id"]: row for row in self.index.all(f"SELECT * FROM sheet WHERE id IN ({marks})", *numbers)
        }
        passed, taken = 0, []
        for number in for_a_slice(numbers):
            passed += 1
            if row := rows.get(number):
                sheets.remove(self.root(row["edition"]), row["name"])
                self.index.forget(row)
                taken.append(row)
        return passed, taken

    def throw_away_leftovers(self) -> Iterator[None]:
        """What was put away, and what a press that was killed had begun to write."""
        begun = time.time() - 60 * 60
        for path in self.path.glob(f"*/*/{prints.OTHER}/new-*"):
            with suppress(FileNotFoundError):
                if path.stat().st_ctime < begun:
                    path.unlink()
            yield
        for path in list(self.path.glob(f"{AWAY}*")):
            yield from _taken_off_the_disk(path)


AWAY = "away-"


def put_away(folder: Path) -> None:
    """In one moment out of sight; `throw_away_leftovers` takes it off the disk."""
    with suppress(FileNotFoundError):
        os.rename(folder, folder.with_name(f"{AWAY}{secrets.token_hex(8)}"))


def _taken_off_the_disk(folder: Path) -> Iterator[None]:
    """A folder with all that lies in it, file by file."""
    for parent, _folders, names in os.walk(folder, topdown=False):
        for name in names:
            with suppress(OSError):
                os.unlink(os.path.join(parent, name))
            yield
        with suppress(OSError):
            os.rmdir(parent)
        yield


def is_unchanging(address: str) -> bool:
    return address.startswith(reader_headers.UNCHANGING)
