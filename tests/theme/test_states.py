"""Every state of a story, on its page and in lists."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine as clock

from terbit.theme.templatetags.newspaper import published_that_day
from tests.factories import ArticleFactory, publish, redraft
from tests.newsroom.bodies import Page
from tests.theme import heads
from tests.theme.papers import LONG, NOON


def text(paper, name: str) -> str:
    return Page(paper.html(name)).text


def test_a_story_without_picture_has_no_box_in_its_place(paper):
    html = paper.html("story, no picture")
    assert "lead-picture" not in html
    assert "<figure" not in html


def test_a_long_headline_is_never_cut(paper):
    for name in ("front", "section", "day", "story, long headline"):
        assert LONG in text(paper, name), name


def test_genre_is_told_by_label_and_letters(paper):
    assert 'class="story opinion"' in paper.html("story, opinion")
    assert "Pesisir · Opini" in text(paper, "story, opinion")
    assert "Pesisir · Tajuk" in text(paper, "story, editorial")
    assert "Pesisir · Analisis" in text(paper, "story, analysis")


def test_in_its_own_section_a_story_tells_what_the_section_does_not(paper):
    page = text(paper, "section")
    for kind, label in (("opinion", "Idham Kasturi"), ("editorial", "Tajuk"), ("analysis", "Analisis")):
        assert f"{label} {paper.stories[kind].headline}" in page, kind
    assert f"Pesisir · Idham Kasturi {paper.stories['opinion'].headline}" in text(paper, "topic")


def test_a_section_named_like_the_genre_does_not_say_it_twice(paper):
    paper.section.name = "Opini"
    paper.section.save()
    assert "Opini · Opini" not in text(paper, "story, opinion")
    assert "Opini · Tajuk" in text(paper, "story, editorial")


def test_an_advertorial_says_so_wherever_it_stands(paper):
    for name in ("section", "topic", "day", "story, advertorial"):
        assert f"Advertorial{paper.stories['advertorial'].headline}" in text(paper, name).replace(
            "Advertorial ", "Advertorial"
        ), name
    assert f"{paper.stories['advertorial'].headline} Advertorial" in text(paper, "latest, as a fragment")
    assert "Dibuat oleh Griya Samudra" in text(paper, "story, advertorial")
    assert "Dibuat oleh Griya Samudra" in text(paper, "section")


def test_an_unverified_story_says_so_on_top_at_the_end_and_in_lists(paper):
    page = text(paper, "story, whole")
    notice = "Berita ini masih memerlukan verifikasi lebih lanjut dan akan diperbarui di halaman ini."
    assert page.count(notice) == 2
    assert f"[{notice}]" in page
    for name, times in (("section", 2), ("topic", 1), ("day", 1)):  # in Terpopuler below a section, too
        assert text(paper, name).count("Reklamasi Teluk Dihentikan Perlu verifikasi") == times, name
        assert text(paper, name).count("Perlu verifikasi") == times, name
    for name in ("front", "latest, as a fragment"):
        assert "Reklamasi Teluk Dihentikan Perlu verifikasi" in text(paper, name), name


def test_what_a_person_said_carries_on_their_page_what_it_carries_in_the_story(paper):
    said = {"words": "Kami siap.", "person": paper.person, "where": "Balai Kota"}
    redraft(paper.stories["news"], body=[("statement", said | {"needs_verification": True})]).publish()
    redraft(paper.stories["advertorial"], body=[("statement", said)]).publish()
    page = text(paper, "person")
    assert f"Perlu verifikasi Balai Kota. {paper.stories['news'].headline}" in page
    assert f"Advertorial Balai Kota. {paper.stories['advertorial'].headline}" in page
    assert heads.faults(paper.html("person")) == []


def test_an_updated_story_tells_the_time_and_no_flag(paper):
    assert "Diperbarui 12.00 WIB" in text(paper, "story, updated")
    assert "Diperbarui" not in text(paper, "story, news")


def test_help_by_ai_and_the_source_are_told(paper):
    page = text(paper, "story, whole")
    assert "Dibantu AI" in page
    assert "Menerjemahkan wawancara." in page
    assert "Sumber: Kantor Berita" in page


def test_of_a_withdrawn_story_the_notice_is_left(paper, client):
    response = client.get(paper.stories["withdrawn"].path)
    assert response.status_code == 410
    page = Page(response.content.decode())
    assert "Tulisan ini telah dicabut" in page.text
    assert "“Sekolah Terapung Ditutup” terbit pada 17 November 2026 dan dicabut pada Selasa" in page.text
    assert "Memuat identitas anak." in page.text
    assert "Keputusan diambil oleh redaksi. Penanggung jawab: Sekar Anindita." in page.text
    assert not page.attributes("img")
    assert "wa.me" not in response.content.decode()
    for name in ("front", "section", "topic", "person", "contributor", "day"):
        assert "Sekolah Terapung" not in text(paper, name), name


def test_an_empty_page_says_so_in_one_sentence_and_shows_one_way_on(paper):
    for name, words, way in (
        ("empty section", "Belum ada tulisan di rubrik ini.", "/indeks/"),
        ("search that finds nothing", "Tidak ada yang cocok dengan “zzzz”.", "/indeks/"),
        ("empty day", "Tidak ada tulisan pada Rabu, 18 November 2026.", "/indeks/2026/11/17/"),
    ):
        html = paper.html(name)
        assert words in Page(html).text, name
        assert '<p class="links">' in html and f'<a href="{way}">' in html, name


@pytest.mark.parametrize("typed", ['"', "…", "- -"])
def test_a_search_without_a_word_asks_for_one_instead_of_answering_with_everything(paper, client, typed):
    html = client.get("/cari/", {"q": typed}).content.decode()
    assert "Ketik sekurangnya satu kata yang dicari." in Page(html).text
    assert '<article class="teaser' not in html
    assert '<label class="label" for="q">Kata yang dicari</label>' in html


def test_a_day_without_stories_names_the_nearest_days_before_and_after_it(paper, client):
    with clock.travel(NOON + timedelta(days=6)):
        publish(ArticleFactory(section=paper.section, contributor=paper.writer))

    def nearest(day: int) -> str:
        return Page(client.get(f"/indeks/2026/11/{day}/").content.decode()).text

    assert "Hari terdekat: Selasa, 17 November 2026; Senin, 23 November 2026." in nearest(20)
    assert "Hari terdekat: Selasa, 17 November 2026." in nearest(16)
    assert "Hari terdekat: Senin, 23 November 2026." in nearest(24)


@pytest.mark.parametrize(
    "address", ["9999/12", "9999/12/31", "0001/01/01", "0000/05/05", "0000/05", "2026/00", "2026/11/00"]
)
def test_days_that_no_calendar_of_ours_has_are_not_there(client, db, address):
    assert client.get(f"/indeks/{address}/").status_code == 404


def test_a_single_story_of_a_day_is_not_told_to_be_in_order():
    assert "dari yang terbaru" in published_that_day(2)
    assert published_that_day(1) == "1 tulisan terbit pada tanggal ini."
