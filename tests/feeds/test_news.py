"""The news sitemap: the last two days to the minute, and nothing that is not news."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from terbit.feeds import news
from terbit.feeds.models import NewsWindow
from terbit.newsroom.models import Article
from terbit.press.models import Change
from tests.factories import publish, redraft
from tests.feeds import rules
from tests.feeds.reading import SITE, in_the_news, listed, read
from tests.theme import papers

NOT_NEWS = ("advertorial", "withdrawn")


@pytest.fixture
def noon(paper, time_machine):
    """All stories came at noon; a worker is there."""
    time_machine.move_to(papers.NOON, tick=False)
    news.move_window()
    return time_machine


def test_it_is_valid(paper, noon):
    assert rules.of_news_sitemap(read("/sitemap-news.xml"), SITE) == []


PLANTED = [
    ("<news:language>id<", "<news:language>in<"),
    ("<news:name>Kabar Arumbai<", "<news:name><"),
    ("+07:00</news:publication_date>", "</news:publication_date>"),
    ("<news:title>Jembatan Diperbaiki<", "<news:title><"),
    ("</news:title>", "</news:title><news:keywords>a</news:keywords>"),
    ("news:news>", "news:berita>"),
]


@pytest.mark.parametrize(("good", "bad"), PLANTED)
def test_the_rules_of_news_sitemaps_find_a_planted_error(paper, noon, good, bad):
    text = read("/sitemap-news.xml").decode()
    assert good in text
    assert rules.of_news_sitemap(text.replace(good, bad).encode(), SITE) != []


def test_it_holds_news_under_its_own_headline(paper, noon):
    stories = [story for name, story in paper.stories.items() if name not in NOT_NEWS]
    assert in_the_news() == {story.headline: "2026-11-17T12:00:00+07:00" for story in stories}


def test_a_story_leaves_after_48_hours(paper, noon):
    noon.shift(timedelta(hours=47, minutes=59))
    news.move_window()
    assert "Jembatan Diperbaiki" in in_the_news()
    noon.shift(timedelta(minutes=2))
    assert "Jembatan Diperbaiki" in in_the_news()  # what is printed knows no clock
    news.move_window()
    assert in_the_news() == {}
    assert rules.of_news_sitemap(read("/sitemap-news.xml"), SITE) == []


def test_the_window_moves_only_when_that_changes_something(paper, noon):
    before = NewsWindow.objects.get().since
    last = Change.objects.order_by("-pk").first()
    noon.shift(timedelta(hours=12))
    news.move_window()
    assert NewsWindow.objects.get().since == before
    assert Change.objects.order_by("-pk").first() == last
    noon.shift(timedelta(hours=37))
    news.move_window()
    assert NewsWindow.objects.get().since == papers.NOON + timedelta(hours=1)
    assert Change.objects.order_by("-pk").first().key == "news-window"


def test_a_clock_that_is_set_right_brings_them_back(paper, noon):
    noon.shift(timedelta(days=30))
    news.move_window()
    assert in_the_news() == {}
    noon.move_to(papers.NOON)
    news.move_window()
    assert "Jembatan Diperbaiki" in in_the_news()


def test_a_correction_changes_neither_date_nor_place(paper, noon):
    before = list(in_the_news())
    noon.shift(timedelta(hours=5))
    redraft(paper.stories["first"], headline="Dua Jembatan Diperbaiki")
    publish(paper.stories["first"])
    after = in_the_news()
    assert list(after) == [
        title.replace("Jembatan Diperbaiki", "Dua Jembatan Diperbaiki") for title in before
    ]
    assert after["Dua Jembatan Diperbaiki"] == "2026-11-17T12:00:00+07:00"


def test_more_than_one_file_holds_are_split_and_indexed(paper, noon, monkeypatch):
    whole = list(in_the_news())
    assert news.MOST == 1_000
    monkeypatch.setattr(news, "MOST", len(whole))
    assert list(in_the_news()) == whole
    monkeypatch.setattr(news, "MOST", len(whole) - 1)
    assert rules.of_news_sitemap(read("/sitemap-news.xml"), SITE) == []
    files = list(listed("/sitemap-news.xml"))
    assert files == ["/sitemap-news-1.xml", "/sitemap-news-2.xml"]
    assert [len(listed(file)) for file in files] == [len(whole) - 1, 1]
    assert Client().get("/sitemap-news-3.xml").status_code == 404


def test_old_stories_that_move_in_are_no_news(paper, noon):
    Article.objects.update(first_published_at=papers.NOON - timedelta(days=400))
    assert in_the_news() == {}


def test_before_a_worker_has_run_there_is_no_news(paper, time_machine):
    NewsWindow.objects.all().delete()
    assert in_the_news() == {}
