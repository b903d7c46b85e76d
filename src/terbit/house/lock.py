"""One background worker for one database, however many `terbit run` there are."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

# Any number, the same in every Terbit: advisory locks count within one PostgreSQL database.
NUMBER = 0x7E2B17


class FileLock:
    """A lock of the operating system on a file beside the SQLite database; it ends with the process."""

    def __init__(self) -> None:
        self._handle: int | None = None

    def held(self) -> bool:
        """Try to get the lock unless we hold it; True while it is ours."""
        if self._handle is not None:
            return True
        handle = os.open(Path(settings.HOME) / "worker.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
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
