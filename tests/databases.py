"""The database of a run: made by the migrations or by an earlier run, and as they left it after every test."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import migrated, postgres, pristine


@pytest.fixture(scope="session")
def kept_database(pytestconfig: pytest.Config) -> Path:
    return migrated.kept(pytestconfig.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database: Path) -> bool:
    return connection.vendor == "sqlite" and kept_database.exists()


@pytest.fixture(scope="session")
def template_lock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IO[str]]:
    """Held on PostgreSQL by the process of a parallel run that migrates, until the others can copy its database."""
    with (tmp_path_factory.getbasetemp().parent / "template.lock").open("w") as file:
        yield file


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_keepdb: bool,
    kept_database: Path,
    template_lock: IO[str],
) -> None:
    """A real file on SQLite: Django's default, a database in memory, has neither WAL nor a second writer."""
    test = settings.DATABASES["default"].setdefault("TEST", {})
    if connection.vendor == "sqlite":
        file = settings.DATABASES["default"]["NAME"].parent / "test.sqlite3"
        test["NAME"] = file
        if django_db_keepdb:
            shutil.copyfile(kept_database, file)
    elif "PYTEST_XDIST_WORKER" in os.environ:
        fcntl.flock(template_lock, fcntl.LOCK_EX)
        if postgres.exists(postgres.TEMPLATE):
            test["TEMPLATE"] = postgres.TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    kept_database: Path,
    template_lock: IO[str],
) -> None:
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql" and "PYTEST_XDIST_WORKER" in os.environ:
            _share(template_lock)
        copy = pristine.remember()
    if connection.vendor == "sqlite" and not django_db_keepdb:
        migrated.keep(copy, kept_database)


def _share(template_lock: IO[str]) -> None:
    if not postgres.exists(postgres.TEMPLATE):
        connection.close()  # a database is copied while nobody is in it
        postgres.create(postgres.TEMPLATE, like=connection.settings_dict["NAME"])
    fcntl.flock(template_lock, fcntl.LOCK_UN)
