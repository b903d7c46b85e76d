"""Triggers by the beginning of their names, on both databases; `connection` is Django's."""

from __future__ import annotations

from typing import Any

# The standard's own view, information_schema.triggers, leaves out those on TRUNCATE.
_POSTGRESQL = (
    "SELECT tgname, tgrelid::regclass::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgname LIKE %s AND relnamespace = current_schema()::regnamespace"
)
_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"


def found(connection: Any, beginning: str) -> dict[str, str]:
    """The table of each trigger, by its name."""
    asked = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        cursor.execute(asked, [f"{beginning}%"])
        return dict(cursor.fetchall())


def drop(connection: Any, beginning: str) -> None:
    """Before a migration, which must be able to make tables anew."""
    with connection.cursor() as cursor:
        for name, table in found(connection, beginning).items():
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f'DROP TRIGGER "{name}"{on_table}')
