"""What a Ghost export of any age says of a story, and what damage to it costs."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.moving.exports.records import (
    Author,
    AuthorReference,
    Item,
    MenuEntry,
    Read,
    Site,
    Term,
    TermReference,
)
from tests.moving.exports.ghost_files import export, items, post, records, tables, troubles
from tests.moving.exports.wxr_files import only

JAKARTA = ZoneInfo("Asia/Jakarta")
TAGS = [
    {"id": "t1", "name": "#impor", "slug": "hash-impor", "visibility": "internal"},
    {"id": "t2", "name": "Daerah", "slug": "daerah", "visibility": "public", "description": "Dari daerah"},
    {"id": "t3", "name": "Banjir", "slug": "banjir", "visibility": "public"},
]
USERS = [
    {"id": "a1", "name": "Sari Puspita", "slug": "sari", "email": "sari@muara.example", "bio": "Wartawan"},
    {"id": "a2", "name": "Budi", "slug": "budi", "email": "budi@muara.example"},
]


def of_kind(kind, text):
    return [record for record in records(text) if isinstance(record, kind)]


def related(name, *others):
    return [{"post_id": "p1", name: other, "sort_order": order} for order, other in others]


def whole(*posts, **others):
    return export(*posts, users=USERS, tags=TAGS, **others)


def test_a_story_keeps_its_words_address_and_time():
    house = [{"key": "timezone", "value": "Asia/Jakarta"}, {"key": "title", "value": "Kabar Muara"}]
    text = whole(post(1, featured=1, custom_excerpt="Ringkas"), settings=house)
    story = only(items(text))
    assert (story.id, story.kind, story.status, story.title) == ("p1", "post", "publish", "Judul 1")
    assert (story.slug, story.permalink, story.body) == ("judul-1", "/judul-1/", "<p>Isi 1</p>")
    assert (story.excerpt, story.is_sticky, story.visibility) == ("Ringkas", True, "public")
    assert story.published.at == datetime(2026, 2, 1, 8, tzinfo=JAKARTA)
    assert str(story.published.at) == "2026-02-01 08:00:00+07:00"
    site = only(of_kind(Site, text))
    assert (site.title, site.version, site.generator, site.timezone) == (
        "Kabar Muara", "5.82.2", "Ghost 5.82.2", "Asia/Jakarta",
    )  # fmt: skip
    assert troubles(text) == []


def test_tags_and_authors_come_in_the_order_of_the_story_and_the_first_public_tag_is_the_main_one():
    posts_tags = related("tag_id", (2, "t3"), (0, "t1"), (1, "t2"), (2, "t3"))
    posts_authors = related("author_id", (1, "a1"), (0, "a2"))
    text = whole(post(), posts_tags=posts_tags, posts_authors=posts_authors)
    story = only(items(text))
    assert story.terms == (
        TermReference("tag", "hash-impor", "#impor"),
        TermReference("tag", "daerah", "Daerah"),
        TermReference("tag", "banjir", "Banjir"),
    )
    assert story.primary_term == "daerah"
    assert story.authors == (AuthorReference("budi", "Budi"), AuthorReference("sari", "Sari Puspita"))
    assert [term.slug for term in of_kind(Term, text)] == ["hash-impor", "daerah", "banjir"]
    sari = of_kind(Author, text)[0]
    assert (sari.key, sari.name, sari.bio) == ("sari", "Sari Puspita", "Wartawan")
    assert "sari@" not in repr(sari)


def test_a_story_of_one_author_names_that_one():
    assert only(items(whole(post(author_id="a1")))).authors == (AuthorReference("sari", "Sari Puspita"),)


def test_an_export_of_0_x_is_read_with_its_numbers_and_markdown():
    row = {
        "id": 4, "title": "Lama", "slug": "lama", "markdown": "# Judul\n\nIsi *tebal*\nbaris dua", "html": "",
        "image": "/content/images/a.jpg", "featured": False, "page": 1, "status": "draft", "author_id": 1,
        "published_at": 1424300000000, "updated_at": "",
    }  # fmt: skip
    users = [{"id": 1, "name": "Sari", "slug": "sari"}]
    tags = [{"id": 9, "name": "Desa", "slug": "desa"}]
    text = export(row, users=users, tags=tags, posts_tags=[{"post_id": 4, "tag_id": 9}])
    page = only(items(text))
    assert (page.id, page.kind, page.status, page.featured_picture) == (
        "4",
        "page",
        "draft",
        "/content/images/a.jpg",
    )
    assert (page.primary_term, page.authors) == ("desa", (AuthorReference("sari", "Sari"),))
    assert page.body == "<h1>Judul</h1>\n<p>Isi <em>tebal</em><br />\nbaris dua</p>\n"
    assert page.published.at.isoformat() == "2015-02-18T22:53:20+00:00"
    assert page.modified.read is Read.NEVER


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: {"db": [{"meta": {"version": "5.0"}, "data": data}]},
        lambda data: {"meta": {"version": "000"}, "data": data},
        lambda data: {"data": data, "meta": {"version": "2.2"}},
        lambda data: data,
    ],
    ids=["db", "data", "data first", "bare"],
)
def test_tables_are_found_whatever_is_wrapped_around_them(wrap):
    data = {
        "migrations": [{"id": 1, "name": "x"}],
        **tables(post(1), post(2)),
        "tags": TAGS,
        "members": [{"id": "m"}],
    }
    assert [story.id for story in items(json.dumps(wrap(data), indent=1))] == ["p1", "p2"]


def test_what_the_api_gives_bears_tags_and_authors_within():
    row = post(1, tags=[TAGS[1]], authors=[USERS[1]], url="__GHOST_URL__/berita/judul-1/")
    story = only(items(json.dumps({"posts": [row], "meta": {"pagination": {"page": 1}}})))
    assert (story.primary_term, story.authors) == ("daerah", (AuthorReference("budi", "Budi"),))
    assert story.permalink == "/berita/judul-1/"


def test_the_picture_and_the_words_for_search_engines_are_found_where_newer_versions_keep_them():
    about = {
        "post_id": "p1", "feature_image_caption": "Foto: <b>Budi</b>", "feature_image_alt": "Air",
        "meta_title": "Judul lain", "meta_description": "Uraian",
    }  # fmt: skip
    row = post(
        1, feature_image="__GHOST_URL__/content/images/air.jpg", html='<img src="__GHOST_URL__/a.jpg">'
    )
    story = only(items(whole(row, posts_meta=[about])))
    assert (story.featured_picture, story.featured_caption) == (
        "/content/images/air.jpg",
        "Foto: <b>Budi</b>",
    )
    assert (story.featured_alt, story.seo_title, story.seo_description) == ("Air", "Judul lain", "Uraian")
    assert story.body == '<img src="/a.jpg">'


@pytest.mark.parametrize(
    ("status", "told"),
    [("published", "publish"), ("scheduled", "future"), ("draft", "draft"), ("sent", "sent")],
)
def test_states_have_the_names_of_all_exports(status, told):
    assert only(items(export(post(status=status)))).status == told


@pytest.mark.parametrize(
    "written", ["2026-02-01 01:00:00", "2026-02-01T08:00:00+07:00", 1769907600000, "1769907600000"]
)
def test_dates_are_utc_however_they_are_written(written):
    assert only(items(export(post(published_at=written)))).published.at.isoformat().startswith("2026-02-01T0")
    assert only(items(export(post(published_at=written)))).published.at.timestamp() == 1769907600


def test_an_unreadable_date_is_told():
    assert only(troubles(export(post(published_at="kemarin")))).reason == "date-unreadable"


def test_the_menu_of_a_site_is_told():
    menu = json.dumps([{"label": "Beranda", "url": "/"}, {"label": "Desa", "url": "/tag/desa/"}])
    found = of_kind(MenuEntry, export(post(), settings=[{"key": "navigation", "value": menu}]))
    assert [(entry.label, entry.url, entry.order) for entry in found] == [
        ("Beranda", "/", 0),
        ("Desa", "/tag/desa/", 1),
    ]


def test_nothing_of_members_is_read():
    text = export(post(), members=[{"id": "m1", "email": "pembaca@example.org", "name": "Rahasia"}])
    assert "pembaca" not in repr(records(text)) and "Rahasia" not in repr(records(text))


def test_text_without_lone_surrogates_and_nul_reaches_the_records():
    text = export(post(title="A\ud800B\0C😀")).encode("utf-8")
    assert only(items(text)).title == "A�BC😀"
    text = export(post(title="@")).encode().replace(b"@", b"Caf\xe9")
    assert only(items(text)).title == "Café"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_other_encodings_are_read(encoding):
    assert only(items(export(post(title="é")).encode(encoding))).title == "é"


def test_a_damaged_story_is_lost_alone_and_with_its_place():
    text = json.dumps(json.loads(export(post(1), post(2), post(3), tags=TAGS)), indent=1)
    broken = text.replace('"title": "Judul 2",', '"title": Judul 2",')
    assert [story.id for story in items(broken)] == ["p1", "p3"]
    found = only(troubles(broken))
    assert (found.reason, found.lost) == ("json-damaged", True)
    assert broken.encode()[found.place.byte :].startswith(b"{")
    assert broken.encode()[: found.place.byte].count(b"\n") + 1 == found.place.line
    assert [term.slug for term in of_kind(Term, broken)] == ["hash-impor", "daerah", "banjir"]


def test_two_stories_without_a_boundary_are_two():
    text = export(post(1), post(2)).replace('}, {"id": "p2"', ', "id": "p2"')
    assert [story.id for story in items(text)] == ["p1", "p2"]


def test_a_file_cut_off_brings_the_stories_before_it_and_says_so():
    text = export(post(1), post(2), post(3))
    assert [story.id for story in items(text[: text.index("Judul 3")])] == ["p1", "p2"]
    assert {trouble.reason.value for trouble in troubles(text[: text.index("Judul 3")])} == {
        "json-damaged",
        "cut-off",
    }
    assert only(troubles(text[: text.index(', {"id": "p3"')])).reason == "cut-off"


@pytest.mark.parametrize(
    ("ending", "unknown"),
    [
        ("", ()),
        ("]}}]}", ("topics", "authors", "details")),
        (', "posts_meta": [', ("topics", "authors", "details")),
        (', "tags": [', ("topics", "authors")),
        (', "users": [', ("authors",)),
        ("}}]}", ()),
    ],
    ids=[
        "whole",
        "behind posts",
        "before posts_meta",
        "before tags",
        "before users",
        "before the last brackets",
    ],
)
def test_a_story_tells_what_of_it_may_stand_behind_the_end_of_the_file(ending, unknown):
    rest = {
        "posts_authors": [{"post_id": "p1", "author_id": "u1"}],
        "posts_meta": [{"post_id": "p1", "meta_title": "x"}],
        "posts_tags": [{"post_id": "p1", "tag_id": "t1"}],
        "tags": TAGS,
        "users": USERS,
    }
    text = export(post(1), **rest)
    at = text.index("posts_authors") if ending == "]}}]}" else text.index(ending) if ending else len(text)
    assert only(items(text[:at])).unknown == unknown
    assert [trouble.reason for trouble in troubles(text[:at])] == ["cut-off"] * bool(ending)


def test_stories_under_a_damaged_name_of_their_table_arrive():
    text = export(post(1), post(2), tags=TAGS).replace('"posts":', '"poXts":')
    assert [story.id for story in items(text)] == ["p1", "p2"]
    assert only(troubles(text)).values["error"] == "missing"


words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


HEAD, TAIL = '{"db": [{"meta": {"version": "5.0"}, "data": {"posts": [', "]}}]}"
NASTY = [b'"', b"{", b"}", b"]", b"[", b"\\", b",", b"\0", b'{"id":', b'"tags": [']


@st.composite
def damaged(draw):
    """An export, where its rows begin and end, the same damaged, and where the damage begins and ends."""
    text, rows = HEAD.encode(), []
    for number, title in enumerate(draw(st.lists(words, min_size=1, max_size=5))):
        row = json.dumps(post(number, title=title, html=title)).encode()
        text += b", " * bool(rows) + row
        rows.append((len(text) - len(row), len(text)))
    text += TAIL.encode()
    start = draw(st.integers(0, len(text)))
    end = min(len(text), start + draw(st.integers(0, 40)))
    put = draw(st.one_of(st.just(b""), st.binary(max_size=4), st.sampled_from(NASTY)))
    return text, rows, text[:start] + put + text[end:], start, end


@settings(deadline=None)
@given(damaged())
def test_damage_costs_nothing_that_lies_before_it(case):
    text, rows, broken, start, _ = case
    before = sum(end <= start for _, end in rows)
    found = [record for record in records(broken) if isinstance(record, Item)]
    assert [story.title for story in found][:before] == [story.title for story in items(text)][:before]


@settings(deadline=None)
@given(damaged())
def test_damage_within_a_story_costs_that_story_alone(case):
    _, rows, broken, start, end = case
    within = [number for number, (first, last) in enumerate(rows) if first < start and end < last]
    if within:
        found = records(broken)
        arrived = {record.id for record in found if isinstance(record, Item)}
        assert {f"p{number}" for number in range(len(rows)) if number not in within} <= arrived


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_bytes_of_any_kind_are_read_to_their_end(data):
    assert isinstance(records(b'{"posts": [' + data)[0], Site)


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=6,
)
KINDS = st.sampled_from(
    "paragraph list heading link extended-text image gallery bookmark polling linebreak".split()
)
nodes = st.recursive(
    st.fixed_dictionaries({"type": KINDS}, optional={"text": anything, "tag": anything, "src": anything}),
    lambda inner: st.fixed_dictionaries(
        {"type": KINDS, "children": st.lists(inner, max_size=3)},
        optional={"images": anything, "metadata": anything},
    ),
    max_leaves=6,
)
sections = st.lists(
    st.one_of(anything, st.lists(st.one_of(st.integers(0, 10), anything), max_size=4)), max_size=4
)
FIELDS = "id slug html lexical mobiledoc markdown tags authors published_at page featured feature_image url".split()


@settings(max_examples=50, deadline=None)
@given(
    st.fixed_dictionaries({"title": anything, "status": anything}, optional=dict.fromkeys(FIELDS, anything)),
    st.one_of(anything, st.builds(lambda node: {"root": {"children": [node]}}, nodes)),
    st.one_of(
        anything, st.builds(lambda listed: {"sections": listed, "markups": listed, "cards": listed}, sections)
    ),
    st.lists(
        st.dictionaries(st.sampled_from(["id", "post_id", "tag_id", "sort_order", "key", "value"]), anything)
    ),
)
def test_values_of_any_kind_in_any_place_are_read_to_their_end(row, lexical, mobiledoc, rows):
    kept = [*rows, {"key": "navigation", "value": json.dumps(row)}, {"key": "timezone", "value": "/x"}]
    text = json.dumps(
        tables(
            row,
            {**row, "lexical": lexical},
            {**row, "mobiledoc": mobiledoc},
            tags=rows,
            posts_tags=rows,
            users=rows,
            settings=kept,
        )
    )
    assert len(items(text)) == 3
