"""What a WordPress export says of a story, its people and its subjects."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from terbit.moving.exports.dates import Dates
from terbit.moving.exports.records import (
    Author,
    AuthorReference,
    MenuEntry,
    Read,
    Site,
    Term,
    TermReference,
    author_key,
)
from tests.moving.exports.wxr_files import (
    HEAD,
    TAIL,
    category,
    cdata,
    export,
    item,
    items,
    meta,
    only,
    reasons,
    records,
)

WIB = timezone(timedelta(hours=7))


def of_kind(kind, text):
    return [record for record in records(text) if isinstance(record, kind)]


def test_the_site_is_told_before_its_items():
    found = records(export(item()))
    assert found[0] == Site(
        place=found[0].place,
        title="Kabar Muara",
        url="https://muara.example",
        description="Berita dari muara",
        language="id",
        generator="https://wordpress.org/?v=6.7",
        version="1.2",
    )


def test_a_well_formed_export_gives_no_trouble():
    assert reasons(export(item(), item(2))) == set()


def test_an_item_says_where_it_stands():
    first, second = items(export(item(1), item(2)))
    assert export(item(1), item(2)).encode()[second.place.byte :].startswith(b"<item>")
    assert second.place.file == "kabar.xml"
    assert second.place.line == first.place.line + item(1).count("\n")


def test_a_story_keeps_its_words_address_and_place():
    story = only(
        items(
            export(
                item(7, title="Air & api", body="<p>Satu</p>\n\n[caption]Dua[/caption]", wp__is_sticky="1")
            )
        )
    )
    assert (story.id, story.kind, story.status, story.title) == ("7", "post", "publish", "Air & api")
    assert (story.slug, story.permalink) == ("banjir-7", "https://muara.example/2026/02/7/")
    assert story.body == "<p>Satu</p>\n\n[caption]Dua[/caption]"
    assert story.is_sticky


def test_dates_bear_the_zone_between_local_time_and_utc():
    story = only(items(export(item())))
    assert story.published.at == datetime(2026, 2, 1, 8, tzinfo=WIB)
    assert story.published.at.utcoffset() == timedelta(hours=7)
    assert story.published.read is Read.UTC


def test_a_draft_without_utc_gets_the_zone_of_the_stories_before_it():
    draft = item(2, wp__post_date_gmt="0000-00-00 00:00:00", pubDate="Tue, 30 Nov 1999 00:00:00 +0000")
    _, story = items(export(item(1), draft))
    assert story.published.at == datetime(2026, 2, 1, 8, tzinfo=WIB)
    assert story.published.read is Read.LOCAL


@pytest.mark.parametrize(
    ("local", "utc", "feed", "at", "read"),
    [
        ("0000-00-00 00:00:00", "0000-00-00 00:00:00", "", None, Read.NEVER),
        ("-0001-11-30 00:00:00", "", "Wed, 30 Nov -0001 00:00:00 +0000", None, Read.NEVER),
        ("", "", "Sun, 01 Feb 2026 01:00:00 +0000", datetime(2026, 2, 1, 1, tzinfo=UTC), Read.FEED),
        ("2026-02-01 08:00:00", "", "", None, Read.LOCAL_ONLY),
        (
            "2026-02-01 08:00:00",
            "",
            "Sun, 01 Feb 2026 01:00:00 +0000",
            datetime(2026, 2, 1, 8, tzinfo=WIB),
            Read.FEED,
        ),
        ("2026-02-30 08:00:00", "", "", None, Read.UNREADABLE),
        ("kemarin", "", "", None, Read.UNREADABLE),
        ("2026-02-01 08:00:00", "2026-02-20 01:00:00", "", datetime(2026, 2, 20, 1, tzinfo=UTC), Read.UTC),
        ("9999-12-31 23:59:59", "9999-12-31 23:59:59", "", None, Read.UNREADABLE),
    ],
)
def test_dates_are_read_as_far_as_they_say_something(local, utc, feed, at, read):
    moment = Dates().moment(local, utc, feed)
    assert (moment.at, moment.read) == (at, read)
    assert moment.written == (local or utc or feed)


def test_a_zone_that_is_given_is_for_dates_in_local_time():
    moment = Dates(ZoneInfo("Asia/Makassar")).moment("2026-02-01 08:00:00", "")
    assert moment.at == datetime(2026, 2, 1, 8, tzinfo=timezone(timedelta(hours=8)))


def test_an_unreadable_date_is_told():
    broken = item(wp__post_date="besok", wp__post_date_gmt=None, pubDate=None)
    assert "date-unreadable" in reasons(export(broken))


def test_authors_are_named_and_their_addresses_kept_apart():
    author = (
        "<wp:author><wp:author_id>3</wp:author_id><wp:author_login>sari.p@muara.example</wp:author_login>"
        "<wp:author_email>sari@muara.example</wp:author_email><wp:author_display_name>"
        f"{cdata('Sari Puspita')}</wp:author_display_name><wp:author_first_name>{cdata('Sari')}</wp:author_first_name>"
        f"<wp:author_last_name>{cdata('Puspita')}</wp:author_last_name></wp:author>"
    )
    found = only(of_kind(Author, HEAD + author + TAIL))
    assert (found.id, found.login, found.name) == ("3", "sari.p@muara.example", "Sari Puspita")
    assert "sari@muara.example" not in repr(found)


def test_the_byline_of_co_authors_wins_over_the_owner_keeps_its_order_and_names_nobody_twice():
    names = [("cap-budi", "Budi"), ("cap-sari", "Sari Puspita"), ("cap-budi", "Budi")]
    more = "".join(category("author", slug, name) for slug, name in names)
    story = only(items(export(item(more=more))))
    assert story.authors == (AuthorReference("budi", "Budi"), AuthorReference("sari", "Sari Puspita"))
    assert story.creator == "sari"
    assert story.terms == ()


def test_without_a_byline_the_owner_is_the_author():
    assert only(items(export(item()))).authors == (AuthorReference("sari"),)


@pytest.mark.parametrize(
    ("login", "slug"),
    [
        ("sari.p@muara.id", "cap-sari-pmuara-id"),
        ("Sari Puspita", "sari-puspita"),
        ("sari_p", "sari_p"),
        ("sari", "sari"),
    ],
)
def test_a_login_and_the_address_part_of_the_same_person_have_one_key(login, slug):
    assert author_key(login) == author_key(slug)


def test_a_guest_author_is_an_author_too():
    more = meta("cap-display_name", "Ibu Rini") + meta("cap-user_login", "rini")
    found = only(of_kind(Author, export(item(9, title="Ibu Rini", wp__post_type="guest-author", more=more))))
    assert (found.key, found.name, found.is_guest) == ("rini", "Ibu Rini", True)


def test_categories_have_parents_and_terms_of_any_taxonomy_arrive():
    head = f"""
    <wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>{cdata("desa")}</wp:category_nicename>
      <wp:category_parent>{cdata("daerah")}</wp:category_parent><wp:cat_name>{cdata("Desa & kota")}</wp:cat_name>
      <wp:category_description>{cdata("Dari desa")}</wp:category_description></wp:category>
    <wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>banjir</wp:tag_slug><wp:tag_name>Banjir</wp:tag_name></wp:tag>
    <wp:term><wp:term_id>6</wp:term_id><wp:term_taxonomy>edisi</wp:term_taxonomy><wp:term_slug>cetak</wp:term_slug>
      <wp:term_name>Cetak</wp:term_name><wp:termmeta><wp:meta_key>warna</wp:meta_key><wp:meta_value>biru</wp:meta_value>
      </wp:termmeta></wp:term>"""
    category_, tag, term = of_kind(Term, HEAD + head + TAIL)
    told = (
        category_.taxonomy,
        category_.slug,
        category_.name,
        category_.id,
        category_.parent,
        category_.description,
    )
    assert told == ("category", "desa", "Desa & kota", "4", "daerah", "Dari desa")
    assert (tag.taxonomy, tag.slug, tag.name) == ("post_tag", "banjir", "Banjir")
    assert (term.taxonomy, term.slug, term.meta) == ("edisi", "cetak", {"warna": ("biru",)})


def test_a_story_names_its_terms_once_though_wxr_1_0_writes_them_twice():
    more = (
        '<category domain="tag">' + cdata("Banjir") + '</category><category domain="tag" nicename="banjir">'
        + cdata("Banjir") + "</category>" + category("category", "a&b", "A & B")
    )  # fmt: skip
    story = only(items(export(item(more=more))))
    assert story.terms == (
        TermReference("post_tag", "banjir", "Banjir"),
        TermReference("category", "a&b", "A & B"),
    )


def test_pictures_bear_file_alternative_text_and_caption():
    more = meta("_wp_attached_file", "2026/02/air.jpg") + meta("_wp_attachment_image_alt", "Air naik")
    url = "https://muara.example/wp-content/uploads/2026/02/air.jpg"
    fields = {
        "wp__post_type": "attachment",
        "wp__status": "inherit",
        "wp__post_parent": "1",
        "wp__attachment_url": url,
    }
    picture = only(items(export(item(2, more=more, excerpt__encoded=cdata("Foto: Budi"), **fields))))
    assert (picture.kind, picture.attachment_url, picture.parent) == ("attachment", url, "1")
    assert (picture.attachment_file, picture.alt, picture.caption) == (
        "2026/02/air.jpg",
        "Air naik",
        "Foto: Budi",
    )


def test_the_file_of_a_picture_is_also_found_in_serialised_metadata():
    more = meta("_wp_attachment_metadata", 'a:2:{s:5:"width";i:9;s:4:"file";s:15:"2026/02/air.jpg";}')
    picture = only(items(export(item(2, more=more, wp__post_type="attachment"))))
    assert picture.attachment_file == "2026/02/air.jpg"


def test_what_plug_ins_say_of_a_story_is_found():
    more = "".join(
        meta(key, value)
        for key, value in {
            "_thumbnail_id": "12",
            "_yoast_wpseo_title": "Judul mesin pencari",
            "_yoast_wpseo_metadesc": "",
            "rank_math_description": "Uraian",
            "_yoast_wpseo_primary_category": "4",
            "lain": "satu",
        }.items()
    )
    story = only(items(export(item(more=more + meta("lain", "dua")))))
    assert (story.featured_picture, story.primary_term) == ("12", "4")
    assert (story.seo_title, story.seo_description) == ("Judul mesin pencari", "Uraian")
    assert story.meta["lain"] == ("satu", "dua")


@pytest.mark.parametrize(
    "more",
    [
        category("language", "en", "English") + category("post_translations", "pll_1", "pll_1"),
        meta("_wpml_import_language_code", "en") + meta("_wpml_import_translation_group", "pll_1"),
    ],
    ids=["Polylang", "WPML"],
)
def test_translations_of_one_story_belong_together(more):
    story = only(items(export(item(more=more))))
    assert (story.language, story.translation_group) == ("en", "pll_1")


def test_comments_arrive_with_what_is_personal_kept_apart():
    fields = {
        "comment_id": "8", "comment_author": cdata("Adi"), "comment_author_email": "adi@example.org",
        "comment_author_IP": "192.0.2.7", "comment_date": "2026-02-01 09:00:00", "comment_parent": "0",
        "comment_date_gmt": "2026-02-01 02:00:00", "comment_content": cdata("Semoga <b>surut</b>"),
    }  # fmt: skip
    inside = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in fields.items())
    states = "".join(
        f"<wp:comment>{inside}<wp:comment_approved>{state}</wp:comment_approved></wp:comment>"
        for state in ("1", "0", "spam")
    )
    comments = only(items(export(item(more=states)))).comments
    assert [comment.state for comment in comments] == ["approved", "waiting", "spam"]
    assert (comments[0].author, comments[0].text, comments[0].parent) == ("Adi", "Semoga <b>surut</b>", "")
    assert comments[0].date.at == datetime(2026, 2, 1, 9, tzinfo=WIB)
    assert comments[0].personal.email == "adi@example.org" and "192.0.2.7" not in repr(comments[0])


def test_menu_entries_are_told_apart_from_stories():
    more = category("nav_menu", "utama", "Menu utama") + "".join(
        meta(f"_menu_item_{key}", value)
        for key, value in {
            "type": "taxonomy",
            "object": "category",
            "object_id": "4",
            "menu_item_parent": "0",
            "url": "",
        }.items()
    )
    text = export(
        item(30, title="Daerah", wp__post_type="nav_menu_item", wp__menu_order="2", more=more), item(1)
    )
    entry = only(of_kind(MenuEntry, text))
    assert (entry.menu, entry.label, entry.order, entry.parent) == ("Menu utama", "Daerah", 2, "")
    assert (entry.target_kind, entry.target_type, entry.target) == ("taxonomy", "category", "4")
    assert [story.id for story in items(text)] == ["1"]


@pytest.mark.parametrize("status", "publish draft pending future private trash auto-draft".split())
def test_a_story_arrives_whatever_its_status(status):
    story = only(items(export(item(wp__status=status, wp__post_password="rahasia"))))
    assert (story.status, story.password) == (status, "rahasia")
    assert "rahasia" not in repr(story)
