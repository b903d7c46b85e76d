"""What a CDN must be told is noted with the change itself, and told until the CDN has heard it."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import suppress
from typing import Any

import pytest

from terbit.config.cdn import Cdn
from terbit.press import cdn, condition, purges
from terbit.press.folder import Folder
from tests.newsstand.house import free_port
from tests.press import desks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def deaf(own_folder: Folder, settings: Any) -> cdn.Messenger:
    """A messenger to a CDN that is not there; what it first says of everything is out of the way."""
    nowhere = f"127.0.0.1:{free_port()}"
    settings.TERBIT_CDN = Cdn("varnish", nowhere)
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "terbit.press.caches.Varnish", "LOCATION": f"http://{nowhere}"}
    }
    messenger = cdn.Messenger(own_folder)
    purges.follow(own_folder.index, f"varnish {nowhere}")
    own_folder.index.do("DELETE FROM purge")
    return messenger


def noted(folder: Folder) -> set[str]:
    return {row["address"] for row in folder.index.all("SELECT address FROM purge")}


def pull(folder: Folder, *addresses: str) -> None:
    for address in addresses:
        for row in folder.index.sheets_at(address):
            folder.index.forget(row)


# The outbox -------------------------------------------------------------------------------------------


def test_without_a_cdn_nothing_is_noted(own_folder: Folder, settings: Any):
    assert cdn.begin(own_folder) is None
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    assert noted(own_folder) == set()


def test_a_pulled_print_is_noted_in_the_same_transaction(own_folder: Folder, deaf: cdn.Messenger):
    desks.print_made_up(own_folder, 2)
    with suppress(RuntimeError), own_folder.index.writing():
        pull(own_folder, "/karangan/0/")
        raise RuntimeError("killed")
    assert noted(own_folder) == set()
    pull(own_folder, "/karangan/0/")
    assert noted(own_folder) == {"/karangan/0/"}


def test_prints_that_no_reader_got_are_not_told_of(own_folder: Folder, deaf: cdn.Messenger):
    desks.print_made_up(own_folder, 2)
    own_folder.index.do("UPDATE sheet SET status = 404 WHERE address = '/karangan/0/'")
    own_folder.index.do("UPDATE sheet SET edition = 'lama' WHERE address = '/karangan/1/'")
    pull(own_folder, "/karangan/0/", "/karangan/1/")
    assert noted(own_folder) == set()


def test_another_edition_is_everything_and_the_list_before_is_done_with_it(
    own_folder: Folder, deaf: cdn.Messenger
):
    first = own_folder.current
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    own_folder.switch("baru")
    assert noted(own_folder) == {purges.ALL}
    own_folder.index.do("DELETE FROM purge")
    own_folder.switch("baru")  # a restart
    assert noted(own_folder) == set()
    own_folder.switch(first)
    assert noted(own_folder) == {purges.ALL}


def test_a_cdn_that_is_new_is_told_everything(own_folder: Folder, deaf: cdn.Messenger):
    purges.follow(own_folder.index, "varnish lain")
    assert noted(own_folder) == {purges.ALL}


def test_what_was_told_is_told_once_more_and_then_forgotten(own_folder: Folder, deaf: cdn.Messenger):
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    purges.told(own_folder.index, purges.due(own_folder.index, 10))
    assert purges.due(own_folder.index, 10) == []
    own_folder.index.do("UPDATE purge SET due = 0")
    purges.told(own_folder.index, purges.due(own_folder.index, 10))
    assert noted(own_folder) == set()


def test_a_page_that_changes_again_while_the_cdn_is_told_is_told_again(
    own_folder: Folder, deaf: cdn.Messenger
):
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    under_way = purges.due(own_folder.index, 10)
    time.sleep(0.005)
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    purges.told(own_folder.index, under_way)
    assert [row["round"] for row in purges.due(own_folder.index, 10)] == [0]


def test_of_very_many_pages_the_cdn_is_told_everything(own_folder: Folder, deaf: cdn.Messenger):
    desks.print_made_up(own_folder, cdn.MANY + 1)
    own_folder.index.do("DELETE FROM sheet")
    deaf.round()
    assert noted(own_folder) == {purges.ALL}


# Failing ----------------------------------------------------------------------------------------------


def test_a_deaf_cdn_holds_nobody_up_and_is_told_later_and_in_the_report(
    own_folder: Folder, deaf: cdn.Messenger
):
    desks.print_made_up(own_folder, 1)
    pull(own_folder, "/karangan/0/")
    for _ in range(condition.DEAF):
        assert condition.line().wrong == []
        own_folder.index.do("UPDATE purge SET due = 0")
        deaf.round()
    [sentence] = condition.line().wrong
    assert sentence.startswith("CDN tidak dapat diberi tahu") and "ConnectionRefusedError" in sentence
    [row] = own_folder.index.all("SELECT * FROM purge")
    assert (row["tries"], row["due"] > time.time()) == (3, True)


def test_the_messenger_outlives_an_index_that_fails(
    own_folder: Folder, deaf: cdn.Messenger, monkeypatch: Any
):
    monkeypatch.setattr(cdn, "LOOK", 0.001)
    failed = threading.Event()

    def fail() -> None:
        failed.set()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(deaf, "round", fail)
    deaf.start()
    assert failed.wait(5) and deaf.is_alive()
    deaf.stopping.set()
    deaf.join(5)
    assert not deaf.is_alive()
