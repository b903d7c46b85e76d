"""The triggers that write the change log: no writer can forget them, neither bulk updates nor SQL by hand.

They are made after every migration and taken away before one, since SQLite makes tables anew to change them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from terbit.lib import triggers
from terbit.press.models import Change, Log
from terbit.press.watching import Touch, Watch, watches

NAME = "terbit_press"
CHANNEL = "terbit_press"
LOG = Change._meta.db_table


def make(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    if not _tables() <= set(connection.introspection.table_names()):
        return  # not everything is migrated yet
    statements = _statements(connection)
    with connection.cursor() as cursor:
        if not Log.objects.using(using).exists():
            Log.objects.using(using).create()
        if _stamp(statements) == _found_stamp(connection):
            return
        remove(using)
        for statement in statements:
            cursor.execute(statement)
        _set_stamp(connection, _stamp(statements))


def _tables() -> set[str]:
    return {LOG, *(watch.model._meta.db_table for watch in watches())}


def remove(using: str, **kwargs: Any) -> None:
    triggers.drop(connections[using], NAME)


def _statements(connection: BaseDatabaseWrapper) -> list[str]:
    made = _for_postgresql if connection.vendor == "postgresql" else _for_sqlite
    return [statement for watch in watches() if watch.touches for statement in made(watch)]


def _columns(watch: Watch, touch: Touch) -> list[str]:
    names = [field.column for field in watch.model._meta.local_concrete_fields]
    return [
        name for name in names if (name in touch.columns if touch.columns else name not in watch.ignoring)
    ]


def _select(touch: Touch, key: str, row: str, *conditions: str) -> str:
    """A SELECT of the keys that one state of the row touches."""
    wanted = " AND ".join(f"({condition})" for condition in (f"{key} IS NOT NULL", *conditions) if condition)
    return f"SELECT {key} {touch.source or 'WHERE 1 = 1'} AND {wanted}".replace("@.", f"{row}.")


# SQLite ----------------------------------------------------------------------------------------------


def _for_sqlite(watch: Watch) -> list[str]:
    return [
        statement
        for number, touch in enumerate(watch.touches)
        for statement in _sqlite_triggers(watch, number, touch)
    ]


def _sqlite_triggers(watch: Watch, number: int, touch: Touch) -> list[str]:
    table = watch.model._meta.db_table

    def insert(row: str) -> str:
        return f"INSERT INTO {LOG} (key) {_select(touch, touch.key, row, touch.where)};"

    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in _columns(watch, touch))
    events = {
        "INSERT": ("", insert("NEW")),
        "DELETE": ("", insert("OLD")),
        "UPDATE": (f"WHEN {changed} ", f"{insert('OLD')} {insert('NEW')}"),
    }
    return [
        f"CREATE TRIGGER {NAME}_{table}_{number}_{event.lower()} AFTER {event} ON {table} {when}BEGIN {body} END"
        for event, (when, body) in events.items()
    ]


# PostgreSQL ------------------------------------------------------------------------------------------


def _for_postgresql(watch: Watch) -> list[str]:
    table = watch.model._meta.db_table
    name = f"{NAME}_{table}"
    body = "\n".join(_postgresql_touch(watch, touch) for touch in watch.touches)
    function = f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $terbit$
DECLARE noted bigint := 0; more bigint;
BEGIN
{body}
IF noted > 0 THEN PERFORM pg_notify('{CHANNEL}', ''); END IF;
RETURN NULL;
END $terbit$ LANGUAGE plpgsql
"""
    trigger = (
        f"CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    return [function, trigger]


def _postgresql_touch(watch: Watch, touch: Touch) -> str:
    changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in _columns(watch, touch))

    key, *wheres = touch.postgresql or (touch.key, touch.where)

    def insert(row: str) -> str:
        where = wheres[-1] if row == "OLD" else wheres[0]
        own = "pg_current_xact_id()::text::bigint"
        return (
            f"INSERT INTO {LOG} (key, transaction) SELECT key, {own} "
            f"FROM ({_select(touch, key, row, where)}) AS touched (key); "
            "GET DIAGNOSTICS more = ROW_COUNT; noted := noted + more;"
        )

    return f"""
IF TG_OP = 'INSERT' THEN {insert("NEW")}
ELSIF TG_OP = 'DELETE' THEN {insert("OLD")}
ELSIF {changed} THEN {insert("OLD")} {insert("NEW")}
END IF;"""


# Which triggers are there ----------------------------------------------------------------------------


def _stamp(statements: list[str]) -> str:
    return hashlib.sha256("".join(statements).encode()).hexdigest()[:16]


def _found_stamp(connection: BaseDatabaseWrapper) -> str:
    """Of the triggers that are there: a trigger of that name, which does nothing, stands on the log's own table."""
    stamps = triggers.found(connection, f"{NAME}_stamp_")
    return next(iter(stamps), "").rpartition("_")[2]


def _set_stamp(connection: BaseDatabaseWrapper, stamp: str) -> None:
    name, table = f"{NAME}_stamp_{stamp}", Log._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {NAME}_nothing() RETURNS trigger AS "
                "$terbit$ BEGIN RETURN NULL; END $terbit$ LANGUAGE plpgsql"
            )
            cursor.execute(
                f"CREATE TRIGGER {name} AFTER TRUNCATE ON {table} EXECUTE FUNCTION {NAME}_nothing()"
            )
        else:
            cursor.execute(f"CREATE TRIGGER {name} AFTER DELETE ON {table} BEGIN SELECT 1; END")
