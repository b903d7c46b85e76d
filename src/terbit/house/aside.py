"""Builds a database beside the one in use and puts it in its place at the end, or leaves no trace.

SQLite: a file of its own. PostgreSQL: a schema of its own, whose tables change places with those in use in one
transaction.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from terbit.house import site_folder

# What a restore replaces in the site folder; backups, logs and locks stay.
FILES = ("secret_key", "media", "prints", "db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm")


class Aside:
    """A new house under construction: `folder` for its files, and a database the connection points at."""

    def __init__(self, former: str) -> None:
        """`former`: what the replaced house will be called, as a folder and as a schema."""
        self.home = Path(settings.HOME)
        self.former = self.home / former
        self.former_schema = former.replace("-", "_")
        self.folder = self.home / f"restoring-{secrets.token_hex(4)}"
        self.schema = self.folder.name.replace("-", "_")

    @contextmanager
    def construction(self) -> Iterator[None]:
        """Everything the block does to the database happens aside; what is left of it afterwards is thrown away."""
        made_home = not self.home.exists()
        self.folder.mkdir(mode=0o700, parents=True)
        if made_home:
            self.home.chmod(0o700)
        self._begin()
        try:
            yield
        finally:
            self._return()
            if connection.vendor == "postgresql":
                self._run(f"DROP SCHEMA IF EXISTS {self.schema} CASCADE")
            shutil.rmtree(self.folder, ignore_errors=True)
            if made_home and not any(self.home.iterdir()):
                self.home.rmdir()

    def move_in(self) -> bool:
        """Put the new house in the place of the old; True when there was one, which then is the former one."""
        self._return()
        moved: list[tuple[Path, Path]] = []
        try:
            if (database := self.folder / "db.sqlite3").exists():
                database.chmod(0o600)
            for name in FILES:
                self._move(self.home / name, self.former / name, moved)
                self._move(self.folder / name, self.home / name, moved)
            had_tables = connection.vendor == "postgresql" and self._change_places()
        except BaseException:
            for source, target in reversed(moved):
                target.rename(source)
            raise
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
            self._run(f"CREATE SCHEMA {self.schema}")
            connection.close()
            self._kept = dict(place["OPTIONS"])
            options = place["OPTIONS"].get("options", "")
            place["OPTIONS"]["options"] = f"{options} -c search_path={self.schema}".strip()

    def _return(self) -> None:
        """Point the connection at the database in use again."""
        if connection.vendor == "sqlite" and connection.settings_dict["NAME"] != self._kept:
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        connection.settings_dict["NAME" if connection.vendor == "sqlite" else "OPTIONS"] = self._kept

    def _move(self, source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
        if source.exists():
            target.parent.mkdir(mode=0o700, exist_ok=True)
            source.rename(target)
            moved.append((source, target))

    def _change_places(self) -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            in_use = cursor.fetchone()[0]
            new = self._tables(self.schema)
            old = set(self._tables(in_use)) & {*new, *connection.introspection.django_table_names()}
            if old:
                cursor.execute(f"CREATE SCHEMA {self.former_schema}")
            for names, source, target in ((old, in_use, self.former_schema), (new, self.schema, in_use)):
                for name in sorted(names):
                    cursor.execute(f'ALTER TABLE {source}."{name}" SET SCHEMA {target}')
        return bool(old)

    def _tables(self, schema: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
            return [name for (name,) in cursor.fetchall()]

    def _run(self, statement: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
