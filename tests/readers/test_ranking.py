"""*Terpopuler*: its order, when it changes, and who is not in it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terbit.newsroom import publishing
from terbit.newsroom.models import Article
from terbit.newsroom.models.kind import Kind
from terbit.press import rendering
from terbit.press.models import Change
from terbit.readers import ranking
from tests.factories import ArticleFactory
from tests.readers.counts import read

pytestmark = pytest.mark.django_db
DAYS = [timedelta(days=days) for days in range(20)]


def order() -> list[str]:
    return [story.headline for story in ranking.most_read()]


def html(address: str) -> str:
    return Client().get(address).content.decode()


def test_what_was_read_most_in_a_day_leads_and_the_week_follows(stories):
    read(stories[0], 100, ago=DAYS[3])
    read(stories[1], 5)
    read(stories[2], 7)
    read(stories[0], 1)
    read(stories[3], 50, ago=DAYS[2])
    ranking.rank()
    assert order() == ["Berita 3", "Berita 2", "Berita 1", "Berita 4"]


def test_where_nobody_reads_the_order_stays_as_it_was(stories):
    read(stories[0], 2)
    read(stories[1], 1)
    assert ranking.rank() is True
    later = Article.objects.get(pk=stories[0].pk).first_published_at + DAYS[10]
    assert ranking.rank(later) is False
    assert order() == ["Berita 1", "Berita 2"]


def test_an_order_that_is_the_same_touches_no_page(stories):
    read(stories[0], 2)
    read(stories[1], 1)
    ranking.rank()
    Change.objects.all().delete()
    read(stories[0], 10)
    assert ranking.rank() is False and not Change.objects.exists()
    read(stories[1], 50)
    assert ranking.rank() is True
    assert "most-read" in set(Change.objects.values_list("key", flat=True))


def test_five_are_shown_and_of_a_hundred_the_first(stories):
    for number in range(8):
        story = ArticleFactory(headline=f"Lain {number}", section=stories[0].section, published=True)
        read(story, number + 1)
    ranking.rank()
    assert order() == [f"Lain {number}" for number in (7, 6, 5, 4, 3)]


def test_a_sponsor_does_not_buy_a_place(stories):
    paid = ArticleFactory(kind=Kind.ADVERTORIAL, sponsor="Griya Samudra", published=True)
    read(paid, 100)
    read(stories[0], 1)
    ranking.rank()
    assert order() == ["Berita 1"]


def test_a_story_that_is_taken_offline_vanishes_at_once_and_the_next_moves_up(stories):
    for number, story in enumerate(stories):
        read(story, 9 - number)
    ranking.rank()
    Change.objects.all().delete()
    publishing.take_offline(stories[0], reason="Keliru.")
    keys = set(Change.objects.values_list("key", flat=True))
    assert {"most-read", f"article:{stories[0].pk}"} <= keys
    assert order() == ["Berita 2", "Berita 3", "Berita 4"]


def test_the_front_a_section_and_the_fragment_show_the_list(stories):
    read(stories[0], 1)
    ranking.rank()
    for address in ("/", "/kota/", "/bagian/terpopuler/"):
        ranks = re.findall(r'<ol class="lines ranks">(.*?)</ol>', html(address), re.DOTALL)
        assert [re.findall(r'href="([^"]+)"', ol) for ol in ranks] == [[stories[0].path]], address


def test_before_anybody_is_counted_nothing_stands_there(stories):
    for address in ("/", "/kota/"):
        assert "Terpopuler" not in html(address), address
    assert "Belum ada tulisan terpopuler." in html("/bagian/terpopuler/")


def test_the_newest_stories_are_a_fragment_with_their_day(stories):
    lines = re.findall(r'<li>.*?href="([^"]+)"', html("/bagian/terbaru/"))
    assert lines == [story.path for story in reversed(stories)]
    assert '<li class="day meta">' in html("/bagian/terbaru/")


def test_neither_a_new_story_nor_a_new_order_presses_the_page_of_another(stories):
    read(stories[0], 1)
    ranking.rank()
    for address in (stories[1].path, "/bagian/terbaru/", "/bagian/terpopuler/", "/"):
        keys = rendering.render(address).keys
        expected = {"/": {"stories", "most-read"}, "/bagian/terbaru/": {"stories"}}
        lists = expected.get(address, {"most-read"} if "terpopuler" in address else set())
        assert keys & {"stories", "most-read"} == lists, address


def test_the_page_of_a_story_tells_its_address_and_loads_both_lists(stories):
    page = html(stories[0].path)
    assert page.count(f'data-read="{stories[0].path}"') == 1
    assert re.findall(r'data-part="([^"]+)"', page) == ["/bagian/terbaru/", "/bagian/terpopuler/"]
    assert stories[3].headline not in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="how SQLite answers")
def test_the_most_read_are_not_looked_for_among_all_stories():
    with CaptureQueriesContext(connection) as asked:
        ranking.most_read()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        steps = [row[3] for row in cursor.fetchall()]
    assert steps and not [step for step in steps if step.startswith("SCAN")]
