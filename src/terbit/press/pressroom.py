"""The press at work: follows the change log and presses what was asked for, where there are cores to spare by two.

The press alone follows the log. Its assistant does jobs of the same queue and all that can wait, so that the press
itself is free when something is published.
"""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import time
from abc import ABC, abstractmethod
from types import FrameType

from django.db import (
    DatabaseError,
    InterfaceError,
    close_old_connections,
    connection,
    connections,
    reset_queries,
)

from terbit.lib import memory
from terbit.press import cdn
from terbit.press.folder import Folder, folder
from terbit.press.index import Row
from terbit.press.pressing import TRIES, Jobs, Result, press
from terbit.press.tidying import COOL, TIDY, Tidying
from terbit.press.triggers import CHANNEL

__all__ = ["TRIES", "Assistant", "Pressroom", "Result", "has_assistant", "press"]

# How often it is asked whether anybody has committed; the question costs some microseconds.
LOOK = 0.01
POLL = 1.0  # PostgreSQL, beside LISTEN
AT_ONCE = 4  # jobs between two looks at the log

log = logging.getLogger("terbit.press")


def has_assistant() -> bool:
    """Whether this process may use more than one core."""
    return len(os.sched_getaffinity(0)) > 1


class Hand(ABC):
    """Somebody who works on the prints; `run()` returns after SIGTERM."""

    name = "The press"

    def __init__(self, place: Folder | None = None) -> None:
        self.folder = place or folder()
        self.jobs, self.tidying = Jobs(self.folder), Tidying(self.folder)
        self.stopping = False
        self._version: object = None
        self._pressed = 0.0  # when it last did a job
        self._taken = False  # whether others were at all that waits

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.stopping = True

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        self._work()

    @abstractmethod
    def round(self) -> bool:
        """Some work; whether there is more to do."""

    @abstractmethod
    def _open(self) -> None:
        """What must be before the first round."""

    @abstractmethod
    def _wait(self) -> None:
        """Until somebody has committed, or it is time to look."""

    def _work(self) -> None:
        opened, trouble = False, 0
        while not self.stopping:
            try:
                if not opened:
                    self._open()
                    opened = True
                busy = self.round()
                if trouble:
                    log.warning("%s works again.", self.name)
                trouble = 0
                if not busy:
                    self._wait()
            except (DatabaseError, InterfaceError, sqlite3.Error, OSError) as error:
                trouble += 1
                if trouble == 1:
                    log.error("%s cannot go on and waits: %s", self.name, error)
                    self.folder.complain(str(error))
                connections.close_all()
                self.folder.index.close()
                self._version = None
                self._sleep(min(0.1 * 2.0**trouble, 5))

    def _jobs(self, most: int) -> list[Row]:
        return self.jobs.waiting(most)

    def do(self, row: Row) -> Result:
        result = self.jobs.do(row)
        if result.state != "taken":
            self._pressed, self._taken = time.monotonic(), False
        return result

    def _improve(self) -> bool:
        """While a newsroom publishes, nobody is kept from it by compressing better."""
        return time.monotonic() - self._pressed > COOL and self.tidying.improve()

    def _until(self) -> float:
        """How long nobody need look for jobs: what others are at may have to be done again."""
        return time.monotonic() + (LOOK if self._taken else POLL)

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and time.monotonic() < until:
            time.sleep(0.05)


class Pressroom(Hand):
    """The one who follows the log; `assisted` says that somebody else tidies up."""

    def __init__(self, place: Folder | None = None, *, assisted: bool = False) -> None:
        super().__init__(place)
        self.assisted = assisted
        self._told = 0.0

    def run(self) -> None:
        cdn.begin(self.folder)
        with self.folder.at_work():
            super().run()

    def _open(self) -> None:
        self.folder.open()

    def round(self) -> bool:
        """One look at the log and a few jobs."""
        close_old_connections()
        reset_queries()
        self._somebody_committed()  # from here on: what this connection has not seen, none before it has told of
        self.folder.catch_up()
        self._tell()
        # A queue may be long, and room and old editions are minded all the same; the log is looked at between slices.
        busy = not self.assisted and self.tidying.look()
        busy = self.folder.forget_some() or busy
        rows = self._jobs(AT_ONCE)
        self._taken = bool(rows)
        for row in rows:
            if self.stopping or (busy and self._somebody_committed()):
                return True
            busy = self.do(row).state != "taken" or busy
        return busy or (not self.assisted and self._improve())

    def _tell(self) -> None:
        """That it follows, also where there is nothing to follow."""
        now = time.monotonic()
        if now - self._told > TIDY:
            self.folder.index.state("followed", time.time())
            memory.give_back()
            self._told = now

    def _wait(self) -> None:
        """Until somebody commits a change, or a job or tidying is due."""
        until = self._until()
        while not self.stopping and time.monotonic() < until:
            if connection.vendor == "postgresql":
                if self._hear(until - time.monotonic()):
                    return
            elif self._somebody_committed():
                return
            else:
                time.sleep(LOOK)

    def _somebody_committed(self) -> bool:
        if connection.vendor != "sqlite":
            return False
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version = cursor.fetchone()
        changed, self._version = version != self._version, version
        return changed

    def _hear(self, seconds: float) -> bool:
        """Whether PostgreSQL told of a change within so many seconds."""
        connection.ensure_connection()
        raw = connection.connection
        if self._version is not raw:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._version = raw
            return True
        # One at a time, so that SIGTERM is heard too.
        with connection.wrap_database_errors:
            return bool(list(raw.notifies(timeout=min(max(seconds, 0.01), 0.5), stop_after=1)))


class Assistant(Hand):
    """Does jobs that the press has not come to yet, and whatever can wait."""

    name = "The press's assistant"

    def _open(self) -> None:
        """Nothing: the press has made the folder ready."""

    def round(self) -> bool:
        close_old_connections()
        reset_queries()
        self._somebody_asked()
        busy = self.tidying.look()
        rows = self._jobs(AT_ONCE)
        self._taken = bool(rows)
        for row in rows:
            if not self.stopping:
                busy = self.do(row).state != "taken" or busy
        return busy or self._improve()

    def _wait(self) -> None:
        until = self._until()
        while not self.stopping and time.monotonic() < until and not self._somebody_asked():
            time.sleep(LOOK)

    def _somebody_asked(self) -> bool:
        """Whether others wrote into the index since the last time; the press writes there what is to be done."""
        row = self.folder.index.one("PRAGMA data_version")
        version = (self.folder.index.connection, row and row[0])
        changed, self._version = version != self._version, version
        return changed
