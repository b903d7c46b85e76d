"""What happens at the same moment: a page that is rendered while what it shows changes, and many who want one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Section
from terbit.press import changes, pressroom, rendering, verifying
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.models import Change
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, TopicFactory
from tests.newsroom.test_batch import in_bulk
from tests.press import reading, urls

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(folder: Folder) -> Article:
    made = ArticleFactory(headline="Sebelum", published=True)
    folder.catch_up()
    return made


@pytest.fixture
def slow_pages(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.press.urls"
    for counter in (urls.most, urls.times):
        counter.clear()


def elsewhere(act: Callable[[], Any]) -> Any:
    """Do it in a thread with a connection of its own, and wait for it."""

    def alone() -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result(timeout=60)


def change() -> None:
    Article.objects.update(headline="Sesudah")


@contextmanager
def after_query(number: int, act: Callable[[], Any]) -> Iterator[None]:
    """Have it done, once, when this connection has asked so many questions."""
    asked = 0

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal asked
        asked += 1
        answer = execute(sql, params, many, context)
        if asked == number:
            act()
        return answer

    with connection.execute_wrapper(wrapper):
        yield


def lies(folder: Folder, address: str) -> str:
    answer = reading.lying(folder, address)
    return answer.bodies["identity"].decode() if answer else ""


def test_a_page_that_changed_while_it_was_rendered_is_not_kept_whenever_that_was(
    folder: Folder, story: Article
):
    moments = []
    for number in range(1, 20):
        Article.objects.update(headline="Sebelum")
        changed = len(moments)
        with after_query(number, lambda: elsewhere(lambda: moments.append(change()))):
            rendered = rendering.render(story.path)
        assert rendered is not None
        if len(moments) == changed:
            break  # it asks no more questions
        assert not folder.keep(rendered)
    assert 3 <= len(moments) < 19
    assert folder.keep(rendered)


def test_whoever_presses_it_then_presses_the_new_one(folder: Folder, story: Article):
    with after_query(4, lambda: elsewhere(change)):
        assert pressroom.press(folder, story.path).state == "kept"
    assert "Sesudah" in lies(folder, story.path)


def test_a_change_that_began_before_a_page_and_is_done_after_it_pulls_the_page(
    folder: Folder, story: Article
):
    """PostgreSQL numbers a transaction when it begins to write; others are done before it."""
    written, go = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            change()
            written.set()
            assert go.wait(60)

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(lambda: elsewhere(write_slowly))
        assert written.wait(60)
        if connection.vendor == "postgresql":
            TopicFactory()  # a later change is done, and followed
        folder.catch_up()
        assert pressroom.press(folder, story.path).state == "kept"
        folder.catch_up()
        assert "Sebelum" in lies(folder, story.path)
        rendered = rendering.render(story.path)
        go.set()
        slow.result()
    assert rendered is not None and not folder.keep(rendered)
    folder.catch_up()
    assert not lies(folder, story.path)
    assert not list(verifying.verify(folder))


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL tells by itself")
def test_a_change_at_any_moment_of_a_look_at_the_log_is_followed_or_wakes_the_press(
    folder: Folder, story: Article
):
    room = pressroom.Pressroom(folder)
    for number in range(1, 8):
        while room.round():
            pass
        pressroom.press(folder, story.path)
        Article.objects.update(headline="Sebelum")
        room._somebody_committed()
        with after_query(number, lambda: elsewhere(change)):
            busy = room.round()
        unseen = "Sesudah" not in rendering.render(story.path).sheet.body.decode()
        followed = folder.index.fact("position") == changes.mark().position
        assert busy or unseen or followed or room._somebody_committed(), number


def test_sixty_four_readers_who_want_one_page_have_it_rendered_once(folder: Folder, slow_pages: None):
    def ask(number: int) -> reading.Answer:
        return elsewhere(lambda: reading.ask(misses, "/lambat/satu/"))

    misses = Misses(reading.nothing, reading.Lookup(folder), folder)
    with ThreadPoolExecutor(64) as pool:
        answers = set(pool.map(ask, range(64)))
    assert answers == {(200, b"<p>satu</p>")}
    assert urls.times == {"satu": 1}


def test_two_at_work_in_one_folder_never_press_the_same_page_at_once(folder: Folder, slow_pages: None):
    with folder.index.writing():
        folder._ask({f"/lambat/{number}/": 5 for number in range(6)})

    def work() -> None:
        room = pressroom.Pressroom(Folder(folder.path))
        for row in room._jobs(100):
            room.do(row)
        room.folder.index.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: elsewhere(work), range(3)))
    assert set(urls.most.values()) == {1}
    assert len(urls.times) == 6
    assert not folder.index.all("SELECT * FROM job")


def test_the_assistant_does_what_nobody_is_at_and_leaves_the_log_to_the_press(folder: Folder, story: Article):
    hand = pressroom.Assistant(folder)
    while hand.round():
        pass
    change()
    assert not hand.round()  # it is not asked for yet
    assert "Sebelum" in lies(folder, story.path)
    folder.catch_up()
    with folder.index.alone_with(story.path):
        assert {hand.do(row).state for row in hand._jobs(10) if row["address"] == story.path} == {"taken"}
        assert not lies(folder, story.path)
    while hand.round():
        pass
    assert "Sesudah" in lies(folder, story.path) and not folder.index.all("SELECT * FROM job")


def test_a_job_that_was_asked_for_again_is_left_to_whoever_sees_it_next(folder: Folder, story: Article):
    pressroom.press(folder, story.path)
    change()
    folder.catch_up()
    hand = pressroom.Assistant(folder)
    rows = hand._jobs(10)
    folder.index.do("UPDATE job SET asked = asked + 1")
    assert {hand.do(row).state for row in rows} == {"taken"}
    assert {row["address"] for row in folder.index.all("SELECT * FROM job")} >= {story.path}


def test_two_folders_on_one_database_follow_by_themselves(folder: Folder, story: Article, tmp_path: Path):
    other = Folder(tmp_path / "other")
    other.open()
    for place in (folder, other):
        pressroom.press(place, story.path)
    change()
    folder.catch_up()
    pressroom.press(folder, story.path)
    assert "Sesudah" in lies(folder, story.path)
    assert "Sebelum" in lies(other, story.path)
    other.catch_up()
    assert not lies(other, story.path)
    for place in (folder, other):
        assert not list(verifying.verify(place))
    other.index.close()


def test_the_last_two_stories_of_a_day_that_go_at_once_leave_an_empty_day(folder: Folder, section: Section):
    one, two = (ArticleFactory(section=section, published=True) for _ in range(2))
    mark = changes.mark()

    def take(which: Article) -> None:
        elsewhere(lambda: publishing.take_offline(which, reason="Keliru."))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publishing.take_offline(one, reason="Keliru.")
            late = pool.submit(take, two)
            with pytest.raises(TimeoutError):
                late.result(timeout=0.5)
        late.result(timeout=60)
    assert "days" in changes.touched_since(mark.position)


@pytest.fixture
def section(db: None) -> Section:
    return SectionFactory()


def test_an_archive_of_two_thousand_stories_tells_the_press_of_each_list_once(folder: Folder, story: Article):
    pressed = ["/", story.section.path, "/indeks/"]
    for address in [*pressed, story.path]:
        pressroom.press(folder, address)
    writer, before = ContributorFactory(), Change.objects.latest("pk").pk
    with publishing.batch() as stories:
        for number in range(2000):
            old = in_bulk(number, section=story.section)
            old.bylines.add(writer.bylines.model(contributor=writer))
            stories.append(old)
    keys = Change.objects.filter(pk__gt=before).values_list("key", flat=True)
    lists = [key for key in keys if not key.startswith(("article:", "url:"))]
    assert len(keys) - len(lists) == 2 * 2000 and len(lists) <= 20
    folder.catch_up()
    assert not any(lies(folder, address) for address in pressed)
    assert lies(folder, story.path)
    asked = {row["address"] for row in folder.index.all("SELECT * FROM job")}
    assert {"/", story.section.path} <= asked and not [address for address in asked if ".html" in address]
