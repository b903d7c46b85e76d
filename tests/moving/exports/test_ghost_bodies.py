"""The body of a Ghost post as HTML, from whatever its editor kept."""

from __future__ import annotations

import json

import pytest

from terbit.moving.exports.ghost_bodies import body_of


def lexical(*children):
    return json.dumps({"root": {"type": "root", "children": list(children)}})


def text(words, bits=0):
    return {"type": "extended-text", "text": words, "format": bits}


def paragraph(*children):
    return {"type": "paragraph", "children": list(children)}


def mobiledoc(*sections, markups=(), atoms=(), cards=()):
    document = {"version": "0.3.1", "markups": markups, "atoms": atoms, "cards": cards, "sections": sections}
    return json.dumps(document)


def body(**row):
    markup, troubles = body_of(row)
    assert troubles == []
    return markup


def test_what_readers_saw_is_taken():
    stored = '<p>Satu <b>dua</b></p><figure class="kg-card"><iframe src="x"></iframe></figure>'
    assert body(html=stored, lexical=lexical(paragraph(text("Satu dua")))) == stored


def test_html_with_fewer_words_than_its_source_is_not():
    markup, troubles = body_of({"html": "<p>Satu</p>", "lexical": lexical(paragraph(text("Satu dua tiga")))})
    assert markup == "<p>Satu dua tiga</p>"
    assert troubles == [("stored-html-incomplete", {"stored": 1, "source": 3})]


def test_words_that_markup_divides_are_counted_once():
    stored = "<p><b>S</b>atu</p><p>dua</p><!-- tidak tampak --><script>juga tidak</script>"
    assert (
        body(html=stored, lexical=lexical(paragraph(text("S", 1), text("atu")), paragraph(text("dua"))))
        == stored
    )


LINK = '<a href="https://x.example/?a=&quot;b&quot;">tautan</a>'


def test_lexical_prose_is_rendered():
    link = {"type": "link", "url": 'https://x.example/?a="b"', "children": [text("tautan")]}
    source = lexical(
        {"type": "extended-heading", "tag": "h3", "children": [text("Sub <judul>")]},
        paragraph(text("biasa "), text("tebal miring", 3), {"type": "linebreak"}, link),
        {"type": "extended-quote", "children": [text("Kutipan")]},
        {
            "type": "list",
            "listType": "number",
            "children": [{"type": "listitem", "children": [text("satu")]}],
        },
        paragraph(),
    )
    assert body(lexical=source).splitlines() == [
        "<h3>Sub &lt;judul&gt;</h3>",
        "<p>biasa <em><strong>tebal miring</strong></em><br>" + LINK + "</p>",
        "<blockquote>Kutipan</blockquote>",
        "<ol><li>satu</li></ol>",
    ]  # fmt: skip


def test_lists_within_lists_stay_within():
    inner = {
        "type": "list",
        "listType": "bullet",
        "children": [{"type": "listitem", "children": [text("dalam")]}],
    }
    source = lexical(
        {"type": "list", "listType": "bullet", "children": [{"type": "listitem", "children": [inner]}]}
    )
    assert body(lexical=source) == "<ul><li><ul><li>dalam</li></ul></li></ul>"


