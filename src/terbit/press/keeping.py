"""Keeping sheets in the print folder, and taking them away.

Two locks: one an address while it renders, and one for the whole folder, held for the few milliseconds in which a
sheet is kept or the change log is followed. So whoever keeps knows that all of the log before its mark has been
followed, and asks the log itself about the rest.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from terbit.lib import prints
from terbit.press import changes, sheets
from terbit.press.index import Index, Row
from terbit.press.rendering import Rendered
from terbit.press.watching import ALL, EDITION

log = logging.getLogger("terbit.press")


class Sheets:
    """The sheets of one folder, with the index that knows them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.index = Index(path)
        self.host = prints.host_of(settings.TERBIT_URL)
        self.takes_nothing = False  # a full disk, a folder that cannot be written

    def root(self, edition: str) -> Path:
        """Where an edition's sheets of this paper lie."""
        return self.path / edition / self.host

    @property
    def current(self) -> str:
        """The name of the edition readers get; "" before the first."""
        try:
            return str((self.path / prints.CURRENT).readlink())
        except OSError:
            return ""

    def lies(self, address: str) -> bool:
        """Whether readers find it; a row alone tells of a press that was killed before the files were there."""
        row = self.index.sheet(address, self.current)
        return row is not None and (self.root(row["edition"]) / row["name"]).exists()

    # Keeping -----------------------------------------------------------------------------------------

    def keep(self, rendered: Rendered) -> bool:
        """Put a sheet where readers find it; False if what it shows changed meanwhile, or the disk takes nothing."""
        if not rendered.printable or connection.in_atomic_block or rendered.sheet.status >= 500:
            return False
        rendered.sheet.compress()
        try:
            kept = self._keep(rendered)
            self.takes_nothing = False
            return kept
        except FileNotFoundError:  # its edition was set aside while it was written
            return False
        except (OSError, sqlite3.OperationalError) as error:
            log.error("The print of %s could not be kept: %s", rendered.sheet.address, error)
            self.takes_nothing = True
            self.complain(str(error))
            return False

    def _keep(self, rendered: Rendered) -> bool:
        prepared = sheets.Prepared(self.root(rendered.edition.name), rendered.sheet)
        try:
            with self.index.alone():
                if changes.touched_since(rendered.mark.position) & rendered.keys:
                    return False
                if not prepared.lies():
                    return (
                        False  # the folder was emptied, or its edition thrown away, since they were written
                    )
                self._place(rendered, prepared)
        finally:
            prepared.discard()
        return True

    def _place(self, rendered: Rendered, prepared: sheets.Prepared) -> None:
        """The old files go, then the row is written for good, then the new files come: none is ever without a row."""
        address, edition = rendered.sheet.address, rendered.edition.name
        mtime = max(int(time.time()), self.index.newest_time(address) + 1)
        old = self.index.sheet(address, edition)
        if old:
            sheets.remove(prepared.root, old["name"])
        with self.index.writing():
            if old:
                self.index.forget(old)
            self.index.add(
                rendered.keys - {ALL, EDITION},
                address=address,
                edition=edition,
                name=prepared.name,
                status=rendered.sheet.status,
                bytes=prepared.bytes,
                mtime=mtime,
                written=time.time(),
                position=rendered.mark.position,
                quick=int(bool(rendered.sheet.bodies) and rendered.sheet.status == 200),
            )
            if edition == self.current:  # one kept elsewhere is still to be pressed for readers
                self.index.do("DELETE FROM job WHERE address = ?", address)
        prepared.place(mtime)

    def complain(self, sentence: str) -> None:
        """Remember what went wrong with this folder, for the board."""
        with suppress(sqlite3.Error, OSError):
            self.index.state("trouble", f"{time.time():.0f} {sentence}")

    # Pulling -----------------------------------------------------------------------------------------

    def pull(self, addresses: Iterable[str]) -> int:
        """Take the sheets of these addresses away, whatever they show; how many there were."""
        with self.index.alone():
            rows = [row for address in addresses for row in self.index.sheets_at(address)]
            self.remove(rows)
            with self.index.writing():
                for row in rows:
                    self.index.forget(row)
        return len(rows)

    def remove(self, rows: list[Row]) -> None:
        """Take the files of sheets away for good; their rows go after that."""
        for row in rows:
            sheets.remove(self.root(row["edition"]), row["name"])
        sheets.settle((self.root(row["edition"]) / row["name"]).parent for row in rows)
