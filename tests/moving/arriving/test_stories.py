"""What an old paper had becomes stories, sections, topics and people of the new one."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terbit.moving.arriving import ledger
from terbit.moving.models import Move, OldItem
from terbit.newsroom import archive, publishing
from terbit.newsroom.models import Article, Contributor, Publication, Section, StandingPage, Topic
from terbit.search import api as search
from tests.factories import ArticleFactory, SectionFactory, publish, redraft
from tests.moving.arriving.conftest import Arrive
from tests.moving.arriving.exports import (
    HEAD,
    TAIL,
    author,
    category,
    cdata,
    ghost_paper,
    item,
    meta,
    of_kind,
    old_paper,
    term,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def counts(arrive: Arrive) -> dict:
    return arrive(old_paper()).counts


def story(number: int) -> Article:
    return OldItem.objects.get(key=f"item:{number}").became


def test_every_item_arrives_or_is_skipped_with_its_reason(counts):
    assert counts["items"] == 7
    assert counts["arrived"] == 6
    assert counts["skipped"] == {"trash": 1}
    assert counts["became"] == {"draft": 2, "page": 1, "story": 3}
    assert counts["drafts"] == {"password": 1, "status-draft": 1}
    assert counts["words_before"] == counts["words_after"]


def test_a_published_story_keeps_its_address_date_words_and_byline(counts):
    banjir = Article.objects.get(path="/2026/02/1/")
    assert banjir.live and banjir.headline == "Banjir di Agam"
    assert banjir.standfirst == "Air sungai naik sejak pagi."
    assert banjir.first_published_at == datetime(2026, 2, 1, 1, tzinfo=UTC)
    assert [row.contributor.name for row in banjir.bylines.all()] == ["Sari Dewi"]
    assert OldItem.objects.get(key="item:1").dated == "2026-02-01T08:00:00+07:00"
    assert Article.objects.filter(path="/pasar.html", live=True).exists()


def test_categories_with_parents_become_sections_and_tags_topics(counts):
    agam = Section.objects.get(slug="agam")
    assert agam.parent.name == "Daerah"
    assert story(1).section == agam  # the deeper of the two
    assert [row.topic.name for row in story(1).article_topics.all()] == ["Banjir"]
    assert story(3).section.name == "Berita"  # of none


def test_an_author_is_a_contributor_with_initials(counts):
    sari = Contributor.objects.get(name="Sari Dewi")
    assert (sari.initials, sari.biography) == ("sd", "Meliput sungai.")
    assert [row.contributor.name for row in story(2).bylines.all()] == ["Budi Tan"]


def test_readers_see_no_dateline_and_no_initials_that_the_old_paper_had_not(arrive, client):
    publication = Publication.load()
    publication.dateline_place, publication.dateline_brand = "Arumbai", "Kabar Arumbai"
    publication.save()
    arrive(old_paper())
    page = client.get("/2026/02/1/").content.decode()
    assert "<p>Air naik.</p>" in page and "Kabar Arumbai –" not in page and "· sd" not in page
    assert re.search(r'class="body-end">.*</span></p>', page)
    redraft(story(1), no_dateline=False)  # an editor unticks it
    publish(story(1))
    page = client.get("/2026/02/1/").content.decode()
    assert "Arumbai, Kabar Arumbai</span> – Air naik.</p>" in page and "</span>sd</p>" in page


def test_sections_that_move_in_come_after_those_of_the_paper(arrive):
    own = [SectionFactory(name="Warta", order=1), SectionFactory(name="Zaman", order=2)]
    arrive(old_paper())
    assert [str(section) for section in Section.objects.all()][:2] == [section.name for section in own]
    assert {section.name for section in Section.objects.all()[2:]} == {"Berita", "Daerah", "Agam"}


def test_read_also_follows_the_story_it_names(counts):
    blocks = story(1).body.raw_data
    assert [block["type"] for block in blocks] == ["paragraph", "baca_juga"]
    assert blocks[1]["value"][0]["value"] == story(2).pk


def test_a_link_to_what_was_written_long_after_is_bound_as_well(arrive):
    links = "".join(f"<p><a href='/{number}/'>Kisah {number}</a></p>" for number in (2, 300))
    paper = [item(1, "Awal", links, link="https://muara.example/1/")]
    for number in range(2, 301):
        at = f"2026-03-{1 + number // 24:02} {number % 24:02}:00:00"
        fields = {"wp__post_date": cdata(at), "wp__post_date_gmt": cdata(at)}
        paper.append(item(number, f"Kisah {number}", link=f"https://muara.example/{number}/", **fields))
    arrive(HEAD + "".join(paper) + TAIL)
    first = story(1)
    assert f'id="{story(300).pk}"' in str(first.body.raw_data[0]["value"])
    assert f'id="{story(2).pk}"' in str(first.body.raw_data[0]["value"])
    assert json.loads(first.live_revision.content["body"]) == list(first.body.raw_data)


def test_drafts_are_in_the_newsroom_and_nowhere_else(counts):
    draft = story(5)
    assert (draft.live, draft.path, draft.latest_revision.content["headline"]) == (
        False,
        None,
        "Belum Selesai",
    )
    assert search.count("Belum", collections=[archive.NEWSROOM]) == 1
    assert search.count("Belum", collections=[archive.ARCHIVE]) == 0
    assert search.count("Banjir", collections=[archive.ARCHIVE]) == 1


def test_a_page_becomes_a_standing_page(counts):
    assert StandingPage.objects.get(slug="tentang", live=True).body == "<p>Air naik.</p>"


def test_an_imported_story_is_edited_and_stays_online(counts):
    banjir = story(1)
    draft = redraft(banjir, headline="Banjir Surut di Agam")
    publishing.publish(banjir, draft)
    banjir.refresh_from_db()
    assert banjir.live and banjir.headline == "Banjir Surut di Agam" and banjir.path == "/2026/02/1/"
    assert banjir.revisions.count() == 2


def test_a_second_run_writes_nothing(arrive):
    arrive(old_paper())
    with CaptureQueriesContext(connection) as asked:
        again = arrive(old_paper()).counts
    written = [q["sql"] for q in asked if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []
    assert (again["new"], again["updated"], again["conflicts"], again["unchanged"]) == (0, 0, 0, 6)


def test_a_dry_run_tells_the_same_and_writes_nothing(arrive):
    with CaptureQueriesContext(connection) as asked:
        told = arrive(old_paper(), dry=True).counts
    assert [q["sql"] for q in asked if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []
    assert told == arrive(old_paper()).counts


def test_a_newer_export_brings_what_is_new_and_changed(arrive):
    arrive(old_paper())
    newer = old_paper(item(20, "Baru")).replace("Warga lewat lagi.", "Warga lewat lagi sejak pagi.")
    counts = arrive(newer).counts
    assert (counts["new"], counts["updated"], counts["unchanged"], counts["conflicts"]) == (1, 1, 5, 0)
    jembatan = story(2)
    assert "sejak pagi" in str(jembatan.body.raw_data) and jembatan.live
    assert jembatan.live_revision == jembatan.latest_revision
    assert search.count("sejak pagi lewat", collections=[archive.ARCHIVE]) == 1
    assert arrive(newer).counts["unchanged"] == 7


def test_what_an_editor_changed_here_is_never_overwritten(arrive):
    arrive(old_paper())
    jembatan = story(2)
    jembatan.standfirst, jembatan.no_picture = "Jembatan itu dipakai lagi.", True
    publishing.publish(jembatan, redraft(jembatan, standfirst="Jembatan itu dipakai lagi."))
    counts = arrive(old_paper().replace("Warga lewat lagi.", "Lain.")).counts
    assert (counts["updated"], counts["conflicts"]) == (0, 1)
    assert story(2).standfirst == "Jembatan itu dipakai lagi." and "Warga" in str(story(2).body.raw_data)
    assert OldItem.objects.get(key="item:2").notes["conflict"]


def test_a_draft_that_was_published_there_meanwhile_is_published_here(arrive):
    draft = item(1, wp__status=cdata("draft"))
    arrive(HEAD + draft + TAIL)
    assert not story(1).live
    arrive(HEAD + item(1) + TAIL)
    assert story(1).live and story(1).path == "/2026/02/1/"


def test_dates_that_are_none_and_statuses_that_are_missing_are_told(arrive):
    zeros = cdata("0000-00-00 00:00:00")
    never = item(2, "Tanpa Tanggal", wp__post_date=zeros, wp__post_date_gmt=zeros, pubDate=None)
    counts = arrive(HEAD + item(1) + never + item(3, wp__status=None) + TAIL).counts
    assert story(2).live and story(2).first_published_at == story(1).first_published_at
    assert counts["date"] == 1 and counts["drafts"] == {"status-missing": 1}


def test_the_first_twenty_categories_are_sections_the_others_topics(arrive):
    paper = "".join(
        item(number, more=category("category", f"k{number}", f"Kategori {number}"))
        + (
            item(100 + number, more=category("category", f"k{number}", f"Kategori {number}"))
            if number < 21
            else ""
        )
        for number in range(1, 25)
    )
    arrive(HEAD + paper + TAIL)
    assert Section.objects.filter(name__startswith="Kategori").count() == 20
    assert set(Topic.objects.values_list("name", flat=True)) == {
        f"Kategori {number}" for number in range(21, 25)
    }


def test_a_mapping_decides_what_categories_and_kinds_become(arrive):
    mapping = {
        "categories": {
            "agam": {"becomes": "topic"},
            "daerah": {"becomes": "section", "name": "Sumbar", "slug": "sumbar"},
        },
        "types": {"resep": {"becomes": "nothing"}, "page": {"becomes": "story"}},
    }
    counts = arrive(old_paper(of_kind("resep", 30)), mapping=mapping).counts
    assert counts["skipped"] == {"trash": 1, "by-mapping": 1}
    assert story(1).section.slug == "sumbar"
    assert [row.topic.name for row in story(1).article_topics.all()] == ["Agam", "Banjir"]
    assert story(4).path == "/tentang/"
    assert Move.objects.get().mapping["categories"]["agam"]["becomes"] == "topic"


def test_the_main_category_is_the_one_that_yoast_names(arrive):
    from tests.moving.arriving.exports import term

    both = category("category", "agam", "Agam") + category("category", "olahraga", "Olahraga")
    paper = item(
        1, more=both + meta("_yoast_wpseo_primary_category", "9") + meta("_yoast_wpseo_metadesc", "Ringkas.")
    )
    arrive(HEAD + term("agam", "Agam", number=8) + term("olahraga", "Olahraga", number=9) + paper + TAIL)
    assert story(1).section.slug == "olahraga"
    assert story(1).standfirst == "Ringkas."
    assert [row.topic.name for row in story(1).article_topics.all()] == ["Agam"]


def test_an_address_that_is_taken_gets_another_and_is_told(arrive):
    other = ArticleFactory(published=True)
    counts = arrive(HEAD + item(1, link=f"https://muara.example{other.path}") + TAIL).counts
    assert counts["address"] == 1
    assert story(1).path == "/berita/banjir-1/"


def test_two_stories_of_one_number_both_arrive_and_a_double_is_counted(arrive):
    other = item(
        1, "Lain", "<p>Lain.</p>", link="https://muara.example/lain/", guid="https://muara.example/?p=9"
    )
    counts = arrive(HEAD + item(1) + item(1) + other + TAIL).counts
    assert (counts["items"], counts["arrived"], counts["skipped"]) == (3, 2, {"double": 1})


def test_the_double_of_a_second_story_of_one_number_is_counted_too(arrive):
    counts = arrive(HEAD + item(1, "Satu") + item(1, "Dua") + item(1, "Dua") + TAIL).counts
    assert (counts["items"], counts["arrived"], counts["skipped"]) == (3, 2, {"double": 1})


def test_what_wordpress_keeps_for_itself_is_counted_and_left_out(arrive):
    counts = arrive(HEAD + item(1) + of_kind("revision", 2) + of_kind("nav_menu_item", 3) + TAIL).counts
    assert counts["skipped"] == {"internal": 1, "menu": 1}


def test_a_damaged_file_brings_what_lies_before_the_damage(arrive):
    whole = old_paper()
    counts = arrive(whole[: whole.index("Pasar Pagi") + 40]).counts
    assert counts["arrived"] >= 2
    assert story(1).live


def test_ghost_arrives_with_its_main_tag_as_section(arrive):
    counts = arrive(ghost_paper(), source="ghost").counts
    assert (counts["items"], counts["arrived"]) == (1, 1)
    panen = Article.objects.get(path="/panen-raya/")
    assert panen.section.slug == "ekonomi" and panen.live
    assert [row.topic.name for row in panen.article_topics.all()] == ["Padi"]
    assert [row.contributor.name for row in panen.bylines.all()] == ["Rina"]
    assert arrive(ghost_paper(), source="ghost").counts["unchanged"] == 1


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        ({"visibility": "paid"}, "members-only"),
        (
            {"visibility": "members", "status": "scheduled", "published_at": "2199-05-01T02:00:00.000Z"},
            "members-only",
        ),
        ({"visibility": "status:-free,label:vip", "type": "page"}, "members-only"),
        (
            {"email_only": True, "status": "scheduled", "published_at": "2199-05-01T02:00:00.000Z"},
            "email-only",
        ),
        ({"status": "sent"}, "status-sent"),
    ],
)
def test_what_was_for_members_or_subscribers_never_comes_out_by_itself(arrive, post, reason):
    arrive(ghost_paper(**post), source="ghost")
    line = OldItem.objects.get(key="item:a1")
    assert line.reason == reason and not line.became.live
    assert not line.became.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert Client().get("/panen-raya/").status_code == 404


def test_a_post_behind_a_password_is_not_scheduled_either(arrive):
    at = cdata("2199-02-01 08:00:00")
    arrive(
        HEAD + item(1, wp__status=cdata("future"), wp__post_password=cdata("x"), wp__post_date_gmt=at) + TAIL
    )
    assert (
        not OldItem.objects.get(key="item:1")
        .became.revisions.filter(approved_go_live_at__isnull=False)
        .exists()
    )


def test_what_is_no_longer_public_there_brings_no_word_of_it_here(arrive):
    arrive(ghost_paper(), source="ghost")
    counts = arrive(ghost_paper(visibility="paid", html="<p>Hanya untuk anggota.</p>"), source="ghost").counts
    assert counts["conflicts"] == 1
    assert (
        "Panen dimulai" in (page := Client().get("/panen-raya/").content.decode()) and "anggota" not in page
    )


def test_languages_and_translations_are_told(arrive):
    def of(number: int, language: str) -> str:
        return item(
            number, more=category("language", language, language) + category("post_translations", "p1", "p1")
        )

    report = arrive(HEAD + of(1, "id") + of(2, "en") + item(3) + TAIL)
    assert (report.counts["language_en"], report.counts["translations"]) == (1, 1)
    [told] = [each for each in report.told if each["what"] == "translations"]
    assert told["found"] == ["en: 2 Banjir", "id: 1 Banjir"]
    row = dict(
        zip(ledger.COLUMNS, ledger.row(ledger.Line("", OldItem.objects.get(key="item:2"))), strict=True)
    )
    assert (row["language"], row["translations"]) == ("en", "p1")
    assert not Topic.objects.filter(name="en").exists()


def test_names_that_wordpress_keeps_as_html_arrive_as_words(arrive):
    head = term("kota-desa", "Kota &amp; Desa") + author(
        "sari", "Sari &amp; Budi", "Ragam &quot;kabar&quot;\nkota."
    )
    story = item(
        1,
        "Ikan &#038; garam",
        "<p>Isi.</p>",
        category("category", "kota-desa", "Kota &amp; Desa")
        + category("post_tag", "a-b", "Angin &amp; Badai"),
    )
    arrive(HEAD + head + story + TAIL)
    told = Article.objects.get()
    assert (told.headline, told.section.name) == ("Ikan & garam", "Kota & Desa")
    assert [row.topic.name for row in told.article_topics.all()] == ["Angin & Badai"]
    writer = told.bylines.get().contributor
    assert (writer.name, writer.biography) == ("Sari & Budi", 'Ragam "kabar"\nkota.')


def test_a_headline_that_is_too_long_is_cut_between_words_and_told_in_full(arrive):
    title = "Wali Kota " + "Sangat " * 45 + "Terlambat"
    report = arrive(old_paper(item(20, title, link="https://muara.example/panjang/")))
    made = Article.objects.get(path="/panjang/").headline
    assert len(made) <= 300 and made.endswith("Sangat…") and title.startswith(made[:-1])
    assert [each["found"] for each in report.told if each["what"] == "headline"] == [title]


def test_a_story_without_a_title_is_called_by_its_first_words(arrive):
    words = "<p>Jalan ke pasar putus sejak pagi karena longsor besar.</p>"
    report = arrive(old_paper(item(20, "", words, link="https://muara.example/tanpa/")))
    assert Article.objects.get(path="/tanpa/").headline == "Jalan ke pasar putus sejak pagi karena longsor…"
    assert [each["found"] for each in report.told if each["what"] == "headline"] == ["-"]
