"""The look of the whole paper changes in one step, and comes back without anything stale."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from terbit.newsroom.models import Article, Publication, Redirect, Section
from terbit.press import editions, pressroom, verifying
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from tests.factories import ArticleFactory, SectionFactory
from tests.press import desks, reading

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(folder: Folder) -> Iterator[Article]:
    named("A")
    made = ArticleFactory(headline="Sebelum", published=True)
    folder.catch_up()
    for address in ("/", made.section.path, made.path):
        pressroom.press(folder, address)
    yield made
    assert not list(verifying.verify(folder))


def named(name: str) -> None:
    publication = Publication.read()
    publication.name = name
    publication.save()


def text(folder: Folder, address: str) -> str:
    answer = reading.lying(folder, address)
    return answer.bodies["identity"].decode() if answer else ""


def read_at(folder: Folder, story: Article, end: str, moment: int) -> None:
    """As if a reader had asked for this encoding then."""
    path = folder.root(folder.current) / story.path[1:] / f"index.html{end}"
    os.utime(path, (moment, path.stat().st_mtime))


def do_all(folder: Folder) -> list[str]:
    room, done = pressroom.Pressroom(folder), []
    while rows := room._jobs(10):
        done += [room.do(row).address for row in rows]
    return done


def test_another_name_is_on_every_page_that_was_printed(folder: Folder, story: Article):
    named("B")
    folder.catch_up()
    assert not text(folder, story.path)
    assert set(do_all(folder)) >= {"/", story.section.path, story.path}
    assert "<title>Sebelum" in text(folder, story.path)
    assert "B</" in text(folder, story.path)


def test_an_edition_comes_back_with_what_did_not_change_and_without_what_did(folder: Folder, story: Article):
    other = ArticleFactory(headline="Lain", section=story.section, published=True)
    folder.catch_up()
    pressroom.press(folder, other.path)
    first = folder.current
    named("B")
    folder.catch_up()
    Article.objects.filter(pk=story.pk).update(headline="Sesudah")
    folder.catch_up()
    do_all(folder)
    named("A")
    folder.catch_up()
    assert folder.current == first
    assert "Lain" in text(folder, other.path)
    assert not text(folder, story.path)
    do_all(folder)
    assert "Sesudah" in text(folder, story.path)


def test_a_press_killed_on_the_way_to_an_edition_gets_there(folder: Folder, story: Article):
    """Readers get the new one, and what was printed in the one before is asked for, however far it came."""
    named("B")
    before = folder.index.fact("edition")
    folder.switch(editions.read().name)  # this far
    folder.catch_up()
    assert folder.current == folder.index.fact("edition") != before
    assert set(do_all(folder)) >= {"/", story.section.path, story.path}


def test_an_edition_that_cannot_be_read_now_is_followed_later(folder: Folder, story: Article):
    named("B")
    with desks.losing_the_database():
        folder.catch_up()
    folder.catch_up()
    assert folder.current == editions.read().name


def test_a_restarted_house_with_another_theme_presses_what_was_printed(folder: Folder, story: Article):
    kept = editions.code()
    try:
        editions.code.cache_clear()
        version, editions.__version__ = editions.__version__, "99"
        editions.forget()
        again = Folder(folder.path)
        again.open()
        assert set(do_all(again)) >= {"/", story.section.path, story.path}
        again.index.close()
    finally:
        editions.__version__ = version
        editions.code.cache_clear()
        editions.forget()
        assert editions.code() == kept
    folder.open()
    assert text(folder, story.path)


def test_what_is_read_most_is_pressed_first_in_a_new_edition(folder: Folder, story: Article):
    others = [ArticleFactory(section=story.section, published=True) for _ in range(3)]
    folder.catch_up()
    do_all(folder)
    for number, other in enumerate(others):
        for end in ("", ".br", ".gz"):
            read_at(folder, other, end, 2_000_000_000 + number if end == ".br" else 1_000_000_000)
    named("B")
    folder.catch_up()
    done = do_all(folder)
    assert [address for address in done if address in {other.path for other in others}] == [
        other.path for other in reversed(others)
    ]


def test_old_editions_go_with_all_their_files(folder: Folder, story: Article):
    for name in ("B", "C", "D"):
        named(name)
        folder.catch_up()
        do_all(folder)
    assert folder.drop_old_editions(1) >= 2
    while folder.forget_some():
        pass
    assert list(folder.throw_away_leftovers())
    left = {path.name for path in folder.path.iterdir() if path.is_dir() and not path.is_symlink()}
    left -= {"locks"}
    assert left == {row["name"] for row in folder.index.all("SELECT name FROM edition")}
    assert len(left) == 2
    assert folder.current in left
    rows = folder.index.all("SELECT DISTINCT edition FROM sheet")
    assert {row["edition"] for row in rows} <= left
    orphans = "SELECT 1 FROM shown WHERE sheet NOT IN (SELECT id FROM sheet)"
    assert not folder.index.all(orphans)


def test_where_room_is_scarce_the_least_read_go_first(folder: Folder, story: Article):
    others = [ArticleFactory(section=story.section, published=True) for _ in range(6)]
    folder.catch_up()
    do_all(folder)
    for number, other in enumerate(others):
        pressroom.press(folder, other.path)
        for end in ("", ".br", ".gz"):
            read_at(folder, other, end, 1_000_000_000 + number)
    before = folder.bytes()
    assert sum(folder.make_room(before)) == 0
    assert sum(folder.make_room(before - 1)) >= 1
    assert folder.bytes() <= 0.9 * before
    assert not text(folder, others[0].path)
    assert text(folder, others[-1].path)
    assert text(folder, "/")


def test_where_room_is_scarce_former_editions_go_before_what_readers_get(folder: Folder, story: Article):
    named("B")
    folder.catch_up()
    do_all(folder)
    assert {row["edition"] for row in folder.index.all("SELECT edition FROM sheet")} > {folder.current}
    for end in ("", ".br", ".gz"):  # as the hottest page looks that the newsstand serves from memory
        read_at(folder, story, end, 1_000_000_000)
    readers_get = folder.index.all("SELECT name FROM sheet WHERE edition = ?", folder.current)
    assert sum(folder.make_room(folder.bytes() - 1)) >= 1
    assert folder.index.all("SELECT name FROM sheet WHERE edition = ?", folder.current) == readers_get
    assert text(folder, story.path)


def test_the_many_addresses_of_an_archive_are_printed_when_somebody_asks_for_them(folder: Folder):
    do_all(folder)
    Redirect.objects.bulk_create([Redirect(path=f"/lama/{number}/", target="/") for number in range(150)])
    folder.catch_up()
    assert do_all(folder) == []
    Redirect.objects.create(path="/satu/", target="/")
    folder.catch_up()
    assert do_all(folder) == ["/satu/"]


def test_a_section_that_is_new_stands_in_the_navigation_of_every_page(folder: Folder, story: Article):
    SectionFactory(name="Rubrik Baru", slug="rubrik-baru")
    folder.catch_up()
    do_all(folder)
    assert "/rubrik-baru/" in text(folder, story.path)
    Section.objects.filter(slug="rubrik-baru").delete()
    folder.catch_up()
    do_all(folder)
    assert "/rubrik-baru/" not in text(folder, story.path)


def test_readers_get_an_older_edition_where_a_page_fails(folder: Folder, story: Article):
    named("B")
    folder.catch_up()
    misses = Misses(reading.nothing, reading.Lookup(folder), folder)

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is gone")

    with connection.execute_wrapper(refuse):
        status, body = reading.ask(misses, story.path)
        assert (status, b"Sebelum" in body) == (200, True)
        assert reading.ask(misses, "/belum-dicetak/")[0] == 503


def test_pressing_by_hand_beside_a_house_of_another_terbit_is_refused(own_folder: Folder, monkeypatch: Any):
    story = ArticleFactory(published=True)
    own_folder.catch_up()
    monkeypatch.setattr("terbit.press.management.commands.press.AGREED", 0)
    with own_folder.at_work():
        call_command("press", story.path, stdout=StringIO())
        edition = own_folder.current
        monkeypatch.setattr(editions, "__version__", "99")
        editions.code.cache_clear()
        with pytest.raises(CommandError, match="restart it"):
            call_command("press", story.path)
        assert own_folder.current == edition
    editions.forget()
    call_command("press", story.path, stdout=StringIO())  # no house at work: this one decides
    assert own_folder.current != edition
    editions.code.cache_clear()


def test_what_never_changes_is_not_pressed_for_a_new_edition(folder: Folder, story: Article):
    """Its addresses gather over the years; a reader who asks for one gets it made."""
    (icon,) = set(re.findall(r'"(/ikon/[^"]+-180\.png)"', text(folder, story.path)))
    assert pressroom.press(folder, icon).state == "kept"
    named("B")
    folder.catch_up()
    done = do_all(folder)
    assert story.path in done and icon not in done
