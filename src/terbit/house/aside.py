"""Builds a database beside the one in use and puts it in its place at the end, or leaves no trace.

SQLite: a file of its own. PostgreSQL: a schema of its own, whose tables change places with those in use in one
transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from terbit.house import leftovers, moving_in, site_folder


class Aside:
    """A new house under construction: `folder` for its files, and a database the connection points at."""

    folder: Path

    def __init__(self, former: str) -> None:
        """`former`: what the replaced house will be called, as a folder and as a schema."""
        self.home = Path(settings.HOME)
        self.former = self.home / former
        self.former_schema = schema_of(self.former)

    @contextmanager
    def construction(self) -> Iterator[None]:
        """Everything the block does to the database happens aside; what is left of it afterwards is thrown away."""
        with leftovers.work_folder(leftovers.RESTORING) as self.folder:
            self.schema = schema_of(self.folder)
            self._begin()
            try:
                yield
            finally:
                self._return()
                if connection.vendor == "postgresql":
                    run(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")

    def move_in(self) -> bool:
        """Put the new house in the place of the old; True when there was one, which then is the former one."""
        self._return()
        if (database := self.folder / "db.sqlite3").exists():
            database.chmod(0o600)
        move = moving_in.begin(self.folder, self.former)
        try:
            move.forward()
            had_tables = connection.vendor == "postgresql" and self._change_places()
        except BaseException:
            move.back()
            raise
        move.end()
        for name in site_folder.FOLDERS:
            (self.home / name).mkdir(mode=0o700, exist_ok=True)
        return had_tables or self.former.exists()

    def _begin(self) -> None:
        connection.close()
        place = connection.settings_dict
        if connection.vendor == "sqlite":
            self._kept = place["NAME"]
            place["NAME"] = self.folder / "db.sqlite3"
        else:
            run(f"CREATE SCHEMA {self.schema}")
            connection.close()
            self._kept = dict(place["OPTIONS"])
            options = place["OPTIONS"].get("options", "")
            place["OPTIONS"]["options"] = f"{options} -c search_path={self.schema}".strip()

    def _return(self) -> None:
        """Point the connection at the database in use again."""
        if connection.vendor == "sqlite" and connection.settings_dict["NAME"] != self._kept:
            run("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        connection.settings_dict["NAME" if connection.vendor == "sqlite" else "OPTIONS"] = self._kept

    def _change_places(self) -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            in_use = cursor.fetchone()[0]
            new = _tables(self.schema)
            old = set(_tables(in_use)) & {*new, *connection.introspection.django_table_names()}
            if old:
                cursor.execute(f"CREATE SCHEMA {self.former_schema}")
            for names, source, target in ((old, in_use, self.former_schema), (new, self.schema, in_use)):
                for name in sorted(names):
                    cursor.execute(f'ALTER TABLE {source}."{name}" SET SCHEMA {target}')
        return bool(old)


def clear_up() -> None:
    """Set right and throw away what a restore left that was killed; call only while nobody else is in the house."""
    if move := moving_in.unfinished():
        if move.vendor != connection.vendor:
            raise CommandError(
                "A restore on the other kind of database was cut short here: finish it with the settings of then.",
                returncode=2,
            )
        # The tables change places last, all at once: when they have, so has everything else.
        if connection.vendor == "postgresql" and not _tables(schema_of(move.new)):
            move.end()
        else:
            move.back()
    leftovers.sweep(leftovers.RESTORING, young=0)
    if connection.vendor == "postgresql":
        for schema in _schemas(schema_of(Path(leftovers.RESTORING))):
            run(f'DROP SCHEMA "{schema}" CASCADE')


def schema_of(folder: Path) -> str:
    return folder.name.replace("-", "_")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _tables(schema: str) -> list[str]:
    return _ask("SELECT tablename FROM pg_tables WHERE schemaname = %s", schema)


def _schemas(prefix: str) -> list[str]:
    return _ask("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", prefix)


def _ask(question: str, value: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(question, [value])
        return [name for (name,) in cursor.fetchall()]
