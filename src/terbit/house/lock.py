"""One background worker for one database, and no restore while the house is open."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

# Any number, the same in every Terbit: advisory locks count within one PostgreSQL database.
NUMBER = 0x7E2B17
OPEN = NUMBER + 1
FILES = ("house.lock", "worker.lock")


class FileLock:
    """A lock of the operating system on a file beside the SQLite database; it ends with the process."""

    def __init__(self) -> None:
        self._handle: int | None = None

    def held(self) -> bool:
        """Try to get the lock unless we hold it; True while it is ours."""
        if self._handle is not None:
            return True
        handle = os.open(Path(settings.HOME) / FILES[1], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def release(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


class ServerLock:
    """An advisory lock in PostgreSQL, on a connection of its own; it ends with that connection."""

    def __init__(self) -> None:
        self._connection: BaseDatabaseWrapper | None = None

    def held(self) -> bool:
        """Try to get the lock unless we hold it; True while it is ours. Raises what the database raises."""
        try:
            if self._connection is not None:
                self._ask("SELECT true")
                return True
            self._connection = connection.copy()
            if self._ask("SELECT pg_try_advisory_lock(%s)", NUMBER):
                return True
        except (DatabaseError, InterfaceError):
            self.release()
            raise
        self.release()
        return False

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, sql: str, *parameters: int) -> bool:
        assert self._connection is not None  # noqa: S101
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return bool(cursor.fetchone()[0])


def worker_lock() -> FileLock | ServerLock:
    return FileLock() if connection.vendor == "sqlite" else ServerLock()


@contextmanager
def open_house() -> Iterator[None]:
    """Hold the house open, beside others who do. Raises CommandError while it is being restored.

    Forked processes hold it too: it is free when the last of them has gone, however the first one died.
    """
    with _house(alone=False) as ours:
        if not ours:
            raise CommandError("The house is being restored: wait until that has ended.", returncode=2)
        yield


@contextmanager
def closed_house() -> Iterator[None]:
    """Keep everybody out. Raises CommandError while somebody is in."""
    worker = worker_lock()
    with _house(alone=True) as ours:
        try:
            # A house that lost its connection to the server holds nothing there until its worker is back.
            if not ours or not worker.held():
                raise CommandError("The house is running: stop `terbit run` before restoring.", returncode=2)
            yield
        finally:
            worker.release()


@contextmanager
def _house(alone: bool) -> Iterator[bool]:
    """Two locks: one on the site folder, and with PostgreSQL one in the database, where other machines see it."""
    handle = os.open(Path(settings.HOME) / FILES[0], os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    server = connection.copy() if connection.vendor == "postgresql" else None
    try:
        yield _lock_file(handle, alone) and (server is None or _lock_server(server, alone))
    finally:
        os.close(handle)
        if server is not None:
            server.close()


def _lock_file(handle: int, alone: bool) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        return True
    return False


def _lock_server(server: BaseDatabaseWrapper, alone: bool) -> bool:
    function = "pg_try_advisory_lock" if alone else "pg_try_advisory_lock_shared"
    with server.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [OPEN])
        return bool(cursor.fetchone()[0])
