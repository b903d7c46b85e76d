"""What is said of a press that is silent, held up, or short of room: on the board and by `terbit doctor`."""

from __future__ import annotations

import shutil
import time
from collections import namedtuple
from collections.abc import Iterator

import pytest
from django.utils import translation

from terbit.lib import health
from terbit.press import condition
from terbit.press.folder import Folder
from tests.press import desks

pytestmark = pytest.mark.django_db(transaction=True)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def told() -> list[str]:
    return condition.line().wrong


def test_of_a_press_at_work_nothing_is_said(own_folder: Folder):
    assert told() == []


def test_where_nothing_was_ever_printed_nothing_is_said_and_nothing_made(no_folder: Folder):
    assert condition.line() is None
    assert [said for said in health.sentences() if "press" in said.lower()] == []
    assert not no_folder.path.exists()


def test_a_silent_press_is_told_by_what_it_means_for_readers(own_folder: Folder):
    desks.worked(own_folder, 170)
    assert told() == []
    desks.worked(own_folder, 600)
    silent = "The press has been silent for 10 minutes: readers may see pages as they were before."
    assert told() == [silent]
    assert silent in health.sentences()


def test_a_press_that_has_not_begun_yet_is_not_silent_since_1970(own_folder: Folder):
    for name in ("followed", "pressed"):
        own_folder.index.state(name, 0)
    assert told() == []


def test_a_press_that_prints_without_pause_is_not_silent(own_folder: Folder):
    desks.worked(own_folder, 600)
    own_folder.index.state("pressed", time.time())
    assert told() == []


def test_what_holds_the_press_up_is_told_until_it_works_again(own_folder: Folder):
    own_folder.complain("No space left on device")
    assert told()[0].endswith(" (No space left on device).")
    own_folder.index.state("trouble", f"{time.time() - 400:.0f} No space left on device")
    desks.worked(own_folder, 0)
    assert told() == []
    desks.worked(own_folder, 500)
    assert any("No space left on device" in sentence for sentence in told())


def test_pages_that_failed_for_good_are_counted_and_others_are_tried_again_in_silence(own_folder: Folder):
    desks.ask(own_folder, "/sekali/", tries=1, reason="x")
    assert told() == []
    desks.ask(own_folder, "/terus/", tries=5, reason="x")
    assert told() == ["1 page cannot be printed and is rendered for each reader."]


@pytest.mark.parametrize(
    ("total", "free", "full"),
    [(40 * 10**9, 1 * 10**9, True), (40 * 10**9, 3 * 10**9, False), (5 * 10**9, 4 * 10**8, True)],
)
def test_a_disk_with_little_room_for_prints_is_told(own_folder: Folder, monkeypatch, total, free, full):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(total, total - free, free))
    assert any("disk of the prints is almost full" in sentence for sentence in told()) is full
