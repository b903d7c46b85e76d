"""The database as the migrations left it, put back after a test that commits.

Django's own way, emptying every table and loading a JSON of all rows before the next such test, takes a second each
on PostgreSQL, and in between the database is empty: a parallel worker that is handed a test with a rollback there
finds no groups and no content types.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db import connection
from django.test import TransactionTestCase

# A table without a row costs a look, not a TRUNCATE; triggers and foreign keys sleep meanwhile. Sequences go on: what
# remembers a position in the change log must not see it come again.
POSTGRESQL = """
DO $$
DECLARE
    filled text[];
    stirred boolean;
    named text;
BEGIN
    FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', named) INTO stirred;
        IF stirred THEN
            filled := filled || format('public.%I', named);
        END IF;
    END LOOP;
    IF filled IS NOT NULL THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    END IF;
    SET LOCAL session_replication_role = replica;
    FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
        EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE SELECT * FROM pristine.%I', named, named);
    END LOOP;
END $$
"""
REMEMBER = """
DO $$
DECLARE
    filled boolean;
    named text;
BEGIN
    CREATE SCHEMA pristine;
    FOR named IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', named) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', named, named);
        END IF;
    END LOOP;
END $$
"""
_copy = sqlite3.connect(":memory:", check_same_thread=False)


def remember() -> sqlite3.Connection:
    """Put back what is in the database now at the end of each test with real transactions; on SQLite, the copy."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.backup(_copy)
    else:
        _execute(REMEMBER)
    TransactionTestCase._fixture_teardown = _put_back  # type: ignore[method-assign]
    return _copy


def _put_back(_test: TransactionTestCase) -> None:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        _put_back_file()
    else:
        _execute(POSTGRESQL)


def _put_back_file() -> None:
    reached = _execute("SELECT seq, name FROM sqlite_sequence")
    _copy.backup(connection.connection)
    known = {name for (name,) in _execute("SELECT name FROM sqlite_sequence")}
    for number, name in reached:
        _execute(
            "UPDATE sqlite_sequence SET seq = ? WHERE name = ?"
            if name in known
            else "INSERT INTO sqlite_sequence VALUES (?, ?)",
            (number, name),
        )


def _execute(statement: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Past Django's own cursor: no test counts or records these."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement, values) if values else cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
    finally:
        cursor.close()
