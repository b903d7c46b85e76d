"""What readers get at an address."""

from __future__ import annotations

import pytest
from django.urls import reverse

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PictureFactory,
    SectionFactory,
    publish,
    redraft,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    section = SectionFactory(name="Daerah", slug="daerah")
    contributor = ContributorFactory(name="Sari Tanjung", slug="sari-tanjung", initials="srt")
    return publish(ArticleFactory(headline="Jembatan Dibuka", section=section, contributor=contributor))


def test_a_published_story_stands_at_its_address(client, story, time_machine):
    publication = Publication.load()
    publication.dateline_place, publication.dateline_brand = "Arumbai", "kabararumbai.example"
    publication.save()
    page = client.get("/daerah/jembatan-dibuka/").content.decode()
    for words in (
        "Jembatan Dibuka",
        story.standfirst,
        "Sari Tanjung",
        "srt",
        "Arumbai, kabararumbai.example",
        "WIB",
    ):
        assert words in page


@pytest.mark.parametrize("address", ["/daerah/jembatan-dibuka", "/daerah/jembatan-dibuka/amp/"])
def test_other_ways_to_write_the_address_lead_there(client, story, address):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, "/daerah/jembatan-dibuka/")


@pytest.mark.parametrize(
    "old", ["/daerah/jembatan-dibuka/", "/daerah/jembatan-dibuka", "/daerah/jembatan-dibuka/amp/"]
)
def test_a_moved_story_answers_301_from_its_old_address_however_it_is_written(client, story, old):
    publishing.move(story, section=SectionFactory(slug="kota"), slug="jembatan-baru")
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (301, "/kota/jembatan-baru/")


def test_a_story_taken_offline_answers_410_with_the_reason_and_leaves_every_list(client, story):
    publishing.take_offline(story, reason="Memuat identitas anak.")
    response = client.get("/daerah/jembatan-dibuka/")
    assert response.status_code == 410
    assert "Memuat identitas anak." in response.content.decode()
    for page in ("/", "/daerah/", "/cari/?q=jembatan"):
        assert "Jembatan Dibuka" not in client.get(page).content.decode()


def test_what_an_editor_writes_into_a_withdrawn_story_is_not_shown_with_the_notice(client, story):
    publishing.take_offline(story, reason="Diperiksa ulang.")
    Article.objects.filter(pk=story.pk).update(headline="Judul Rahasia Yang Baru")
    page = client.get("/daerah/jembatan-dibuka/").content.decode()
    assert "Judul Rahasia" not in page
    assert "Jembatan Dibuka" in page


def test_a_renamed_section_leads_from_its_old_address_and_its_stories_stay(client, story):
    section = story.section
    section.slug = "kabupaten"
    section.save()
    assert client.get("/daerah/")["Location"] == client.get("/daerah")["Location"] == "/kabupaten/"
    assert client.get("/daerah/jembatan-dibuka/").status_code == 200


@pytest.mark.parametrize(
    "address", ["//daerah", "//daerah/", "//daerah/amp/", "/daerah//", "//daerah/jembatan-dibuka"]
)
def test_no_answer_leads_to_a_host_that_the_address_names(client, story, address):
    response = client.get("/", PATH_INFO=address)
    assert response.status_code == 404
    assert "Location" not in response


def test_an_imported_address_is_kept_to_the_letter(client):
    story = publish(ArticleFactory())
    Article.objects.filter(pk=story.pk).update(path="/2019/03/Berita_Lama.HTML")
    assert client.get("/2019/03/Berita_Lama.HTML").status_code == 200
    assert client.get("/2019/03/berita_lama.html").status_code == 404


def test_an_address_in_another_alphabet_is_found(client):
    story = publish(ArticleFactory())
    Article.objects.filter(pk=story.pk).update(path="/日本/記事/")
    assert client.get("/%E6%97%A5%E6%9C%AC/%E8%A8%98%E4%BA%8B/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/tidak-ada/", "/%00/", "/../etc/passwd", "/" + "a" * 3000, "/daerah//x/", "/%ff%fe/"]
)
def test_an_unknown_address_answers_404_in_the_papers_own_dress(client, story, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "Ke halaman depan" in response.content.decode()


def test_every_reader_page_has_one_strict_policy_and_no_inline_code(client, story):
    for address in ("/", "/daerah/", story.path, "/cari/?q=x", "/tidak-ada/"):
        response = client.get(address)
        assert "'unsafe-inline'" not in response["Content-Security-Policy"]
        page = response.content.decode()
        assert "<script>" not in page
        assert "style=" not in page


def test_what_is_typed_is_text_and_never_code(client):
    evil = '<script>alert("x")</script>'
    story = publish(ArticleFactory(headline=evil, standfirst=f"{evil} ditulis."))
    for address in ("/", story.path, "/cari/?q=" + evil):
        assert "<script>alert" not in client.get(address).content.decode()


def test_a_picture_is_public_only_while_a_live_story_shows_it(client, story):
    picture = PictureFactory()
    draft = ArticleFactory(no_picture=False, lead_picture=picture)
    publish(draft)
    page = client.get(draft.path).content.decode()
    source = page.split('src="/foto/')[1].split('"')[0]
    shown = client.get(f"/foto/{source}")
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
    publishing.take_offline(draft, reason="Hak foto dicabut.")
    assert client.get(f"/foto/{source}").status_code == 404


def test_the_newsroom_is_not_for_readers(client, story):
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 302
    assert "/login/" in response["Location"]


def test_the_dateline_stands_at_the_head_of_the_first_paragraph(client, story):
    publication = Publication.load()
    publication.dateline_place, publication.dateline_brand = "Arumbai", "kabararumbai.example"
    publication.save()
    page = client.get("/daerah/jembatan-dibuka/").content.decode()
    assert '<p><span class="dateline">Arumbai, kabararumbai.example</span> – ' in page


def test_no_dateline_stands_alone_where_a_subheading_begins_the_story(client, story):
    publication = Publication.load()
    publication.dateline_place = "Arumbai"
    publication.save()
    redraft(story, body=[("subheading", {"text": "Awal", "level": "2"}), ("paragraph", "<p>Jembatan.</p>")])
    page = client.get(publish(story).path).content.decode()
    assert '<h2>Awal</h2>\n\n<p><span class="dateline">Arumbai</span> – Jembatan.</p>' in page


def test_the_byline_names_each_part(client, story):
    page = client.get("/daerah/jembatan-dibuka/").content.decode()
    assert "Sari Tanjung</a> Reporter · srt" in page


def test_the_search_page_keeps_the_words_in_its_one_box(client, story):
    page = client.get("/cari/", {"q": 'jembatan "<b>'}).content.decode()
    assert page.count('role="search"') == 1
    assert 'value="jembatan &quot;&lt;b&gt;"' in page
    assert "Hasil untuk “jembatan &quot;&lt;b&gt;”" in page
