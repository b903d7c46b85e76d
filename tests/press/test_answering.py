"""Whoever asks, and whatever is ill: an answer of the paper, or one that is handed on."""

from __future__ import annotations

import shutil
import time
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from terbit.newsroom.models import Publication, StandingPage
from terbit.press import pressroom, tidying
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.pressroom import AT_ONCE, Pressroom
from tests.press import reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def misses(folder: Folder) -> Misses:
    return Misses(reading.nothing, reading.Lookup(folder), folder)


@pytest.mark.parametrize(
    "host", ["", "[", "[::1", "]:80", "jahat.example", "127.0.0.1@jahat.example", "localhost:x"]
)
def test_a_host_that_is_not_ours_is_handed_on_and_prints_nothing(misses: Misses, host: str):
    assert reading.ask(misses, "/", HTTP_HOST=host) == (404, b"")
    assert misses.place.index.one("SELECT 1 FROM sheet") is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000"])
def test_a_page_asked_for_by_a_name_of_this_machine_is_printed_as_well(misses: Misses, host: str):
    assert reading.ask(misses, "/", HTTP_HOST=host)[0] == 200
    assert misses.place.lies("/")


def test_numbers_that_mean_nothing_to_a_page_fill_no_disk(misses: Misses):
    for number in (1, 2, 2):
        assert reading.ask(misses, f"/indeks/?p={number}")[0] == 200
    assert misses.place.index.one("SELECT 1 FROM sheet") is None


def test_what_the_newsrooms_screens_are_made_of_is_handed_on(misses: Misses):
    assert reading.ask(misses, "/static/terbit_staff/newsroom.css") == (404, b"")


def test_with_neither_prints_nor_a_database_readers_get_an_apology(misses: Misses):
    locks = misses.place.path / "locks"
    shutil.rmtree(locks, ignore_errors=True)
    locks.write_text("")  # nobody can hold a lock in it

    def refuse(*args: Any) -> None:
        raise OperationalError("gone")

    with connection.execute_wrapper(refuse):
        status, body = reading.ask(misses, "/")
    assert status == 503 and b"Silakan coba lagi" in body


def test_a_long_queue_does_not_keep_the_press_from_minding_its_room(folder: Folder, settings: Any):
    pressroom.press(folder, "/cari/")
    assert folder.lies("/cari/")
    folder.index.do_many(
        "INSERT INTO job (address, rank, heat, asked) VALUES (?, 5, 0, ?)",
        [(f"/indeks/2026/01/{day:02}/", time.time()) for day in range(1, AT_ONCE * 3)],
    )
    settings.TERBIT_PRINTS_BYTES = 1
    room = Pressroom(folder)
    while folder.lies("/cari/"):
        assert room.round()
    assert folder.index.one("SELECT 1 FROM job")


def test_made_up_addresses_cost_a_few_questions_and_no_rendering(misses: Misses):
    first = reading.ask(misses, "/tidak-ada/1/")
    with CaptureQueriesContext(connection) as asked:
        again = reading.ask(misses, "/tidak-ada/2/")
    assert first == again and first[0] == 404 and b"<h1>" in first[1]
    assert len(asked) <= 5, [query["sql"] for query in asked]


def test_the_page_for_what_leads_nowhere_has_the_papers_name_of_now(misses: Misses):
    reading.ask(misses, "/tidak-ada/1/")
    Publication.objects.update(name="Kabar Muara")
    assert b"Kabar Muara" in reading.ask(misses, "/tidak-ada/1/")[1]


def test_ways_of_writing_an_address_are_kept_when_asked_for_again(misses: Misses, monkeypatch: Any):
    """`/page/1/`, `/page/2/` and so on all lead to the front page, and anybody can make them up."""
    for number in range(4):
        assert reading.ask(misses, f"/page/{number}/")[0] == 301
    assert not misses.place.lies("/page/3/")
    for number in range(4):
        assert reading.ask(misses, f"/page/{number}/")[0] == 301
    assert misses.place.lies("/page/3/")
    monkeypatch.setattr(tidying, "MOST_MISSING", 1)
    list(tidying.Tidying(misses.place)._make_order())
    assert [misses.place.lies(f"/page/{number}/") for number in range(4)] == [False, False, False, True]


def test_a_page_that_is_gone_leaves_the_queue_though_the_disk_was_full(folder: Folder):
    folder.index.do(
        "INSERT INTO job (address, rank, heat, asked) VALUES ('/tidak-ada/', 0, 0, ?)", time.time()
    )
    folder.takes_nothing = True
    room = Pressroom(folder)
    jobs = [row for row in room._jobs(99) if row["address"] == "/tidak-ada/"]
    assert [room.do(row).state for row in jobs] == ["gone"]
    assert folder.index.one("SELECT 1 FROM job WHERE address = '/tidak-ada/'") is None


def test_what_was_printed_of_a_standing_page_leads_on_when_that_is_renamed(folder: Folder):
    above = Site.objects.get().root_page
    page = above.add_child(instance=StandingPage(title="Tentang", slug="tentang"))
    folder.catch_up()
    assert pressroom.press(folder, "/tentang/").state == "kept"
    page.slug = "kami"
    page.save_revision().publish()
    folder.catch_up()
    assert not folder.lies("/tentang/")
    assert pressroom.press(folder, "/tentang/").state == "kept"
    assert reading.lying(folder, "/tentang/").status == 301
    above.add_child(instance=StandingPage(title="Lain", slug="tentang"))
    folder.catch_up()
    assert not folder.lies("/tentang/")
