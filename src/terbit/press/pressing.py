"""Pressing: an address is rendered and kept; jobs of the queue are done one by one, by whichever process is free."""

from __future__ import annotations

import logging
import sqlite3
import time
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError

from terbit.press import rendering
from terbit.press.folder import Folder
from terbit.press.index import Row

TRIES = 5
# So often it is said that something was pressed (seconds): each time costs a wait for the disk.
SAY = 1.0

log = logging.getLogger("terbit.press")


@dataclass
class Result:
    """How pressing an address ended: `kept`, `same` (it lies there), `gone` (nothing to print) or `failed`.

    A job may also be `taken`: another process is at it, or has done it.
    """

    address: str
    state: str
    reason: str = ""


def press(place: Folder, address: str, *, again: bool = True) -> Result:
    """Render an address and keep it, once more where what it shows changed meanwhile."""
    with place.index.alone_with(address):
        if not again and place.lies(address):
            return Result(address, "same")
        return _press(place, address)


def _press(place: Folder, address: str) -> Result:
    for _ in range(3):
        rendered = rendering.render(address)
        if rendered is None:
            return Result(address, "failed", "The paper has no such address.")
        if rendered.sheet.status == 404 or not rendered.printable:
            return Result(address, "gone")
        if place.keep(rendered):
            return Result(address, "kept")
        if place.takes_nothing:
            return Result(address, "failed", place.index.fact("trouble").partition(" ")[2])
    return Result(address, "failed", "It changed while it was pressed.")


class Jobs:
    """The queue of a folder. Any number of processes may do its jobs, and no two of them the same."""

    def __init__(self, place: Folder) -> None:
        self.folder = place
        self._said = 0.0

    def waiting(self, most: int) -> list[Row]:
        """The next ones, in the order in which they are to be done."""
        sql = "SELECT * FROM job WHERE due <= ? ORDER BY rank, heat DESC, asked LIMIT ?"
        return self.folder.index.all(sql, time.time(), most)

    def do(self, row: Row) -> Result:
        """Do one job; a failure is kept with its reason and tried again later and later."""
        address = row["address"]
        with self.folder.index.alone_with(address, patient=False) as free:
            if not free or not self._stands(row):
                return Result(address, "taken")
            try:
                result = _press(self.folder, address)
            except (OperationalError, InterfaceError, sqlite3.Error):
                # The database itself is ill, or ill with this page: the others go first when it is well.
                self._put_off(row, 1)
                raise
            except Exception as error:
                log.exception("%s could not be pressed.", address)
                result = Result(address, "failed", f"{type(error).__name__}: {error}")
            self._note(row, result)
        return result

    def _stands(self, row: Row) -> bool:
        sql = "SELECT 1 FROM job WHERE address = ? AND asked = ?"
        return self.folder.index.one(sql, row["address"], row["asked"]) is not None

    def _put_off(self, row: Row, seconds: float) -> None:
        sql = "UPDATE job SET due = ? WHERE address = ? AND asked = ?"
        self.folder.index.do(sql, time.time() + seconds, row["address"], row["asked"])

    def _note(self, row: Row, result: Result) -> None:
        index = self.folder.index
        if result.state == "failed" and self.folder.takes_nothing:
            self._put_off(row, 10)
        elif result.state != "failed":
            index.do("DELETE FROM job WHERE address = ? AND asked = ?", row["address"], row["asked"])
            self._say()
        elif row["tries"] + 1 < TRIES:
            index.do(
                "UPDATE job SET tries = tries + 1, due = ?, reason = ? WHERE address = ? AND asked = ?",
                *(time.time() + 2.0 ** row["tries"], result.reason[:500], row["address"], row["asked"]),
            )
        else:  # readers who ask for it get it rendered; the report says what is wrong
            index.do(
                "UPDATE job SET tries = ?, due = ?, reason = ? WHERE address = ? AND asked = ?",
                *(TRIES, time.time() + 3600, result.reason[:500], row["address"], row["asked"]),
            )

    def _say(self) -> None:
        now = time.time()
        if now - self._said > SAY:
            self.folder.index.state("pressed", f"{now:.3f}")
            self._said = now
