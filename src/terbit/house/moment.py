"""One moment of the database, seen while others go on writing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def one_moment() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own on which every question is answered as of now. It keeps nobody from writing."""
    own = connection.copy()
    try:
        own.connect()
        with own.cursor() as cursor:
            if own.vendor == "sqlite":
                # Not IMMEDIATE as elsewhere: that would be the write lock. SQLite fixes the moment at the first read.
                cursor.execute("BEGIN DEFERRED")
            else:
                own.set_autocommit(False)
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")
        yield own
    finally:
        own.close()
