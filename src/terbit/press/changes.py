"""Reading the change log: where it stands, and what was touched since."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from terbit.press.models import Change, Log
from terbit.press.triggers import CHANNEL
from terbit.press.watching import EDITION

KEPT = timedelta(days=7)
LOG = Change._meta.db_table
_EDITION = f"(SELECT count(*) || ' ' || coalesce(max(id), 0) FROM {LOG} WHERE key = 'edition')"
_SQLITE = f"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{LOG}'), 0), {_EDITION}"
_POSTGRESQL = f"SELECT pg_current_snapshot()::text, {_EDITION}"
_SINCE_SQLITE = f"SELECT DISTINCT key FROM {LOG} WHERE id > %s"
# What a transaction wrote that was not over when the mark was set is new, however early it began.
_SINCE_POSTGRESQL = (
    f"SELECT DISTINCT key FROM {LOG} "
    "WHERE transaction >= pg_snapshot_xmin(%s::pg_snapshot)::text::bigint "
    "AND NOT pg_visible_in_snapshot(transaction::text::xid8, %s::pg_snapshot)"
)


def _doubles(own: str = "") -> str:
    return (
        f"DELETE FROM {LOG} WHERE id > %s {own} "
        f"AND id NOT IN (SELECT max(id) FROM {LOG} WHERE id > %s {own} GROUP BY key)"
    )


_DOUBLES_SQLITE = _doubles()  # where nobody else writes meanwhile
_DOUBLES_POSTGRESQL = _doubles("AND transaction = pg_current_xact_id()::text::bigint")


@dataclass(frozen=True)
class Mark:
    """A position in the log (SQLite: the last row; PostgreSQL: a snapshot) and the state of the edition at it."""

    position: str
    edition: str


def mark() -> Mark:
    with connection.cursor() as cursor:
        cursor.execute(_POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)
        position, edition = cursor.fetchone()
    return Mark(str(position), edition)


def touched_since(position: str) -> set[str]:
    """The keys touched by what was not yet committed at that position."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_SINCE_POSTGRESQL, [position, position])
        else:
            cursor.execute(_SINCE_SQLITE, [int(position)])
        return {key for (key,) in cursor.fetchall()}


def is_ahead(position: str) -> bool:
    """Whether this database has not come so far yet: it was put back to an earlier state, or is another one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "SELECT pg_snapshot_xmax(%s::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())"
            cursor.execute(sql, [position])
            return bool(cursor.fetchone()[0])
    return int(position) > int(mark().position)


def begin_again_if_moved() -> None:
    """PostgreSQL: rows of transactions that this server has not come to yet were loaded from another one's dump.

    They would count as new until the server's numbers have passed theirs; so the log begins again, by another name.
    """
    if connection.vendor != "postgresql":
        return
    sql = f"SELECT max(transaction) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM {LOG}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        if cursor.fetchone()[0]:
            Change.objects.all().delete()
            Log.objects.update(name=uuid.uuid4())


def log_name() -> str:
    name = Log.objects.values_list("name", flat=True).first()
    if name is None:
        raise DatabaseError("The database holds no change log; it is being restored or migrated.")
    return str(name)


def touch(*keys: str) -> None:
    """Write keys by hand, in the transaction under way: where what changed is no row."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            own = "pg_current_xact_id()::text::bigint"
            cursor.executemany(
                f"INSERT INTO {LOG} (key, transaction) VALUES (%s, {own})", [[k] for k in keys]
            )
            cursor.execute(f"SELECT pg_notify('{CHANNEL}', '')")
        else:
            cursor.executemany(f"INSERT INTO {LOG} (key) VALUES (%s)", [[key] for key in keys])


@contextmanager
def once() -> Iterator[None]:
    """Write any number of rows, as an archive that moves in does; of a key that many of them touch one is kept."""
    # Of a transaction within one SQLite keeps each page as it was, and goes through all of them at each row that a
    # trigger follows: of an import of 20,000 stories that was a quarter, and it grew with the archive.
    with transaction.atomic(savepoint=False):
        before = Change.objects.aggregate(last=Max("id"))["last"] or 0
        yield
        with connection.cursor() as cursor:
            sql = _DOUBLES_POSTGRESQL if connection.vendor == "postgresql" else _DOUBLES_SQLITE
            cursor.execute(sql, [before, before])


def prune() -> None:
    """Forget what every press has seen long ago; one that was away for longer begins anew (`Folder.catch_up`)."""
    last = Change.objects.filter(at__lt=Now() - KEPT).aggregate(last=Max("id"))["last"]
    if last:
        # By the newest of the edition a process tells that what it has read of it is old (`Mark.edition`).
        newest = Change.objects.filter(key=EDITION).aggregate(newest=Max("id"))["newest"]
        Change.objects.filter(id__lte=last).exclude(id=newest).delete()
