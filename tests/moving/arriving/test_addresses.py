"""Every address of the old paper answers, or leads in one step to what answers."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Site

from terbit.moving.arriving import replay
from terbit.moving.models import Move
from terbit.newsroom.models import Byline, Contributor, Redirect, StandingPage
from tests.moving.arriving.exports import HEAD, TAIL, author, category, cdata, item, of_kind, old_paper, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(arrive) -> Client:
    picture = of_kind(
        "attachment", 50, title="Foto", link="https://muara.example/2026/02/1/foto/", wp__status=cdata("inherit"),
        wp__post_parent="1",
    )  # fmt: skip
    arrive(old_paper(picture))
    return Client()


LEADS = {
    "/?p=1": "/2026/02/1/",
    "/?p=1&utm_source=x": "/2026/02/1/",
    "/2026/02/1": "/2026/02/1/",
    "/2026/02/1/amp/": "/2026/02/1/",
    "/2026/02/1/feed/": "/2026/02/1/",
    "/2026/02/1/2/": "/2026/02/1/",
    "/2026/02/1/embed/": "/2026/02/1/",
    "/2026/02/1/comment-page-2/": "/2026/02/1/",
    "/pasar.html/amp/": "/pasar.html",
    "/?page_id=4": "/tentang/",
    "/?cat=12": "/agam/",
    "/category/daerah/agam/": "/agam/",
    "/category/agam/": "/agam/",
    "/category/daerah/agam/page/3/": "/agam/",
    "/category/daerah/feed/": "/daerah/feed/",
    "/category/agam/feed.json": "/agam/feed.json",
    "/tag/banjir/feed/": "/topik/banjir/feed/",
    "/tag/banjir/feed/atom/": "/topik/banjir/feed/",
    "/author/sari/feed/": "/penulis/sari/feed/",
    "/feed/rss2/": "/feed/",
    "/comments/feed/": "/feed/",
    "/?feed=rss2": "/feed/",
    "/tag/banjir/": "/topik/banjir/",
    "/tag/banjir/page/2/": "/topik/banjir/",
    "/author/sari/": "/penulis/sari/",
    "/author/sari/page/2/": "/penulis/sari/",
    "/?author=7": "/penulis/sari/",
    "/page/2/": "/",
    "/2026/": "/indeks/2026/02/03/",
    "/2026/02/": "/indeks/2026/02/03/",
    "/2026/02/03/": "/indeks/2026/02/03/",
    "/2026/02/page/2/": "/indeks/2026/02/03/",
    "/agam/page/2/": "/agam/",
    "/2026/02/1/foto/": "/2026/02/1/",
    "/?attachment_id=50": "/2026/02/1/",
}


@pytest.mark.parametrize("path", ["/2026/02/1/", "/2026/02/2/", "/pasar.html", "/tentang/", "/agam/"])
def test_stories_pages_and_sections_answer_at_their_old_address(paper, path):
    assert paper.get(path).status_code == 200


def test_other_ways_of_writing_them_lead_there_in_one_step(paper):
    answers = {address: paper.get(address) for address in LEADS}
    assert {address: (answer.status_code, answer.get("Location")) for address, answer in answers.items()} == {
        address: (301, target) for address, target in LEADS.items()
    }
    assert {target: paper.get(target).status_code for target in LEADS.values()} == dict.fromkeys(
        LEADS.values(), 200
    )


@pytest.mark.parametrize(
    "path", ["/2019/", "/2026/13/", "/2026/02/99/", "/tidak/ada/2/", "/tidak/ada/feed/", "/?p=99"]
)
def test_what_never_was_leads_nowhere(paper, path):
    assert paper.get(path).status_code == 404


def test_drafts_have_no_address(paper):
    assert paper.get("/?p=5").status_code == 404


def test_lists_under_other_first_words_lead_on_where_the_mapping_names_them(arrive):
    paper = (
        HEAD
        + author("sari", "Sari")
        + term("agam", "Agam")
        + item(1, more=category("category", "agam", "Agam"))
    )
    arrive(paper + TAIL, mapping={"bases": {"category": "kategori", "author": "penulis-kami"}})
    assert Client().get("/kategori/agam/").headers["Location"] == "/agam/"
    assert Client().get("/penulis-kami/sari/").headers["Location"] == "/penulis/sari/"


def test_an_address_that_the_paper_needs_itself_is_given_up_and_told(arrive):
    counts = arrive(HEAD + item(1, link="https://muara.example/topik/banjir/") + TAIL).counts
    assert counts["address"] == 1
    assert Client().get("/berita/banjir-1/").status_code == 200


def test_addresses_with_letters_of_any_language_and_capitals_are_kept(arrive):
    links = {
        1: "https://muara.example/2026/Banjir_Besar.HTML",
        2: "https://muara.example/berita/%E6%B4%AA%E6%B0%B4/",
    }
    arrive(HEAD + "".join(item(number, link=link) for number, link in links.items()) + TAIL)
    assert Client().get("/2026/Banjir_Besar.HTML").status_code == 200
    assert Client().get("/berita/%E6%B4%AA%E6%B0%B4/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_replay_asks_every_old_address_over_http(arrive, live_server):
    arrive(old_paper(item(8, link="https://muara.example/lain/")))
    done = replay.replay(Move.objects.get(), live_server.url)
    assert done.wrong == []
    assert done.answers["200"] >= 5 and done.answers["301-to-200"] >= 8
    assert done.answers["trash"] == 1


def test_a_page_answers_whose_old_address_had_no_slash_at_its_end(arrive):
    arrive(old_paper().replace("/tentang/", "/tentang"))
    answers = [Client().get(address) for address in ("/tentang/", "/tentang", "/?page_id=4", "/tentang/amp/")]
    assert [answer.status_code for answer in answers] == [200, 301, 301, 301]
    assert {answer["Location"] for answer in answers[1:]} == {"/tentang/"}


def test_no_redirect_leads_to_itself():
    with pytest.raises(IntegrityError), transaction.atomic():
        Redirect.objects.bulk_create([Redirect(path="/tentang/", target="/tentang/")])


def test_an_author_without_stories_is_not_found_at_once_until_the_first_comes_out(paper):
    sari = Contributor.objects.get(slug="sari")
    drafts = list(Byline.objects.filter(contributor=sari))
    Byline.objects.filter(contributor=sari).delete()
    old = ("/author/sari/", "/?author=7", "/author/sari/feed/")
    assert [paper.get(address).status_code for address in old] == [404] * 3
    why = {line.address: line.reason for line in replay.asked_for(Move.objects.get())}
    assert why["/author/sari/"] == "no-stories"
    Byline.objects.bulk_create(drafts)
    assert [paper.get(address).status_code for address in old] == [301] * 3


def page_of(number: int, slug: str, title: str) -> str:
    return of_kind(
        "page", number, title=title, link=f"https://muara.example/{slug}/", wp__post_name=cdata(slug)
    )


def test_a_page_of_the_paper_stays_where_the_old_site_had_one_of_that_name(arrive):
    root = Site.objects.get(is_default_site=True).root_page
    own = root.add_child(instance=StandingPage(title="Redaksi", slug="redaksi", body="<p>Susunan kami.</p>"))
    arrive(old_paper(page_of(20, "redaksi", "Redaksi Lama")))
    assert "Susunan kami." in Client().get("/redaksi/").content.decode()
    moved = StandingPage.objects.get(title="Redaksi Lama")
    assert (moved.slug, own.slug) == ("redaksi-2", "redaksi")
    assert Client().get("/?page_id=20")["Location"] == "/redaksi-2/"


@pytest.mark.parametrize("slug", ["cari", "agam"])
def test_a_page_is_put_where_nothing_else_answers(arrive, slug):
    arrive(old_paper(page_of(20, slug, "Lembar Lama")))
    page = StandingPage.objects.get(title="Lembar Lama")
    assert page.slug == f"{slug}-2"
    assert "Lembar Lama" in Client().get(f"/{slug}-2/").content.decode()
    assert Client().get("/?page_id=20")["Location"] == f"/{slug}-2/"


def test_a_page_of_the_old_site_takes_the_word_of_a_standing_page_that_is_free(arrive):
    arrive(old_paper(page_of(20, "kontak", "Kontak Kami")))
    assert "Kontak Kami" in Client().get("/kontak/").content.decode()


def shows(address: str) -> str:
    return Client().get(address).content.decode()


BANJIR = item(1, link="https://muara.example/banjir/")
OF_BANJIR = category("category", "banjir", "Banjir")


@pytest.mark.parametrize("is_later", [True, False])
def test_a_section_does_not_hide_the_story_that_has_its_name_for_an_address(arrive, is_later):
    if is_later:
        arrive(HEAD + BANJIR + TAIL)
    arrive(HEAD + BANJIR + item(2, "Surut", more=OF_BANJIR) + TAIL)
    assert "Air naik." in shows("/banjir/") and "Surut" in shows("/rubrik-banjir/")
    assert Client().get("/category/banjir/")["Location"] == "/rubrik-banjir/"


def test_a_section_does_not_hide_a_page_of_the_house_nor_what_led_somewhere_before(arrive):
    root = Site.objects.get(is_default_site=True).root_page
    root.add_child(instance=StandingPage(title="Iklan kami", slug="banjir", body="<p>Harga</p>"))
    Redirect.objects.create(path="/rubrik-banjir/", target="/banjir/")
    arrive(HEAD + item(2, "Surut", more=OF_BANJIR) + TAIL)
    assert "Harga" in shows("/banjir/") and Client().get("/rubrik-banjir/")["Location"] == "/banjir/"
    assert "Surut" in shows("/rubrik-banjir-2/")
