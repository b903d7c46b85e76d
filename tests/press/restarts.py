"""A newsroom put back to where it was within milliseconds: its database and its print folder are copied."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import psycopg
from django.core.cache import cache
from django.db import connection

from terbit.press import editions
from terbit.press.folder import Folder
from tests import postgres


class Restarts:
    """`remember()` once, then `again()` as often as wanted; `forget()` at the end."""

    def __init__(self, prints: Path) -> None:
        self.prints, self.copies = prints, prints.with_name("copies")
        self.name = str(connection.settings_dict["NAME"])

    def remember(self, folder: Folder) -> None:
        folder.index.close()
        shutil.copytree(self.prints, self.copies / "prints", symlinks=True)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            shutil.copyfile(self.name, self.copies / "db")
        else:
            connection.close()
            self._ask(f'CREATE DATABASE "{self.name}_kept" TEMPLATE "{self.name}"')

    def again(self) -> Folder:
        connection.close()
        if connection.vendor == "sqlite":
            for end in ("-wal", "-shm"):
                Path(self.name + end).unlink(missing_ok=True)
            shutil.copyfile(self.copies / "db", self.name)
        else:
            self._ask(f'DROP DATABASE "{self.name}" WITH (FORCE)')
            self._ask(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.name}_kept"')
        shutil.rmtree(self.prints)
        shutil.copytree(self.copies / "prints", self.prints, symlinks=True)
        cache.clear()
        editions.forget()
        return Folder(self.prints)

    def forget(self) -> None:
        if connection.vendor == "postgresql":
            self._ask(f'DROP DATABASE IF EXISTS "{self.name}_kept"')

    def _ask(self, sql: str) -> Any:
        with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
            server.execute(sql)
