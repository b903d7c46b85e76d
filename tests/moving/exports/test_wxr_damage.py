"""Exports as they are in the wild: what can be recognised arrives, and the rest is told with its place."""

from __future__ import annotations

import pytest

from terbit.moving.exports import markup
from terbit.moving.exports.records import Item
from tests.moving.exports.wxr_files import (
    HEAD,
    TAIL,
    cdata,
    export,
    item,
    items,
    meta,
    only,
    reasons,
    records,
    troubles,
)


def ids(text):
    return [story.id for story in items(text)]


def test_control_characters_are_left_out_and_told():
    text = export(item(1, title="Ban\0jir", body="<p>Sa\x08tu\x0bdua</p>"), item(2))
    first, _ = items(text)
    assert (first.title, first.body) == ("Banjir", "<p>Satu dua</p>")
    found = only(troubles(text))
    assert (found.reason, found.values["count"], found.item) == ("control-characters", 3, "1 Banjir")


def test_control_characters_within_a_tag_do_no_harm():
    assert only(items(export(item(5)).replace("<wp:post_name>", "<wp:po\0st_name>"))).slug == "banjir-5"


def test_places_are_those_of_the_file_though_control_characters_were_left_out():
    text = export(item(1, title="\0" * 1000), item(2)).encode()
    _, second = items(text)
    assert text[second.place.byte :].startswith(b"<item>")


def test_a_cdata_section_within_another_ends_where_its_field_does():
    body = "<![CDATA[Isi <![CDATA[ di dalam ]]> luar :)]]>"
    text = export(item(1, content__encoded=body), item(2))
    assert items(text)[0].body == "Isi <![CDATA[ di dalam ]]> luar :)"
    assert ids(text) == ["1", "2"]
    assert (only(troubles(text)).reason, only(troubles(text)).values) == (
        "cdata-broken",
        {"field": "content"},
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<![CDATA[a]]]]><![CDATA[>b]]>", "a]]>b"),
        ("<![CDATA[a]]>]]&gt;<![CDATA[b]]>", "a]]>b"),
        ("<![CDATA[a]]><![CDATA[b]]>", "ab"),
        ("<![CDATA[a]]>\n<![CDATA[b]]>", "a\nb"),
        ("a &lt;b&gt;", "a <b>"),
        ("<![CDATA[ends with ]] >]]>", "ends with ]] >"),
        ("<![CDATA[]]>", ""),
        ("\n  <![CDATA[a]]>\n  ", "a"),
        ("a<!-- tidak -->b", "ab"),
    ],
)
def test_texts_are_read_in_whatever_way_they_are_escaped(written, read):
    text = export(item(content__encoded=written))
    assert only(items(text)).body == read
    assert reasons(text) == set()


def test_white_space_around_names_is_no_part_of_them():
    story = only(
        items(
            export(
                item(wp__post_type="<![CDATA[ post\n]]>", wp__status="\n publish\n", wp__post_id="\n 7 \n")
            )
        )
    )
    assert (story.kind, story.status, story.id) == ("post", "publish", "7")


TUTORIAL = """<pre>&lt;rss><channel>
<item>
<title>Judul contoh</title>
<content:encoded><![CDATA[Isi]]></content:encoded>
<wp:post_id>99</wp:post_id>
</item>
<item><title>Lain</title></item>
</channel></pre>"""


def test_a_story_about_feeds_is_not_split_by_the_items_in_it():
    text = export(item(1, body=TUTORIAL), item(2))
    assert ids(text) == ["1", "2"]
    assert items(text)[0].body == TUTORIAL
    assert reasons(text) == set()


def test_a_story_about_feeds_is_not_split_though_its_cdata_is_not_escaped():
    body = "<pre><item><title>Judul <![CDATA[contoh]]></title></item></pre> selesai"
    text = export(item(1, content__encoded=f"<![CDATA[{body}]]>"), item(2))
    assert ids(text) == ["1", "2"]
    assert items(text)[0].body == body


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Roti & susu", "Roti & susu"),
        ("Roti &amp; susu &copy=1 &nbsp;x", "Roti & susu &copy=1 \xa0x"),
        ("A&B; C&D", "A&B; C&D"),
        ("5 < 6 &amp; 7", "5 < 6 & 7"),
        ("Satu &#8211; dua &#x2014; &hellip;", "Satu – dua — …"),
        ("&#0;&#xD800;&#99999999;kosong", "kosong"),
        ("<b>tebal</b>", "<b>tebal</b>"),
    ],
)
def test_signs_that_should_have_been_escaped_stay_as_they_are(title, read):
    text = export(item(1).replace(f"<title>{cdata('Banjir')}</title>", f"<title>{title}</title>"), item(2))
    assert items(text)[0].title == read
    assert ids(text) == ["1", "2"]


