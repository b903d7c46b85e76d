"""Very many prints go at once: readers see none of them from that moment on, and nobody waits for all of them."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest
from django.db import transaction

from terbit.newsroom import publishing
from terbit.newsroom.models import Article
from terbit.press import changes, index, leaving, purges, sheets, verifying
from terbit.press import folder as folders
from terbit.press.addressbook import BACKGROUND
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.leaving import SOME
from terbit.press.pressroom import Pressroom, press
from terbit.press.tidying import Tidying
from terbit.press.watching import ALL, EDITION
from tests.factories import ArticleFactory
from tests.press import desks, reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "VERY_MANY", 1)


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine so slow that each slice is over after one sheet, or one file."""
    monkeypatch.setattr(leaving, "SLICE", 0)


@pytest.fixture
def story(folder: Folder) -> Article:
    made = ArticleFactory(headline="Sebelum", published=True)
    folder.catch_up()
    for address in ("/", made.section.path, made.path):
        assert press(folder, address).state == "kept"
    return made


def change_all_pages() -> None:
    """As another time zone of the publication does."""
    with transaction.atomic():
        Article.objects.update(headline="Sesudah")
        changes.touch(ALL, EDITION)


def rows(folder: Folder) -> set[str]:
    return {row["address"] for row in folder.index.all("SELECT address FROM sheet")}


def jobs(folder: Folder) -> dict[str, int]:
    return {row["address"]: row["rank"] for row in folder.index.all("SELECT address, rank FROM job")}


def work_to_the_end(folder: Folder, room: Pressroom | None = None) -> None:
    room = room or Pressroom(folder)
    folder.index.do("UPDATE job SET due = 0 WHERE address NOT LIKE '/karangan/%'")
    folder.index.do("DELETE FROM job WHERE address LIKE '/karangan/%'")
    while room.round():
        folder.index.do("DELETE FROM job WHERE address LIKE '/karangan/%'")


def test_when_everything_changed_no_page_waits_until_all_are_forgotten(folder: Folder, story: Article):
    desks.print_made_up(folder, 2 * SOME)
    change_all_pages()
    assert folder.catch_up() == 2 * SOME + 3
    assert not list(folder.root(folder.current).rglob("*.html"))
    assert len(rows(folder)) == 2 * SOME + 3  # nobody held the lock for them
    misses = Misses(reading.nothing, reading.Lookup(folder), folder)
    assert b"Sesudah" in reading.ask(misses, story.path)[1]
    assert folder.lies(story.path)
    assert folder.forget_some()
    assert SOME <= len(rows(folder)) < 2 * SOME + 3
    work_to_the_end(folder)
    assert rows(folder) >= {"/", story.section.path, story.path}
    assert not {address for address in rows(folder) if address.startswith("/karangan/")}
    assert not list(verifying.verify(folder))


def test_what_was_printed_is_pressed_again_when_nothing_else_is_to_be_done(folder: Folder, story: Article):
    folder.index.do("DELETE FROM job")
    change_all_pages()
    folder.catch_up()
    while folder.forget_some():
        pass
    wanted = dict.fromkeys(("/", story.section.path, story.path), BACKGROUND)
    assert {address: rank for address, rank in jobs(folder).items() if address in wanted} == wanted


def test_a_page_printed_meanwhile_stays_also_under_the_number_of_one_that_went(
    folder: Folder, story: Article
):
    other = ArticleFactory(section=story.section, published=True)
    folder.catch_up()
    press(folder, "/")
    change_all_pages()
    folder.catch_up()
    (newest,) = folder.index.all("SELECT * FROM sheet ORDER BY id DESC LIMIT 1")
    assert folder.pull([newest["address"]]) == 1
    assert press(folder, other.path).state == "kept"
    assert folder.index.sheet(other.path, folder.current)["id"] == newest["id"]
    while folder.forget_some():
        pass
    assert rows(folder) == {other.path}
    assert folder.lies(other.path)
    assert not list(verifying.verify(folder))


def test_a_press_that_lost_the_database_on_the_way_does_it_again(folder: Folder, story: Article):
    change_all_pages()
    with desks.losing_the_database():
        folder.catch_up()
    folder.catch_up()
    work_to_the_end(folder)
    assert "Sesudah" in reading.lying(folder, story.path).bodies["identity"].decode()
    assert not list(verifying.verify(folder))


def test_a_change_that_very_many_pages_show_is_on_none_of_them_at_once(folder: Folder, story: Article):
    """The front and the section are asked for at once, each by its rank; rows are forgotten later."""
    folder.index.do("DELETE FROM job")
    Article.objects.update(headline="Sesudah")
    assert folder.catch_up() >= 3
    assert not list(folder.root(folder.current).rglob("*.html"))
    asked = jobs(folder)
    assert asked["/"] < asked[story.section.path] < asked[story.path] < BACKGROUND
    assert rows(folder)
    work_to_the_end(folder)
    assert "Sesudah" in reading.lying(folder, story.path).bodies["identity"].decode()
    assert not list(verifying.verify(folder))


def test_a_cdn_is_told_once_that_everything_changed(folder: Folder, story: Article):
    purges.follow(folder.index, "varnish one")
    folder.index.do("DELETE FROM purge")
    change_all_pages()
    folder.catch_up()
    while folder.forget_some():
        pass
    assert [row["address"] for row in purges.due(folder.index, 10)] == [purges.ALL]


