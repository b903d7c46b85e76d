"""The database of a run: made by the migrations or by an earlier run, and as they left it after every test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import migrated, pristine


@pytest.fixture(scope="session")
def kept_database(pytestconfig: pytest.Config) -> Path:
    return migrated.kept(pytestconfig.cache.mkdir("migrated"))


@pytest.fixture(scope="session")
def django_db_keepdb(kept_database: Path) -> bool:
    return connection.vendor == "sqlite" and kept_database.exists()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool, kept_database: Path
) -> None:
    """A real file on SQLite: Django's default, a database in memory, has neither WAL nor a second writer."""
    if connection.vendor == "sqlite":
        file = settings.DATABASES["default"]["NAME"].parent / "test.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = file
        if django_db_keepdb:
            shutil.copyfile(kept_database, file)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, django_db_keepdb: bool, kept_database: Path
) -> None:
    with django_db_blocker.unblock():
        copy = pristine.remember()
    if connection.vendor == "sqlite" and not django_db_keepdb:
        migrated.keep(copy, kept_database)
