"""What leaves the print folder in great number: out of readers' sight at once, out of the index bit by bit.

Whoever keeps a page waits for the lock of the folder. So nobody holds it for a hundred thousand sheets: files go first,
and rows without files, which harm nobody, are forgotten a few at a time.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from terbit.lib import prints, reader_headers
from terbit.press import purges, sheets
from terbit.press.addressbook import BACKGROUND
from terbit.press.index import Row
from terbit.press.keeping import Sheets

SOME = 200  # sheets at a time
# The fact that says when the CDN was told that everything changed: of all sheets that were written before.
TOLD = "told"
# With such a status the index does not ask to tell the CDN of a row that goes.
_SILENTLY = "UPDATE sheet SET status = 0 WHERE id = ?"


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

    def forget_some(self) -> bool:
        """A few of those rows; whether there may be more. Their pages are pressed when nothing else is to be done."""
        if not self.index.fact("leaving"):
            return False
        with self.index.alone():
            last = int(self.index.fact("leaving") or 0)
            rows = self.index.all("SELECT * FROM sheet WHERE id <= ? ORDER BY id DESC LIMIT ?", last, SOME)
            gone = self._gone(rows)
            told = float(self.index.fact(TOLD) or 0)
            with self.index.writing():
                for row in gone:
                    if row["written"] < told:
                        self.index.do(_SILENTLY, row["id"])
                    self.index.forget(row)
                self.ask_if_nobody_did([(address, 0) for address in self.pages(gone)])
                self.index.state("leaving", rows[-1]["id"] - 1 if rows else "")
                if not rows:
                    self.index.state(TOLD, "")
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
        """Sheets by the numbers of their rows, for good, a few at a time.

        Files and rows under one lock: nobody else finds the rows without files and takes them for others that left.
        """
        for begin in range(0, len(numbers), SOME):
            some = numbers[begin : begin + SOME]
            marks = ", ".join("?" * len(some))
            with self.index.alone():
                rows = self.index.all(f"SELECT * FROM sheet WHERE id IN ({marks})", *some)
                self.remove(rows)
                with self.index.writing():
                    for row in rows:
                        self.index.forget(row)

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