def print_an_old_edition(folder: Folder, number: int) -> None:
    """That many stories in an edition of before, with their files."""
    with folder.index.writing():
        folder.index.do("INSERT INTO edition (name, made, current) VALUES ('tua', 1, 1)")
        for count in range(number):
            folder.index.add(
                [], address=f"/lama/{count}/", edition="tua", name=f"lama/{count}/index.html", status=200,
                bytes=1000, mtime=1, written=1.0, position=changes.mark().position, quick=0,
            )  # fmt: skip
    for count in range(number):
        path = folder.root("tua") / f"lama/{count}/index.html"
        path.parent.mkdir(parents=True)
        path.write_text("Dahulu")


def test_a_story_that_is_withdrawn_while_an_old_edition_goes_is_gone_at_the_next_look(
    folder: Folder, story: Article, one_at_a_time: None, settings: Any
):
    settings.TERBIT_OLD_EDITIONS = 0
    print_an_old_edition(folder, 9)
    room = Pressroom(folder)  # on one core, where nobody assists it
    assert room.round()
    assert list(folder.path.glob("away-*"))
    assert is_read(folder, story)
    publishing.take_offline(story, reason="Memuat identitas anak.")
    assert room.round()
    assert not is_read(folder, story)
    assert {address for address in rows(folder) if address.startswith("/lama/")}
    assert list(folder.path.glob("away-*"))
    work_to_the_end(folder, room)
    assert not {address for address in rows(folder) if address.startswith("/lama/")}
    assert not list(folder.path.glob("away-*"))


def test_a_story_that_is_withdrawn_while_room_is_made_is_gone_at_the_next_look(
    folder: Folder, story: Article, one_at_a_time: None, settings: Any
):
    settings.TERBIT_PRINTS_BYTES = folder.bytes()
    desks.print_made_up(folder, 9)
    room = Pressroom(folder)
    while folder.bytes() == settings.TERBIT_PRINTS_BYTES + 9 * 1000:
        assert room.round()
    assert is_read(folder, story)
    publishing.take_offline(story, reason="Memuat identitas anak.")
    assert room.round()
    assert not is_read(folder, story)
    assert [address for address in rows(folder) if address.startswith("/karangan/")]


def test_an_old_edition_that_goes_makes_the_room_that_is_wanted(folder: Folder, story: Article):
    """Its sheets still count for as long as they are not forgotten; none of today's goes for them."""
    before, limit = rows(folder), folder.bytes()
    print_an_old_edition(folder, 9)
    folder.drop_old_editions(0)
    assert folder.bytes() > limit
    assert sum(folder.make_room(limit)) == 0
    assert rows(folder) >= before


def look_to_the_end(tidying: Tidying) -> None:
    while tidying.look():
        pass


def test_room_that_could_not_be_made_is_made_at_the_next_look(
    folder: Folder, story: Article, one_at_a_time: None, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    settings.TERBIT_PRINTS_BYTES = 1
    monkeypatch.setattr(index, "_TIMEOUT", 0)
    other = Folder(folder.path)
    tidying = Tidying(other)
    assert tidying.look()
    with folder.index.writing(), pytest.raises(sqlite3.OperationalError):
        look_to_the_end(tidying)
    assert rows(folder) >= {"/", story.path}
    look_to_the_end(tidying)
    assert not rows(folder)
    other.index.close()


def is_read(folder: Folder, story: Article) -> bool:
    answer = reading.lying(folder, story.path)
    return answer is not None and answer.status == 200


def lose_the_files(folder: Folder, *addresses: str) -> None:
    """As a press does that makes room and is killed before the rows go too."""
    for row in (row for address in addresses for row in folder.index.sheets_at(address)):
        sheets.remove(folder.root(row["edition"]), row["name"])


def told(folder: Folder) -> set[str]:
    """What the CDN is to be told from now on, when all is forgotten that left."""
    folder.index.do("DELETE FROM purge")
    while folder.forget_some():
        pass
    return {row["address"] for row in purges.due(folder.index, 1000)}


def test_a_cdn_is_told_of_a_page_that_went_for_want_of_room_when_an_old_edition_is_dropped_as_well(
    folder: Folder, story: Article
):
    purges.follow(folder.index, "varnish one")
    lose_the_files(folder, story.path)
    folder.index.do("INSERT INTO edition (name, made, current) VALUES ('tua', 1, 1)")
    folder.drop_old_editions(0)
    assert told(folder) == {story.path}
    assert folder.lies("/")


def test_a_cdn_is_told_of_a_page_that_went_after_it_had_been_told_of_everything(
    folder: Folder, story: Article
):
    purges.follow(folder.index, "varnish one")
    change_all_pages()
    folder.catch_up()
    assert press(folder, story.path).state == "kept"
    lose_the_files(folder, story.path)
    assert told(folder) == {story.path}


def test_a_cdn_is_told_of_a_page_that_went_after_very_many_others_did(folder: Folder, story: Article):
    assert press(folder, "/cari/").state == "kept"
    purges.follow(folder.index, "varnish one")
    Article.objects.update(headline="Sesudah")
    assert folder.catch_up() >= 3
    lose_the_files(folder, "/cari/")
    assert told(folder) == {"/cari/"}


def test_what_was_put_away_goes_off_the_disk(folder: Folder, story: Article):
    change_all_pages()
    folder.catch_up()
    assert list(folder.path.glob("away-*"))
    assert list(folder.throw_away_leftovers())
    assert not list(folder.path.glob("away-*"))


def test_what_was_compressed_better_meanwhile_is_put_beside_nothing(folder: Folder, story: Article):
    improved = sheets.Improved(folder.root(folder.current), "index.html")
    change_all_pages()
    folder.catch_up()
    improved.place()
    assert not [path for path in folder.root(folder.current).rglob("*") if path.is_file()]
