"""The print folder: follows the change log, and takes away exactly those sheets that show what changed."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
from functools import cache
from pathlib import Path

from django.conf import settings

from terbit.lib import prints
from terbit.press import addressbook, changes, editions, tallies
from terbit.press.addressbook import BACKGROUND, FIRST, USUAL
from terbit.press.index import Row
from terbit.press.leaving import put_away
from terbit.press.switching import Editions
from terbit.press.watching import ALL, EDITION

URL = "url:"
AT_WORK = "at-work.lock"
# A folder that was away for longer than the log reaches back begins anew.
MANY = 100  # addresses that changed at once; a publication has some three
VERY_MANY = 1000  # sheets pulled at once, of which a CDN is told as "everything"
LONGEST_AWAY = changes.KEPT.total_seconds() - 24 * 60 * 60


class Folder(Editions):
    def catch_up(self) -> int:
        """Pull every sheet that shows what changed since the last time; how many there were.

        The files go first: if the index cannot be written (a full disk), the same is done again next time. Of very many
        the rows go later (`forget_some`), so that readers' misses do not wait for them.
        """
        with self.index.alone():
            self._begin_anew_if_lost()
            position, before = self.index.fact("position"), self.index.fact("edition")
            mark = changes.mark()
            keys = changes.touched_since(position)
            if not keys and position == mark.position and self.current == before != "":
                return 0
            number = self._set_all_aside() if ALL in keys else 0
            if EDITION in keys or not self.current:
                self.switch(editions.read().name)
            rows = [] if number else self._touched(keys)
            self._pull(rows, keys, mark, many=max(number, len(rows)) > VERY_MANY)
        self._follow_edition(before)
        return number or len(rows)

    def _follow_edition(self, before: str) -> None:
        """Which one was followed last is kept until all of the next is asked for, whoever is killed on the way."""
        current = self.current
        if current != before:
            self.ask_for_edition(before)
            self.index.state("edition", current)

    def _set_all_aside(self) -> int:
        """Where there are very many sheets: how many."""
        number = sum(tally.number for tally in tallies.of_editions(self.index).values())
        if number <= VERY_MANY:
            return 0
        self.set_aside([row["name"] for row in self.index.all("SELECT name FROM edition")])
        return number

    def _touched(self, keys: set[str]) -> list[Row]:
        if ALL in keys:
            return self.index.all("SELECT * FROM sheet")
        return self.index.showing(keys - {EDITION}) if keys else []

    def _pull(self, rows: list[Row], keys: set[str], mark: changes.Mark, *, many: bool) -> None:
        """`many`: their rows go later. Without any, all that there is was set aside."""
        self.remove(rows)
        with self.index.writing():
            if many:
                self.leave()
                self.tell_of_everything(rows or None)
            else:
                for row in rows:
                    self.index.forget(row)
            self._ask(self._wanted(rows, keys))
            self.index.state("position", mark.position)
            self.index.state("followed", time.time())

    def _wanted(self, rows: list[Row], keys: set[str]) -> dict[str, int]:
        """What is pressed again at once, with its rank: what was printed, and what changed itself."""
        pages = self.pages(rows)
        if ALL in keys:
            return dict.fromkeys(pages, BACKGROUND)
        wanted = {address: addressbook.order(address) for address in pages}
        changed = [key[len(URL) :] for key in keys if key.startswith(URL)]
        if len(changed) > MANY:  # addresses of an archive that moves in: printed when somebody asks for them
            return wanted
        return wanted | dict.fromkeys(changed, FIRST)

    def _ask(self, wanted: dict[str, int]) -> None:
        now = time.time()
        self.index.do_many(
            "INSERT INTO job (address, rank, heat, asked) VALUES (?, ?, 0, ?) ON CONFLICT (address) DO UPDATE "
            "SET rank = min(rank, excluded.rank), asked = excluded.asked, due = 0, tries = 0, reason = ''",
            [(address, rank, now) for address, rank in wanted.items()],
        )

    # Who works on it -----------------------------------------------------------------------------------

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While a press follows the log into this folder; the lock goes with its process, however that ends."""
        with ExitStack() as stack:
            with suppress(OSError):  # a folder that cannot be written is told of by whoever writes into it
                self.path.mkdir(parents=True, exist_ok=True)
                flock(stack.enter_context((self.path / AT_WORK).open("w")), LOCK_SH)
            yield

    def is_worked_on(self) -> bool:
        """Whether a press is at work on it, on this machine."""
        try:
            with (self.path / AT_WORK).open() as file:
                flock(file, LOCK_EX | LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    # Beginning ---------------------------------------------------------------------------------------

    def open(self) -> None:
        """Make the folder fit to be served from: the edition of the running code, nothing that a power cut harmed."""
        self.path.mkdir(parents=True, exist_ok=True)
        changes.begin_again_if_moved()
        with self.index.alone():
            self._begin_anew_if_lost()
            self._mend_after_power_cut()
            self.switch(editions.read().name)
        self.catch_up()

    def _begin_anew_if_lost(self) -> None:
        """Prints of another database, or of before the log begins, cannot be told stale from fresh."""
        name = changes.log_name()
        followed = float(self.index.fact("followed") or 0)
        is_same = self.index.fact("log") == name and time.time() - followed < LONGEST_AWAY
        if is_same and not changes.is_ahead(self.index.fact("position")):
            return
        self._clear()
        with self.index.writing():
            self.index.state("log", name)
            self.index.state("edition", "")
            self.index.state("position", changes.mark().position)
            self.index.state("followed", time.time())
            self._ask(dict.fromkeys(addressbook.first_addresses(), USUAL))

    def _clear(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.path / prints.CURRENT)
        for folder in [entry for entry in self.path.iterdir() if entry.is_dir() and entry.name != "locks"]:
            put_away(folder)
        with self.index.writing():
            self.index.state("leaving", "")
            for table in ("shown", "sheet", "job", "edition"):
                self.index.do(f"DELETE FROM {table}")

    def _mend_after_power_cut(self) -> None:
        """What was written shortly before the machine went down may be half on the disk: it is pulled."""
        boot = _boot()
        if self.index.fact("boot") not in ("", boot):
            since = float(self.index.fact("settled") or 0) - 1
            rows = self.index.all("SELECT * FROM sheet WHERE written >= ?", since)
            self.remove(rows)
            with self.index.writing():
                for row in rows:
                    self.index.forget(row)
        self.index.state("boot", boot)

    def settle(self) -> None:
        """All sheets written until now outlive a power cut."""
        now = time.time()
        if self.index.one(
            "SELECT 1 FROM sheet WHERE written >= ?", float(self.index.fact("settled") or 0) - 1
        ):
            os.sync()
        self.index.state("settled", now)


@cache
def _boot() -> str:
    """A name for the time since this machine was started; "-" where the system has none."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "-"


@cache
def folder() -> Folder:
    """That of this house."""
    return Folder(Path(settings.TERBIT_PRINTS))
