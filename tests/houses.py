"""Fixtures for tests that run `terbit` as a program: a site folder and a database that are still empty."""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import postgres

Environment = dict[str, str]
TERBIT = str(Path(sys.executable).with_name("terbit"))


@pytest.fixture
def postgres_database() -> Iterator[Callable[[], str]]:
    """Makes an empty PostgreSQL database at each call and returns its address, whatever the suite runs on."""
    if not postgres.available():
        pytest.skip("PostgreSQL is not installed")
    made: list[str] = []

    def make() -> str:
        made.append(f"house_{uuid.uuid4().hex[:12]}")
        return postgres.create(made[-1])

    yield make
    for database in made:
        postgres.drop(database)


@pytest.fixture
def new_house(
    tmp_path: Path, database_vendor: str, request: pytest.FixtureRequest
) -> Callable[..., Environment]:
    """Environment for `subprocess.run([TERBIT, "init"], env=…)`: `new_house("one")` is a house of that name.

    It lives on the suite's kind of database, or on the one that `vendor="sqlite"` or `"postgresql"` names.
    """

    def make(name: str = "house", vendor: str = database_vendor, **more: str) -> Environment:
        environment = _surroundings(tmp_path / name)
        if vendor == "postgresql":
            environment["TERBIT_DATABASE_URL"] = request.getfixturevalue("postgres_database")()
        return environment | more

    return make


def suites_own_house(home: Path) -> Environment:
    """Environment for processes that work on the very database of the tests; `home` is an empty folder."""
    database = connection.settings_dict["NAME"]
    environment = _surroundings(home)
    if connection.vendor == "postgresql":
        return environment | {"TERBIT_DATABASE_URL": postgres.url(database)}
    (home / "db.sqlite3").symlink_to(database)
    return environment


def _surroundings(home: Path) -> Environment:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("TERBIT_", "DJANGO_"))}
    return kept | {"TERBIT_HOME": str(home), "TERBIT_URL": "http://127.0.0.1:8000"}