def test_unknown_entities_are_kept_and_told():
    text = export(item(1, link="https://muara.example/?a=1&ixid=2&tak;"))
    assert only(items(text)).permalink == "https://muara.example/?a=1&ixid=2&tak;"
    assert reasons(text) == {"entity-unknown"}


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_line_ends_of_other_systems_are_lines(end):
    text = export(item(1, body="satu\ndua"), item(2))
    assert [story.body for story in items(text.replace("\n", end))] == ["satu\ndua", "<p>Air naik.</p>"]
    assert items(text.replace("\n", end))[1].place.line == items(text)[1].place.line


def test_missing_status_type_and_id_are_told_and_the_story_arrives():
    text = export(item(4, wp__status=None, wp__post_type=None, wp__post_id=None))
    story = only(items(text))
    assert (story.status, story.kind, story.id) == ("", "post", "4")
    assert reasons(text) == {"status-missing", "type-missing", "id-missing"}


@pytest.mark.parametrize(("version", "reason"), [("", "version-missing"), ("9.9", "version-unknown")])
def test_a_file_of_no_known_version_is_read_all_the_same(version, reason):
    line = "<wp:wxr_version>1.2</wp:wxr_version>"
    text = export(item()).replace(line, line.replace("1.2", version) if version else "")
    assert ids(text) == ["1"]
    assert reasons(text) == {reason}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("wp:", "w:"),
        ("wp:", ""),
        ("content:encoded", "isi:encoded"),
        ("dc:creator", "creator"),
        ('xmlns:wp="http://wordpress.org/export/1.2/"', ""),
        ("wordpress.org/export", "keliru.example"),
    ],
)
def test_wrong_or_missing_prefixes_are_understood(old, new):
    more = (
        meta("kunci", "isi")
        + f"<wp:comment><wp:comment_content>{cdata('Halo')}</wp:comment_content></wp:comment>"
    )
    text = export(item(3, more=more)).replace(old, new)
    story = only(items(text))
    expected = only(items(export(item(3, more=more))))
    assert (story.id, story.body, story.slug, story.creator) == ("3", expected.body, expected.slug, "sari")
    assert story.meta == {"kunci": ("isi",)} and story.comments[0].text == "Halo"


def test_elements_of_strangers_are_passed_over():
    strange = '<media:group><media:title>Bukan ini</media:title></media:group><atom:link href="x"/><enclosure url="y"/>'
    text = export(item(1, title="Ini").replace("<item>", "<item>" + strange))
    assert only(items(text)).title == "Ini"
    assert reasons(text) == set()


def test_the_picture_of_a_site_does_not_rename_it():
    image = "<image><url>x</url><title>Logo</title><link>https://lain.example</link></image>"
    found = records(HEAD + image + item() + TAIL)[0]
    assert (found.title, found.url) == ("Kabar Muara", "https://muara.example")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("</item>", "", "item-unclosed"),
        ("<item>", "", "item-unopened"),
        ("<item>", "<itXm>", "item-unopened"),
        ("</wp:status>", "", "field-unclosed"),
        ("</title>", "", "field-unclosed"),
        ("</content:encoded>", "", "cdata-broken"),
        ("]]></content:encoded>", "", "field-unclosed"),
        ("</wp:postmeta>", "", "field-unclosed"),
        ("<wp:post_name>", "<wp:post_name", "stray-text"),
        ("</wp:post_name>", "</wp:post_nam>", "field-unclosed"),
        ("<wp:postmeta>", "</wp:postmeta><wp:postmeta>", "stray-tag"),
    ],
)
def test_what_is_not_closed_or_not_opened_costs_no_other_story(old, new, reason):
    broken = item(2, title="Dua", more=meta("kunci", "isi"))
    text = export(item(1), broken.replace(old, new), item(3))
    assert ids(text) == ["1", "2", "3"]
    assert items(text)[1].body == "<p>Air naik.</p>"
    found = next(trouble for trouble in troubles(text) if trouble.reason == reason)
    start = items(text)[1].place.byte
    assert start <= found.place.byte < start + len(broken)
    assert not found.lost


