"""What leaves the print folder in great number: out of readers' sight at once, out of the index bit by bit.

Whoever keeps a page waits for the lock of the folder. So nobody holds it for a hundred thousand sheets: files go first,
and rows without files, which harm nobody, are forgotten a few at a time.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from terbit.lib import prints, reader_headers
from terbit.press import purges, sheets
from terbit.press.addressbook import BACKGROUND
from terbit.press.index import Row
from terbit.press.keeping import Sheets

SOME = 200  # sheets at a time


class Leaving(Sheets):
    def set_aside(self, editions: list[str]) -> None:
        """Take all that lies in these editions from readers, in one moment each."""
        for edition in editions:
            put_away(self.path / edition)
            if edition == self.current:
                (self.root(edition) / prints.OTHER).mkdir(parents=True)
        sheets.settle([self.path])

    def leave(self, *, telling: bool = True) -> None:
        """Rows of now whose files are gone are to be forgotten. `telling`: the CDN that everything changed."""
        newest = self.index.one("SELECT max(id) AS id FROM sheet")
        self.index.state("leaving", (newest and newest["id"]) or "")
        if telling and self.index.fact("cdn"):
            purges.ask_all(self.index)

    def forget_some(self) -> bool:
        """A few of those rows; whether there may be more. Their pages are pressed when nothing else is to be done."""
        if not self.index.fact("leaving"):
            return False
        with self.index.alone():
            last = int(self.index.fact("leaving") or 0)
            rows = self.index.all("SELECT * FROM sheet WHERE id <= ? ORDER BY id DESC LIMIT ?", last, SOME)
            gone = self._gone(rows)
            with self.index.writing():
                # With another status, so that the index does not ask to tell the CDN of each: it was told.
                self.index.do_many("UPDATE sheet SET status = 0 WHERE id = ?", [(row["id"],) for row in gone])
                for row in gone:
                    self.index.forget(row)
                self.ask_if_nobody_did([(address, 0) for address in self.pages(gone)])
                self.index.state("leaving", rows[-1]["id"] - 1 if rows else "")
        return bool(rows)

    def _gone(self, rows: list[Row]) -> list[Row]:
        """Those without files. A page that was kept meanwhile lies there again, perhaps under the same number."""
        return [row for row in rows if not (self.root(row["edition"]) / row["name"]).exists()]

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

    def take_away(self, numbers: list[int]) -> None:
        """Sheets by the numbers of their rows, for good."""
        folders: set[Path] = set()
        for rows in self._some(numbers):
            for row in rows:
                sheets.remove(self.root(row["edition"]), row["name"])
                folders.add((self.root(row["edition"]) / row["name"]).parent)
        sheets.settle(folders)
        for rows in self._some(numbers):
            with self.index.writing():
                for row in self._gone(rows):
                    self.index.forget(row)

    def _some(self, numbers: list[int]) -> Iterator[list[Row]]:
        """Their rows, a few at a time, while nobody else keeps or pulls."""
        for begin in range(0, len(numbers), SOME):
            some = numbers[begin : begin + SOME]
            marks = ", ".join("?" * len(some))
            with self.index.alone():
                yield self.index.all(f"SELECT * FROM sheet WHERE id IN ({marks})", *some)

    def throw_away_leftovers(self) -> None:
        """What was put away, and what a press that was killed had begun to write."""
        begun = time.time() - 60 * 60
        for path in self.path.glob(f"*/*/{prints.OTHER}/new-*"):
            with suppress(FileNotFoundError):
                if path.stat().st_ctime < begun:
                    path.unlink()
        for path in self.path.glob(f"{AWAY}*"):
            shutil.rmtree(path, ignore_errors=True)


AWAY = "away-"


def put_away(folder: Path) -> None:
    """In one moment out of sight; `throw_away_leftovers` takes it off the disk."""
    with suppress(FileNotFoundError):
        os.rename(folder, folder.with_name(f"{AWAY}{secrets.token_hex(8)}"))


def is_unchanging(address: str) -> bool:
    return address.startswith(reader_headers.UNCHANGING)