TWO_PICTURES = '<figure><img src="/a.jpg" alt=""></figure><figure><img src="/b.jpg" alt=""></figure>'
CARDS = [
    ("image", {"src": "/a.jpg", "alt": "Air", "caption": "Foto: <b>Budi</b>"},
     '<figure><img src="/a.jpg" alt="Air"><figcaption>Foto: <b>Budi</b></figcaption></figure>'),
    ("gallery", {"images": [{"src": "/a.jpg"}, {"src": "/b.jpg"}], "caption": "Dua"},
     f"<figure>{TWO_PICTURES}<figcaption>Dua</figcaption></figure>"),
    ("markdown", {"markdown": "**tebal** <i>miring</i>"}, "<p><strong>tebal</strong> <i>miring</i></p>\n"),
    ("html", {"html": "<table><tr><td>1</td></tr></table>"}, "<table><tr><td>1</td></tr></table>"),
    ("code", {"code": "a < b"}, "<pre><code>a &lt; b</code></pre>"),
    ("embed", {"html": '<iframe src="x"></iframe>', "url": "y"}, '<figure><iframe src="x"></iframe></figure>'),
    ("embed", {"url": "https://x.example/"}, '<figure><a href="https://x.example/">https://x.example/</a></figure>'),
    ("bookmark", {"url": "https://x.example/", "metadata": {"title": "T", "description": "D"}},
     '<figure><a href="https://x.example/">T</a><p>D</p></figure>'),
    ("callout", {"calloutEmoji": "💡", "calloutText": "<b>Ingat</b>"}, "<blockquote>💡 <b>Ingat</b></blockquote>"),
    ("toggle", {"heading": "Tanya", "content": "<p>Jawab</p>"}, "<h4>Tanya</h4><p>Jawab</p>"),
    ("button", {"buttonText": "Buka", "buttonUrl": "/x"}, '<p><a href="/x">Buka</a></p>'),
    ("audio", {"src": "/a.mp3", "title": "Siaran"},
     '<figure><audio src="/a.mp3" controls></audio><figcaption>Siaran</figcaption></figure>'),
    ("video", {"src": "/a.mp4"}, '<figure><video src="/a.mp4" controls></video></figure>'),
    ("file", {"src": "/a.pdf", "fileTitle": "Surat"}, '<p><a href="/a.pdf">Surat</a></p>'),
    ("header", {"header": "Besar", "subheader": "Kecil"}, "<h2>Besar</h2><p>Kecil</p>"),
    ("product", {"productTitle": "Buku", "productDescription": "<p>Isi</p>"}, "<h4>Buku</h4><p>Isi</p>"),
    ("call-to-action", {"textValue": "<p>Ikut</p>"}, "<p>Ikut</p>"),
    ("paywall", {}, "<!--members-only-->"),
    ("email", {"html": "<p>Hanya surel</p>"}, ""),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "card", "markup"), CARDS, ids=[kind for kind, *_ in CARDS])
def test_a_card_is_the_same_in_both_formats(kind, card, markup):
    assert body(lexical=lexical({"type": kind, **card})) == markup
    assert body(mobiledoc=mobiledoc([10, 0], cards=[[kind, card]])) == markup


def test_lexical_and_mobiledoc_name_some_cards_differently():
    assert body(lexical=lexical({"type": "horizontalrule"}, {"type": "codeblock", "code": "x"})) == (
        "<hr>\n<pre><code>x</code></pre>"
    )
    cards = [["hr", {}], ["card-markdown", {"markdown": "x"}]]
    assert body(mobiledoc=mobiledoc([10, 0], [10, 1], cards=cards)) == "<hr>\n<p>x</p>\n"


def test_mobiledoc_prose_is_rendered():
    source = mobiledoc(
        [1, "H2", [[0, [], 0, "Sub & judul"]]],
        [
            1,
            "p",
            [
                [0, [], 0, "biasa "],
                [0, [0, 1], 1, "miring"],
                [0, [], 1, " tebal"],
                [1, [], 0, 0],
                [0, [2], 1, "x"],
            ],
        ],
        [3, "ol", [[[0, [], 0, "satu"]], [[0, [], 0, "dua"]]]],
        [2, "/a.jpg"],
        markups=[["strong"], ["em"], ["a", ["rel", "x", "href", "/t"]]],
        atoms=[["soft-return", "", {}]],
    )
    assert body(mobiledoc=source).splitlines() == [
        "<h2>Sub &amp; judul</h2>",
        '<p>biasa <strong><em>miring</em> tebal</strong><br><a href="/t">x</a></p>',
        "<ol><li>satu</li><li>dua</li></ol>",
        '<figure><img src="/a.jpg" alt=""></figure>',
    ]


def test_an_unknown_card_is_told_and_its_words_kept():
    for row in (
        {"lexical": lexical({"type": "polling", "heading": "Setuju?"})},
        {"mobiledoc": mobiledoc([10, 0], cards=[["polling", {"heading": "Setuju?"}]])},
    ):
        markup, troubles = body_of(row)
        assert markup == "<p>Setuju?</p>"
        assert troubles == [("card-unknown", {"card": "polling"})]


@pytest.mark.parametrize(
    "source", ['{"root": ', "[]", '{"root": {"children": [null, 1, {"type": 5}]}}', "[" * 100_000]
)
def test_a_source_that_cannot_be_read_leaves_what_readers_saw(source):
    markup, _ = body_of({"html": "<p>Isi</p>", "lexical": source})
    assert markup == "<p>Isi</p>"


@pytest.mark.parametrize(
    "source",
    [
        '{"sections": [[1], [1, "p", [[0, [9], 9, "x"], [1, [], 0, 99], 7]], [10, 5], "x", [], [3, "ul", [7]]]}',
        '{"sections": [[1, "script", [[0, [0], 1, "x"]]]], "markups": [["script"]]}',
    ],
)
def test_a_broken_mobiledoc_gives_the_words_it_has(source):
    markup, _ = body_of({"mobiledoc": source})
    assert "x" in markup and "script" not in markup
