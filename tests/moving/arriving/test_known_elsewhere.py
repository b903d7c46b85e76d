"""Readers' programs and search engines know a story that moved in by what they knew it by before."""

from __future__ import annotations

import pytest
from django.test import Client

from terbit.feeds.models import Ping
from terbit.moving.arriving import wording
from terbit.newsroom.models import Article
from tests.factories import publish, redraft
from tests.moving.arriving.exports import HEAD, TAIL, cdata, ghost_paper, item, meta

pytestmark = pytest.mark.django_db


def paper_with(*more: str, excerpt: str = "") -> str:
    return HEAD + item(1, "Banjir Bandang", more="".join(more), excerpt__encoded=cdata(excerpt)) + TAIL


def head_of(path: str) -> str:
    return Client().get(path).content.decode().partition("</head>")[0]


def test_feeds_call_a_story_what_those_of_the_old_paper_called_it(arrive):
    arrive(paper_with())
    assert b'<guid isPermaLink="false">https://muara.example/?p=1</guid>' in Client().get("/feed/").content
    assert Client().get("/feed.json").json()["items"][0]["id"] == "https://muara.example/?p=1"


def test_ghosts_feeds_name_stories_by_their_ids(arrive):
    arrive(ghost_paper(uuid="5b1c7a52-0000-4000-8000-000000000000"), source="ghost")
    assert b'<guid isPermaLink="false">a1</guid>' in Client().get("/feed/").content


def test_it_stays_so_when_an_editor_publishes_an_update(arrive):
    arrive(paper_with())
    story = Article.objects.get()
    redraft(story, headline="Banjir Surut")
    publish(story)
    assert b">https://muara.example/?p=1</guid>" in Client().get("/feed/").content


def test_no_hub_is_told_of_an_archive(arrive, settings):
    settings.TERBIT_WEBSUB_HUB = "https://hub.example/"
    arrive(paper_with())
    assert not Ping.objects.exists()


def test_what_was_written_for_search_engines_stands_in_the_head(arrive):
    seo = meta("_yoast_wpseo_title", "Banjir Agam: Tiga Desa Terendam %%sep%% %%sitename%%")
    seo += meta("_yoast_wpseo_metadesc", "Tiga desa di Agam terendam.")
    arrive(paper_with(seo, excerpt="Air naik sejak pagi."))
    head = head_of("/2026/02/1/")
    assert "<title>Banjir Agam: Tiga Desa Terendam – " in head
    assert '<meta name="description" content="Tiga desa di Agam terendam.">' in head
    assert '<meta property="og:title" content="Banjir Bandang">' in head
    assert Article.objects.get().standfirst == "Air naik sejak pagi."


def test_an_editor_may_change_it_or_leave_it_to_the_headline(arrive):
    arrive(paper_with(meta("rank_math_title", "Banjir Agam")))
    story = Article.objects.get()
    redraft(story, search_title="")
    publish(story)
    assert "<title>Banjir Bandang – " in head_of("/2026/02/1/")


def test_a_description_where_there_is_no_excerpt_is_the_standfirst(arrive):
    arrive(paper_with(meta("_yoast_wpseo_metadesc", "Tiga desa terendam.")))
    story = Article.objects.get()
    assert (story.standfirst, story.search_description) == ("Tiga desa terendam.", "")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", ""),
        ("%title% %sep% %sitename%", ""),
        ("#post_title #separator_sa #site_title", ""),
        ("%%title%% di Agam | %%sitename%%", "Banjir di Agam"),
        ("Diskon 50% bagi 20% warga", "Diskon 50% bagi 20% warga"),
        ("Tagar #banjir &amp; kabar", "Tagar #banjir & kabar"),
        ("%%cf_kota%% %%currentdate%%", ""),
    ],
)
def test_what_extensions_would_have_filled_in_is_left_out(written, words):
    assert wording.for_search(written, "Banjir") == words


def test_a_newer_export_brings_another_title_for_search_engines(arrive):
    arrive(paper_with())
    arrive(paper_with(meta("_yoast_wpseo_title", "Banjir Agam")))
    assert "<title>Banjir Agam – " in head_of("/2026/02/1/")
