"""`/cari/`: what readers find, how it is narrowed down, and what nobody finds."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic
from terbit.newsroom.models.kind import Kind
from terbit.theme import assets, finding
from tests.factories import ArticleFactory, PersonFactory, SectionFactory, TopicFactory, publish

pytestmark = pytest.mark.django_db
PARAMETERS = ("q", "rubrik", "topik", "tokoh", "dari", "sampai", "urut", "awalan", "setelah")


def story(headline: str, words: str = "Isi berita.", *, topic=None, person=None, **fields) -> Article:
    made = ArticleFactory(headline=headline, body=[("paragraph", f"<p>{words}</p>")], **fields)
    if topic:
        made.article_topics.add(ArticleTopic(topic=topic))
    if person:
        made.article_people.add(ArticlePerson(person=person))
    made.save_revision(clean=False)
    return publish(made)


def page(client, **asked: str) -> str:
    answer = client.get("/cari/", asked)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    return answer.content.decode()


def headlines(html: str) -> list[str]:
    hits = html.partition('rows hits">')[2]
    return [plain(found) for found in re.findall(r'<h2 class="headline"><a[^>]*>(.*?)</a>', hits)]


def plain(html: str) -> str:
    return unescape(re.sub("<[^>]+>", "", html))


def link(html: str, words: str) -> str:
    return unescape(re.search(rf'<a[^>]*href="([^"]*)"[^>]*>(?:<b>)?{words}', html)[1])


def test_newest_first_and_on_request_what_fits_best(client):
    story("Gempa di Palu")
    story("Warga Palu Berkumpul", "Sesudah gempa mereka kembali.")
    html = page(client, q="gempa")
    assert headlines(html) == ["Warga Palu Berkumpul", "Gempa di Palu"]
    assert "2 tulisan · dari yang terbaru" in plain(html)
    html = client.get(link(html, "Paling cocok dulu")).content.decode()
    assert headlines(html) == ["Gempa di Palu", "Warga Palu Berkumpul"]
    assert "2 tulisan · dari yang paling cocok" in plain(html)
    assert link(html, "Terbaru dulu") == "/cari/?q=gempa"


def test_the_words_are_marked_where_they_stand_and_a_hit_in_the_body_is_shown(client):
    story(
        "Pasar Dibuka", "Kemarin hujan. Pedagang menyebut pemilihannya adil.", standfirst="Seratus kios baru."
    )
    html = page(client, q="memilih pasar")
    assert "<mark>Pasar</mark> Dibuka" in html
    assert "Pedagang menyebut <mark>pemilihannya</mark> adil." in html
    assert "Seratus kios baru." not in html
    assert "Seratus kios baru." in page(client, q="pasar")


def test_results_are_narrowed_down_by_section_topic_person_and_day(client, time_machine):
    sea, land = SectionFactory(slug="laut", name="Laut"), SectionFactory(slug="darat", name="Darat")
    coast = SectionFactory(slug="pesisir", name="Pesisir", parent=sea)
    topic, person = TopicFactory(slug="gempa-palu"), PersonFactory(slug="laras")
    for day, fields in enumerate(
        [{"section": coast, "topic": topic}, {"section": land, "person": person}, {"section": land}], start=10
    ):
        time_machine.move_to(f"2026-11-{day}T23:30:00+07:00", tick=False)
        story(f"Gempa {day}", **fields)
    for asked, found in (
        ({"rubrik": "laut"}, ["Gempa 10"]),
        ({"topik": "gempa-palu"}, ["Gempa 10"]),
        ({"tokoh": "laras"}, ["Gempa 11"]),
        ({"dari": "2026-11-11"}, ["Gempa 12", "Gempa 11"]),
        ({"sampai": "11/11/2026"}, ["Gempa 11", "Gempa 10"]),
        ({"dari": "2026-11-11", "sampai": "2026-11-10"}, ["Gempa 11", "Gempa 10"]),
        ({"rubrik": "darat", "topik": "gempa-palu"}, []),
        ({"rubrik": "tidak-ada", "topik": "tidak-ada", "tokoh": "\0"}, ["Gempa 12", "Gempa 11", "Gempa 10"]),
    ):
        assert headlines(page(client, q="gempa", **asked)) == found, asked
    assert headlines(page(client, rubrik="darat")) == ["Gempa 12", "Gempa 11"]  # without a word
    html = page(client, q="gempa", rubrik="darat", topik="gempa-palu")
    assert "Tidak ada yang cocok dengan saringan ini." in html
    assert link(html, "Tanpa saringan") == "/cari/?q=gempa"


def test_a_day_that_cannot_be_read_is_named_and_left_out(client):
    story("Gempa")
    html = page(client, q="gempa", dari="kemarin")
    assert "“kemarin” bukan tanggal yang dapat dibaca" in html and headlines(html) == ["Gempa"]


def test_a_name_that_is_found_without_a_story_stands_below_the_words_that_there_is_none(client):
    story("Gempa di Palu", topic=TopicFactory(name="Jembatan Selindit"))
    html = page(client, q="jembat")
    assert "Jembatan Selindit" in html
    assert '<span id="jumlah" role="status">Tidak ada tulisan</span>' in html


def test_only_the_topics_and_people_of_what_is_found_are_offered(client):
    story(
        "Gempa",
        topic=TopicFactory(name="Palu", slug="palu"),
        person=PersonFactory(name="Laras", slug="laras"),
    )
    story("Banjir", topic=TopicFactory(name="Solok", slug="solok"))
    html = page(client, q="gempa")
    assert '<option value="palu">Palu</option>' in html and '<option value="laras">Laras</option>' in html
    assert "Solok" not in html


def test_stories_of_a_merged_topic_are_found_by_either_address(client):
    old, new = TopicFactory(slug="lama"), TopicFactory(slug="baru")
    story("Gempa", topic=old)
    publishing.merge_topic(old, new)
    assert headlines(page(client, topik="baru")) == headlines(page(client, topik="lama")) == ["Gempa"]


def test_a_mistaken_word_is_set_right_in_one_step(client):
    story("Pemerintah Membuka Jembatan")
    html = page(client, q="jembatn pemerintha")
    assert "Tidak ada yang cocok" in html
    found = client.get(link(html, "jembatan pemerintah")).content.decode()
    assert headlines(found) == ["Pemerintah Membuka Jembatan"] and "Maksud Anda" not in found


def test_while_somebody_types_stories_are_found_by_the_beginning_of_the_last_word(client, monkeypatch):
    monkeypatch.setattr(finding, "ON_A_PAGE", 1)
    story("Jembatan Selindit", "Jembatannya panjang.", standfirst="Ringkas.")
    story("Pasar Pagi", "Pedagang menyeberangi jembatan.", standfirst="Ringkas.")
    assert headlines(page(client, q="jembat")) == []
    html = page(client, q="jembat", awalan="1")
    assert headlines(html) == ["Pasar Pagi"] and "2 tulisan" in plain(html)
    assert "menyeberangi <mark>jembatan</mark>" in html and "Maksud Anda" not in html
    later = client.get(link(html, "Hasil berikutnya")).content.decode()
    assert headlines(later) == ["Jembatan Selindit"] and "<mark>Jembatan</mark> Selindit" in later
    html = client.get(link(html, "Paling cocok dulu")).content.decode()
    assert headlines(html) == ["Jembatan Selindit"]
    # Whoever types a space has written the word.
    assert headlines(page(client, q="jembat ", awalan="1")) == []
    assert link(page(client, q="jembatn ", awalan="1"), "jembatan") == "/cari/?q=jembatan"


def test_while_somebody_types_hits_are_counted_no_further_than_they_are_looked_at(client, monkeypatch):
    monkeypatch.setattr(finding, "LOOKED_AT", 2)
    for _ in range(3):
        story("Gempa")
    assert "Lebih dari 2 tulisan" in page(client, q="gem", awalan="1")
    assert "3 tulisan" in page(client, q="gempa")


def test_names_and_words_of_what_is_not_public_are_nowhere(client):
    topic, person = (
        TopicFactory(name="Halimun", slug="halimun"),
        PersonFactory(name="Tirtayasa", slug="tirtayasa"),
    )
    gone = story("Kasus Merbabu", topic=topic, person=person)
    publishing.take_offline(gone, reason="Diperiksa ulang.")
    ArticleFactory(headline="Kasus Ciremai")
    story("Kasus Lain")
    for word in ("merbabbu", "halimum", "tirtayasu", "ciremay", "kasus"):
        html = re.sub(
            'href="[^"]*"', "", page(client, q=word, topik="halimun", tokoh="tirtayasa")
        )  # as typed
        assert not re.search("Merbabu|Halimun|Tirtayasa|Ciremai", html, re.IGNORECASE), word


def test_an_advertorial_is_called_one(client):
    story("Rumah Tepi Laut", kind=Kind.ADVERTORIAL, sponsor="Griya")
    html = page(client, q="rumah")
    assert '<p class="label">Advertorial</p>' in html and "Griya" in html


@pytest.mark.parametrize("order", ["", "cocok"])
def test_a_story_that_comes_meanwhile_moves_no_later_page(client, monkeypatch, order):
    monkeypatch.setattr(finding, "ON_A_PAGE", 2)
    for number in range(5):
        story(f"Gempa {number}")
    html = page(client, q="gempa", urut=order)
    pages = [headlines(html)]
    story("Gempa Baru")
    while 'rel="next' in html:
        html = client.get(link(html, "Hasil berikutnya")).content.decode()
        pages.append(headlines(html))
    assert [headline for shown in pages for headline in shown] == [
        f"Gempa {number}" for number in (4, 3, 2, 1, 0)
    ]


def test_more_than_is_counted_is_said_to_be_more(client, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 2)
    for _ in range(3):
        story("Gempa")
    assert "Lebih dari 2 tulisan" in page(client, q="gempa")
    assert "Lebih dari" not in page(client, q="gempa", rubrik="tidak-ada", sampai="2000-01-01")


@pytest.mark.parametrize(
    "text", ['"', "*", "a" * 10_000, '"' * 10_000, "\0", "مرحبا", "👩‍👩‍👧", "../", "%00", "NEAR(a"]
)
def test_nothing_that_is_typed_is_an_error(client, text):
    story("Gempa")
    page(client, **dict.fromkeys(PARAMETERS, text))
    assert page(client, q=f"gempa {text}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=50), min_size=1))
def test_no_address_is_an_error(client, asked):
    page(client, **{name: text.encode(errors="ignore").decode() for name, text in asked.items()})


def test_the_script_of_the_page_is_small():
    assert len(assets.content("search.js")) < 3_000
