"""What every test shares: a site folder and a database of its own, made ready before Django is loaded.

`TERBIT_TEST_DATABASE=postgresql` runs the suite on PostgreSQL, `sqlite` (the default) on SQLite as in
production.
"""

from __future__ import annotations

import atexit
import gc
import os
import tempfile
import threading
from pathlib import Path

import pytest

from tests import network, postgres

VENDOR = os.environ.get("TERBIT_TEST_DATABASE", "sqlite")


def _prepare_environment(home: Path) -> None:
    """Whatever `TERBIT_*` the developer's shell holds, the tests use settings of their own."""
    for variable in [name for name in os.environ if name.startswith("TERBIT_")]:
        if not variable.startswith("TERBIT_TEST_"):
            del os.environ[variable]
    os.environ["TERBIT_HOME"] = str(home)
    os.environ["TERBIT_URL"] = "http://testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.settings"
    if VENDOR == "postgresql":
        os.environ["TERBIT_DATABASE_URL"] = postgres.url("terbit")
    (home / "secret_key").write_text("only-for-tests")


_home = tempfile.TemporaryDirectory(prefix="terbit-test-")
atexit.register(_home.cleanup)
_prepare_environment(Path(_home.name))
network.allow_only_this_machine()

import django  # noqa: E402  the settings above come first
from django.db import connections  # noqa: E402

django.setup()
# The workers of a parallel run inherit this environment; with the variable they would load Django before they come
# here, and share the site folder of the process that started them.
del os.environ["DJANGO_SETTINGS_MODULE"]

# Playwright leaves an event loop running in the thread of the tests, where Django would open a second connection
# that nobody closes. The house has no asynchronous code: one connection a thread, as in production.
connections._connections = threading.local()

pytest_plugins = ["tests.browser", "tests.databases", "tests.houses", "tests.languages"]


def pytest_configure() -> None:
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # only for speed


def pytest_collection_finish() -> None:
    """Django, Wagtail and the tests themselves stay until the end: no collection of garbage looks through them."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    postgres.stop()


@pytest.fixture(scope="session")
def database_vendor() -> str:
    """`sqlite` or `postgresql`."""
    return VENDOR


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What one test left in the cache is not there for the next."""
    from django.core.cache import cache

    cache.clear()