def test_two_items_without_a_boundary_are_two():
    text = export(item(1) + item(2)).replace("\t</item>\n\t<item>\n", "")
    assert ids(text) == ["1", "2"]
    assert reasons(text) == {"item-unclosed", "item-unopened"}


def test_a_comment_that_nobody_closes_swallows_nothing():
    text = export(item(1), "<!-- belum selesai ", item(2, body="<!-- wp:paragraph --><p>Isi</p>"))
    assert ids(text) == ["1", "2"]


def test_an_item_that_was_commented_out_is_none():
    assert ids(export(item(1), "<!-- <item><title>Lama</title></item> -->", item(2))) == ["1", "2"]


def test_an_empty_item_is_lost_with_its_place():
    text = export(item(1), "\t<item>\n\t</item>\n", item(2))
    found = only(troubles(text))
    assert (found.reason, found.lost) == ("item-empty", True)
    assert text.encode()[found.place.byte :].startswith(b"<item>\n\t</item>")


def test_a_file_cut_off_in_a_story_brings_what_is_there_and_says_so():
    text = export(item(1), item(2, title="Dua", body="<p>Panjang sekali</p>"))
    cut = text[: text.index("sekali")]
    first, second = items(cut)
    assert not first.is_cut and second.is_cut
    assert (second.title, second.body) == ("Dua", "<p>Panjang")
    assert "item-cut" in reasons(cut)


def test_a_file_cut_off_between_stories_says_so():
    text = HEAD + item(1)
    assert ids(text) == ["1"]
    assert reasons(text) == {"cut-off"}


def test_two_exports_written_one_after_the_other_are_read_to_the_end():
    text = export(item(1)) + export(item(2))
    assert ids(text) == ["1", "2"]


@pytest.mark.parametrize(
    "declaration",
    [
        "<!DOCTYPE rss [" + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9)) + "]>",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/rss.dtd">',
        '<!ENTITY x "<item><title>Palsu</title></item>">',
    ],
    ids=["bomb", "external", "remote type", "stray"],
)
def test_declarations_are_refused_and_the_stories_arrive(declaration):
    title = "<title>&a8;&x;</title>"
    story = item(1).replace(f"<title>{cdata('Banjir')}</title>", title)
    text = export(story, item(2)).replace("<rss", declaration + "\n<rss", 1)
    first, second = items(text)
    assert first.title == "&a8;&x;"
    assert second.id == "2"
    assert reasons(text) == {"dtd-refused", "entity-unknown"}


def test_an_item_larger_than_is_taken_is_told_and_the_next_ones_arrive(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST", 3000)
    text = export(item(1), item(2, body="x" * 20_000), item(3))
    found = records(text, chunk=500)
    assert next(record.id for record in found if isinstance(record, Item)) == "1"
    assert [record.id for record in found if isinstance(record, Item)][-1] == "3"
    assert "item-too-large" in reasons_of(found)


def reasons_of(found):
    return {record.reason.value for record in found if hasattr(record, "reason")}


@pytest.mark.parametrize("sign", ["<", "<x>", "<!--", "<![CDATA[", "<wp:comment>", "<!DOCTYPE x [", "<a b='"])
def test_rubbish_between_stories_is_counted_and_not_listed_piece_by_piece(sign):
    text = export(item(1), sign * 3000, item(2))
    assert ids(text) == ["1", "2"]
    assert len(troubles(text)) < 30


@pytest.mark.parametrize(
    "sign", ["<title><b>", "<content:encoded><![CDATA[", "<wp:postmeta>", "<wp:comment>", "&", "<x>"]
)
def test_rubbish_within_a_story_costs_no_other_story(sign):
    text = export(item(1), item(2, more=sign * 1000), item(3))
    assert {"1", "3"} <= set(ids(text))
    assert troubles(text)


def test_meta_values_of_their_own_kind_are_kept_whole():
    text = export(item(1, more=meta("_elementor_data", '[{"a":"<item>]]>"}]') + meta("b", "  dua  ")))
    assert only(items(text)).meta == {"_elementor_data": ('[{"a":"<item>]]>"}]',), "b": ("  dua  ",)}
