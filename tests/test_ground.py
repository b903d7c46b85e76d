"""The ground that the other tests stand on holds."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from wagtail.models import Collection

from tests.houses import TERBIT
from tests.network import is_local


@pytest.mark.django_db(transaction=True)
def test_the_database_is_set_up_as_in_production(database_vendor):
    assert connection.vendor == database_vendor
    if database_vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
            assert cursor.execute("PRAGMA synchronous").fetchone() == (1,)
        assert Path(connection.settings_dict["NAME"]).is_relative_to(settings.HOME)


@pytest.mark.parametrize("time", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_outlives_a_test_with_real_transactions(time):
    assert Collection.get_first_root_node() is not None


@pytest.mark.django_db(transaction=True)
def test_a_second_connection_sees_what_was_committed():
    Collection.get_first_root_node().add_child(name="Arsip")
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM wagtailcore_collection WHERE name = 'Arsip'")
            assert cursor.fetchone() == (1,)
    finally:
        other.close()


def test_a_test_cannot_reach_another_machine():
    with socket.socket() as door, pytest.raises(ConnectionRefusedError, match=r"192\.0\.2\.1"):
        door.connect(("192.0.2.1", 80))
    with pytest.raises(ConnectionRefusedError, match=r"kabar\.example"):
        socket.getaddrinfo("kabar.example", 443)


@pytest.mark.parametrize(("host", "local"), [("127.0.0.9", True), ("::1", True), ("10.0.0.1", False)])
def test_only_the_loopback_is_this_machine(host, local):
    assert is_local(host) is local


def test_a_new_house_is_empty_and_on_the_suites_database(new_house, database_vendor):
    environment = new_house("satu")
    assert not Path(environment["TERBIT_HOME"]).exists()
    assert environment.get("TERBIT_DATABASE_URL", "sqlite").startswith(database_vendor)
    shown = subprocess.run(
        [TERBIT, "diffsettings", "--default", "django.conf.global_settings"],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert environment["TERBIT_HOME"] in shown.stdout


def test_the_browser_opens_the_house_and_its_static_files(page, live_house):
    asked: list[str] = []
    page.on("response", lambda response: asked.append(f"{response.status} {response.url}"))
    page.goto(f"{live_house.url}/ruang-redaksi/login/")
    assert page.locator("form").count() >= 1
    assert any(entry.startswith("200") and "/static/" in entry for entry in asked)


@pytest.mark.complains("boom from the page")
def test_what_the_browser_complains_of_is_noticed(page, live_house):
    page.goto(f"{live_house.url}/ruang-redaksi/login/")
    with page.expect_event("console") as told:
        page.evaluate("console.error('boom from the page')")
    assert told.value.type == "error"
