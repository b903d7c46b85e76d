"""What lies in a print folder: a small database of its own beside the prints, `press.sqlite3`.

It knows which sheet shows which keys, what is to be pressed, and how far the change log has been followed. It
belongs to the folder and not to the house: each machine that serves readers has its own. A sheet's row is on the
disk before its files are, so that no file is ever without one.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import struct
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock
from pathlib import Path
from typing import Any

from terbit.press import purges, tallies

FILE = "press.sqlite3"
SCHEMA = """
CREATE TABLE IF NOT EXISTS sheet (
    id INTEGER PRIMARY KEY, address TEXT NOT NULL, edition TEXT NOT NULL, name TEXT NOT NULL, status INTEGER NOT NULL,
    bytes INTEGER NOT NULL, mtime INTEGER NOT NULL, written REAL NOT NULL, position TEXT NOT NULL,
    keys BLOB NOT NULL, quick INTEGER NOT NULL, UNIQUE (address, edition)
);
CREATE INDEX IF NOT EXISTS sheet_quick ON sheet (written) WHERE quick;
CREATE INDEX IF NOT EXISTS sheet_missing ON sheet (written) WHERE status IN (301, 404);
CREATE TABLE IF NOT EXISTS shown (key INTEGER, sheet INTEGER, PRIMARY KEY (key, sheet)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stamp (address TEXT PRIMARY KEY, mtime INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS job (
    address TEXT PRIMARY KEY, rank INTEGER NOT NULL, heat REAL NOT NULL, asked REAL NOT NULL,
    due REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS job_order ON job (rank, heat DESC, asked);
CREATE TABLE IF NOT EXISTS edition (name TEXT PRIMARY KEY, made REAL NOT NULL, current REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
# An edition is a few hundred bytes of a page's frame; the lock waits for the disk, never for a rendering.
_TIMEOUT = 20

Row = sqlite3.Row


class Connection(sqlite3.Connection):
    """Closes with the thread it belonged to."""

    def __del__(self) -> None:
        self.close()


class Index:
    """One print folder's database; a connection for each thread that asks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's, in this process: a connection must not be carried through a fork.

        Nor outlive its file: where somebody deleted the folder, all must soon look into the same new one.
        """
        opened = getattr(self._local, "opened", None)
        if opened is None or opened[0] != (os.getpid(), self._number()):
            self.close()
            connection = self._open()
            opened = ((os.getpid(), self._number()), connection)
            self._local.opened = opened
        return opened[1]

    def _number(self) -> int:
        """Of the file that lies there now."""
        try:
            return os.stat(self.folder / FILE).st_ino
        except FileNotFoundError:
            return 0

    def _open(self) -> sqlite3.Connection:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._prepared()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # no database at all: as if it had never been there
            for end in ("", "-wal", "-shm"):
                (self.folder / f"{FILE}{end}").unlink(missing_ok=True)
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.folder / FILE,
            timeout=_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,  # whichever thread clears away closes it; only its own uses it
            factory=Connection,
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode=WAL")
            # A row must be on the disk before the files it tells of.
            connection.execute("PRAGMA synchronous=FULL")
            connection.executescript(SCHEMA + tallies.SCHEMA + purges.SCHEMA)
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        opened = getattr(self._local, "opened", None)
        if opened and opened[0][0] == os.getpid():
            opened[1].close()
        self._local.opened = None

    def all(self, sql: str, *values: Any) -> list[Row]:
        return self.connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Row | None:
        return self.connection.execute(sql, values).fetchone()

    def do(self, sql: str, *values: Any) -> None:
        self.connection.execute(sql, values)

    def do_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        self.connection.executemany(sql, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction."""
        self.do("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.do("ROLLBACK")
            raise
        self.do("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else keeps or pulls sheets of this folder meanwhile."""
        with locked(self.folder / "lock"):
            yield

    @contextmanager
    def alone_with(self, address: str, *, patient: bool = True) -> Iterator[bool]:
        """Nobody else renders this address meanwhile; whoever waited finds its sheet there.

        Who is not `patient` is told at once whether the address is free (true), and may go on without it.
        """
        number = int.from_bytes(hashlib.sha256(address.encode("utf-8", "surrogatepass")).digest()[:2]) % 1024
        with locked(self.folder / "locks" / str(number), patient=patient) as free:
            yield free

    # Facts -------------------------------------------------------------------------------------------

    def fact(self, name: str) -> str:
        row = self.one("SELECT value FROM fact WHERE name = ?", name)
        return row["value"] if row else ""

    def state(self, name: str, value: object) -> None:
        self.do("INSERT OR REPLACE INTO fact (name, value) VALUES (?, ?)", name, str(value))

    # Sheets ------------------------------------------------------------------------------------------

    def sheets_at(self, address: str) -> list[Row]:
        return self.all("SELECT * FROM sheet WHERE address = ?", address)

    def sheet(self, address: str, edition: str) -> Row | None:
        return self.one("SELECT * FROM sheet WHERE address = ? AND edition = ?", address, edition)

    def showing(self, keys: Iterable[str]) -> list[Row]:
        """The sheets, of every edition, that show one of the keys; at `url:` keys those of that address."""
        found: dict[int, Row] = {}
        for key in keys:
            sql = "SELECT sheet.* FROM shown JOIN sheet ON sheet.id = shown.sheet WHERE shown.key = ?"
            found |= {row["id"]: row for row in self.all(sql, number(key))}
        return list(found.values())

    def add(self, keys: Iterable[str], **values: Any) -> None:
        """Write the row of a sheet; the one that was there must be gone."""
        numbers = sorted({number(key) for key in keys})
        values["keys"] = packed(numbers)
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        row = self.connection.execute(f"INSERT INTO sheet ({names}) VALUES ({marks})", tuple(values.values()))
        self.do_many(
            "INSERT INTO shown (key, sheet) VALUES (?, ?)", [(key, row.lastrowid) for key in numbers]
        )

    def forget(self, row: Row) -> None:
        """Take a sheet's row away; the time of its file stays, since the next one must be newer."""
        keys = [(key, row["id"]) for key in unpacked(row["keys"])]
        self.do_many("DELETE FROM shown WHERE key = ? AND sheet = ?", keys)
        self.do("DELETE FROM sheet WHERE id = ?", row["id"])
        sql = (
            "INSERT INTO stamp (address, mtime) VALUES (?, ?) "
            "ON CONFLICT (address) DO UPDATE SET mtime = max(mtime, excluded.mtime)"
        )
        self.do(sql, row["address"], row["mtime"])

    def newest_time(self, address: str) -> int:
        """Of the files that lay or lie at an address in any edition, in seconds."""
        sql = (
            "SELECT max(mtime) AS mtime FROM (SELECT mtime FROM sheet WHERE address = ? "
            "UNION ALL SELECT mtime FROM stamp WHERE address = ?)"
        )
        row = self.one(sql, address, address)
        return (row["mtime"] if row else None) or 0


def number(key: str) -> int:
    """A key as a signed 64-bit number. Two keys that share one only press a page too often."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)


def packed(numbers: list[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}q", *numbers)


def unpacked(keys: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(keys) // 8}q", keys)


@contextmanager
def locked(path: Path, *, patient: bool = True) -> Iterator[bool]:
    """Hold a lock file, across threads and processes; a process that dies lets go.

    Gives false only to who is not `patient`, where somebody else holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _take(handle, patient=patient)
    finally:
        flock(handle, LOCK_UN)
        os.close(handle)


def _take(handle: int, *, patient: bool) -> bool:
    try:
        flock(handle, LOCK_EX if patient else LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True
