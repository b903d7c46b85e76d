"""Disk full, folder gone, database away: what is printed is answered, the newsroom works, nothing stale is left."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from terbit.newsroom.models import Article
from terbit.press import changes, editions, pressroom, verifying
from terbit.press import folder as folders
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.middleware import FollowLog
from terbit.press.models import Change
from tests.conftest import VENDOR
from tests.factories import ArticleFactory
from tests.press import reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place]
    if os.getuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a disk to fill")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def place(transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Folder]:
    on_disk = "disk" in request.fixturenames
    editions.forget()
    made = Folder((request.getfixturevalue("disk") if on_disk else tmp_path) / "prints")
    made.open()
    yield made
    made.index.close()
    editions.forget()


@pytest.fixture
def story(place: Folder) -> Article:
    made = ArticleFactory(headline="Sebelum", published=True)
    place.catch_up()
    do_all(place)
    for address in ("/", made.path):
        assert pressroom.press(place, address).state == "kept"
    return made


@pytest.fixture
def misses(place: Folder) -> Misses:
    return Misses(reading.nothing, reading.Lookup(place), place)


def do_all(place: Folder) -> None:
    room = pressroom.Pressroom(place)
    while rows := room._jobs(10):
        for row in rows:
            room.do(row)


def everything_is_right(place: Folder, story: Article, headline: str) -> None:
    place.index.do("UPDATE job SET due = 0")
    place.catch_up()
    do_all(place)
    assert not list(verifying.verify(place))
    answer = reading.lying(place, story.path)
    assert answer is not None
    assert headline in answer.bodies["identity"].decode()


@contextmanager
def full(disk: Path) -> Iterator[None]:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)
    try:
        yield
    finally:
        ballast.unlink()


def test_a_full_disk_stops_keeping_but_neither_serving_nor_publishing(
    disk: Path, place: Folder, story: Article, misses: Misses
):
    other = ArticleFactory(headline="Lain", section=story.section, published=True)
    with full(disk):
        assert reading.ask(misses, "/")[0] == 200
        status, body = reading.ask(misses, other.path)
        assert status == 200 and b"Lain" in body
        Article.objects.update(headline="Sesudah")
        with suppress(OSError, sqlite3.Error):  # the press says so and tries again
            place.catch_up()
        status, body = reading.ask(misses, story.path)
        assert status == 200 and b"Sesudah" in body
        new = list(place.path.rglob("new-*"))
        assert not new
    everything_is_right(place, story, "Sesudah")


def test_the_press_at_work_waits_for_room_and_goes_on_by_itself(disk: Path, place: Folder, story: Article):
    room = pressroom.Pressroom(place)
    with full(disk):
        for number in range(5):
            Article.objects.update(headline=f"Sesudah {number}")
            with suppress(OSError, sqlite3.Error):
                room.round()
    everything_is_right(place, story, "Sesudah 4")


def test_a_folder_that_is_deleted_while_all_are_at_work_is_made_anew(
    place: Folder, story: Article, misses: Misses
):
    other = Folder(place.path)  # as another process has it
    assert other.index.one("SELECT 1")
    shutil.rmtree(place.path)
    status, body = reading.ask(misses, story.path)
    assert status == 200 and b"Sebelum" in body
    Article.objects.update(headline="Sesudah")
    for each in (other, place):
        each.catch_up()
    pressroom.press(other, story.path)
    everything_is_right(place, story, "Sesudah")
    assert not list(verifying.verify(other))
    other.index.close()


@pytest.mark.skipif(os.getuid() == 0 and not Path("/proc/mounts").exists(), reason="no Linux")
def test_a_folder_that_cannot_be_written_is_read_and_answered_for(
    disk: Path, place: Folder, story: Article, misses: Misses
):
    other = ArticleFactory(headline="Lain", section=story.section, published=True)
    place.index.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    try:
        for address in (story.path, other.path):
            assert reading.ask(misses, address)[0] == 200
        with pytest.raises((OSError, sqlite3.Error)):
            place.catch_up()
    finally:
        place.index.close()
        subprocess.run(["mount", "-o", "remount,rw", disk], check=True)
    Article.objects.update(headline="Sesudah")
    everything_is_right(place, story, "Sesudah")


def test_where_the_print_folder_is_ill_a_form_of_the_newsroom_is_answered(
    place: Folder, monkeypatch: pytest.MonkeyPatch, rf
):
    monkeypatch.setattr(settings, "TERBIT_PRINTS", place.path)
    folders.folder.cache_clear()
    try:
        place.index.close()
        (place.path / "press.sqlite3").write_bytes(b"no database")
        answer = FollowLog(lambda request: "done")(rf.post("/ruang-redaksi/"))
        assert answer == "done"
    finally:
        folders.folder.cache_clear()


def test_an_index_that_is_no_database_any_more_is_made_anew(place: Folder, story: Article):
    """What it knew is lost; the prints with it, since nobody could tell which of them are stale."""
    place.index.close()
    for end in ("-wal", "-shm"):
        Path(f"{place.path}/press.sqlite3{end}").unlink(missing_ok=True)
    (place.path / "press.sqlite3").write_bytes(b"no database at all, but longer than a header of one" * 100)
    again = Folder(place.path)
    again.open()
    assert pressroom.press(again, story.path).state == "kept"
    assert not list(verifying.verify(again))
    again.index.close()


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL locks no whole database")
def test_a_locked_database_takes_no_printed_page_away(place: Folder, story: Article, misses: Misses):
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert reading.ask(misses, story.path)[0] == 200
        place.catch_up()  # reading waits for nobody
        status, body = reading.ask(misses, "/indeks/2020/11/18/")
        assert status == 200, body
        other.execute("ROLLBACK")
    Article.objects.update(headline="Sesudah")
    everything_is_right(place, story, "Sesudah")


def test_without_a_database_printed_pages_are_answered_and_others_excused(
    place: Folder, story: Article, misses: Misses
):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("the server is gone")

    with connection.execute_wrapper(refuse):
        assert reading.ask(misses, story.path) == (
            200,
            reading.lying(place, story.path).bodies["identity"],
        )
        assert reading.ask(misses, "/indeks/2020/11/18/")[0] == 503
        room = pressroom.Pressroom(place)
        with pytest.raises(OperationalError):
            room.round()
    Article.objects.update(headline="Sesudah")
    everything_is_right(place, story, "Sesudah")


def test_what_was_written_shortly_before_the_power_went_is_pulled(place: Folder, story: Article):
    place.index.state("boot", "before the power cut")
    place.index.state("settled", 0)
    place.open()
    assert reading.lying(place, story.path) is None
    assert not list(verifying.verify(place))
    place.settle()
    assert pressroom.press(place, story.path).state == "kept"
    place.index.state("settled", "99999999999")
    place.index.state("boot", "before another one")
    place.open()
    assert reading.lying(place, story.path) is not None


def test_a_picture_that_is_lost_holds_up_no_other_page(place: Folder, story: Article):
    """Its job fails and is tried again later; those behind it are done."""
    with place.index.writing():
        place._ask({"/foto/1-x-w320.jpg": 1, "/tidak/ada/": 2, story.path: 3})
    place.pull([story.path])
    do_all(place)
    assert reading.lying(place, story.path)


def test_a_database_that_was_put_back_to_an_earlier_state_leaves_nothing_stale(folder: Folder):
    story = ArticleFactory(headline="Sebelum", published=True)
    folder.catch_up()
    pressroom.press(folder, story.path)
    ahead = {"sqlite": "999999999", "postgresql": "999999:9999999:"}[connection.vendor]
    folder.index.state("position", ahead)  # so far the folder had followed what is no longer there
    Article.objects.update(headline="Sesudah")
    folder.catch_up()
    assert folder.index.fact("position") != ahead
    assert not folder.lies(story.path)
    assert pressroom.press(folder, story.path).state == "kept"
    assert not list(verifying.verify(folder))


@pytest.mark.skipif(VENDOR != "postgresql", reason="SQLite counts rows, not transactions")
def test_a_log_that_was_loaded_from_the_dump_of_another_server_begins_again(folder: Folder):
    story = ArticleFactory(published=True)
    Change.objects.update(transaction=10**12)
    before = changes.log_name()
    folder.open()
    assert changes.log_name() != before
    assert pressroom.press(folder, story.path).state == "kept"
