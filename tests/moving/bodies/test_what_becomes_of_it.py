"""Which block each part of a body becomes."""

from __future__ import annotations

from typing import Any

import pytest

from terbit.moving.bodies import Body, Found, Reference, convert
from terbit.moving.bodies.conserved import measure

OURS = {"/banjir/": 5, "https://lama.example/2020/sungai/": 6, "https://lama.example/?p=7": 7, "": 8}


def became(html: str, **options: Any) -> Body:
    """Converted where three stories and every picture are ours; nothing is ever lost on the way."""
    options = {
        "links": lambda address, words: OURS.get(address),
        "pictures": lambda reference: Found(reference.attachment or 1, "Antara/Rina Sari"),
        "media": lambda reference: Found(9),
        **options,
    }
    body = convert(html, **options)
    assert measure(html, body, has_shortcodes=options.get("kind") != "html").whole
    return body


def values(html: str, **options: Any) -> list[tuple[str, Any]]:
    def bare(value: Any) -> Any:
        if isinstance(value, dict) and set(value) == {"type", "value", "id"}:
            return bare(value["value"])
        if isinstance(value, dict):
            return {name: bare(each) for name, each in value.items() if each not in ("", None)}
        return [bare(each) for each in value] if isinstance(value, list) else value

    return [(block["type"], bare(block["value"])) for block in became(html, **options).blocks]


PICTURE = (
    '<img src="https://lama.example/wp-content/uploads/a-300x200.jpg" class="wp-image-12" alt="Perahu" />'
)
YOUTUBE = {"url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "title": "YouTube"}
CASES: dict[str, tuple[str, list[tuple[str, Any]]]] = {
    "paragraphs in one block": (
        "satu\n\ndua <em>tiga</em>",
        [("paragraph", "<p>satu</p><p>dua <i>tiga</i></p>")],
    ),
    "links that follow our stories": (
        '<a href="/banjir/">banjir</a> dan <a href="https://x.example/?utm_source=a">lain</a>',
        [
            (
                "paragraph",
                '<p><a linktype="article" id="5">banjir</a> dan <a href="https://x.example/">lain</a></p>',
            )
        ],
    ),
    "headings without jumps": (
        "<h4>Satu</h4>a<h2>Dua</h2>b<h5>Tiga</h5>c<h6>Empat</h6>d<h2>Lima</h2>e",
        [
            ("subheading", {"text": "Satu", "level": "2"}),
            ("paragraph", "<p>a</p>"),
            ("subheading", {"text": "Dua", "level": "2"}),
            ("paragraph", "<p>b</p>"),
            ("subheading", {"text": "Tiga", "level": "3"}),
            ("paragraph", "<p>c</p>"),
            ("subheading", {"text": "Empat", "level": "3"}),
            ("paragraph", "<p>d</p>"),
            ("subheading", {"text": "Lima", "level": "2"}),
            ("paragraph", "<p>e</p>"),
        ],
    ),
    "a bold line above text is its heading": (
        "<strong>Kronologi kejadian</strong>\n\nWarga lari.",
        [("subheading", {"text": "Kronologi kejadian", "level": "2"}), ("paragraph", "<p>Warga lari.</p>")],
    ),
    "a bold line at the end is none": (
        "Selesai.\n\n<b>(rst/bkb)</b>",
        [("paragraph", "<p>Selesai.</p><p>(rst/bkb)</p>")],
    ),
    "a picture with caption and credit": (
        f'[caption id="attachment_12" width="300"]{PICTURE} Warga naik perahu. (Foto: Antara/Rina Sari)[/caption]',
        [("picture", {"picture": 12, "caption": "Warga naik perahu.", "alt": "Perahu"})],
    ),
    "a credit that the picture does not have stays in the caption": (
        f'<figure class="wp-block-image">{PICTURE}<figcaption>Banjir. Sumber: BPBD</figcaption></figure>',
        [("picture", {"picture": 12, "caption": "Banjir. Sumber: BPBD", "alt": "Perahu"})],
    ),
    "a picture and its caption in one paragraph": (
        f"<p>{PICTURE}<br><em>Warga mengungsi.</em></p>",
        [("picture", {"picture": 12, "caption": "Warga mengungsi.", "alt": "Perahu"})],
    ),
    "a gallery": ('[gallery ids="3, 4"]', [("gallery", {"pictures": [{"picture": 3}, {"picture": 4}]})]),
    "a gallery of the post's own pictures": ("[gallery]", [("picture", {"picture": 21})]),
    "a gallery of the block editor": (
        (
            '<!-- wp:gallery --><figure class="wp-block-gallery"><ul class="blocks-gallery-grid">'
            '<li><figure><img src="a.jpg" data-id="3"><figcaption>Satu</figcaption></figure></li>'
            '<li><figure><img src="b.jpg" data-id="4"></figure></li></ul></figure><!-- /wp:gallery -->'
        ),
        [("gallery", {"pictures": [{"picture": 3, "caption": "Satu"}, {"picture": 4}]})],
    ),
    "a typed read also": (
        'Satu.\n<b>BACA JUGA :</b> <a href="/banjir/">Banjir Lama</a>\nDua.',
        [("paragraph", "<p>Satu.</p>"), ("baca_juga", [5]), ("paragraph", "<p>Dua.</p>")],
    ),
    "two read also in a row are one": (
        '<p>Baca juga: <a href="/banjir/">A</a></p><p>Baca Juga: <a href="https://lama.example/2020/sungai/">B</a></p>',
        [("baca_juga", [5, 6])],
    ),
    "a label above a list of stories": (
        (
            '<p><strong>Baca juga:</strong></p><ul><li><a href="/banjir/">A</a></li>'
            '<li><a href="https://lama.example/?p=7">B</a></li></ul>'
        ),
        [("baca_juga", [5, 7])],
    ),
    "a box of a plugin": (
        '<div class="irp"><a href="/banjir/"><div><span>Baca juga:</span>&nbsp; <b>Banjir Lama</b></div></a></div>',
        [("baca_juga", [5])],
    ),
    "a title without a link": ("Baca juga: Banjir Lama", [("baca_juga", [8])]),
    "a read also of a story that is not ours": (
        '<p>Baca juga: <a href="https://lain.example/x">Asing</a></p>',
        [("safe_html", '<p>Baca juga: <a href="https://lain.example/x">Asing</a></p>')],
    ),
    "a list in a list": (
        "<ul><li>satu<ol><li>dua</li></ol></li><li>tiga</li></ul>",
        [("list", "<ul><li>satu<ol><li>dua</li></ol></li><li>tiga</li></ul>")],
    ),
    "a list that counts on": (
        '<ol start="4"><li>empat</li></ol>',
        [("safe_html", '<ol start="4"><li>empat</li></ol>')],
    ),
    "a table with a caption and headers": (
        "<table><caption>Rumah</caption><tr><th>Nagari</th><th>Unit</th></tr><tr><td>Payau</td><td>7</td></tr></table>",
        [
            (
                "table",
                {
                    "data": [["Nagari", "Unit"], ["Payau", "7"]],
                    "table_header_choice": "row",
                    "first_row_is_table_header": True,
                    "first_col_is_header": False,
                    "table_caption": "Rumah",
                },
            )
        ],
    ),
    "any other table": (
        (
            '<figure class="wp-block-table"><table><tr><td colspan="2">a</td><td><b>b</b></td></tr></table>'
            "<figcaption>Data</figcaption></figure>"
        ),
        [
            (
                "safe_html",
                (
                    '<figure><table><tbody><tr><td colspan="2">a</td><td><b>b</b></td></tr></tbody></table>'
                    "<figcaption>Data</figcaption></figure>"
                ),
            )
        ],
    ),
    "a quotation with who said it": (
        "<!-- wp:quote --><blockquote><p>Kami siap.</p><cite>Laras Wibisana</cite></blockquote><!-- /wp:quote -->",
        [("pull_quote", {"text": "Kami siap.", "attribution": "Laras Wibisana"})],
    ),
    "quotations in quotations": (
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
        [("safe_html", "<blockquote><p>a</p><blockquote>b</blockquote></blockquote>")],
    ),
    "an address alone on its line": (
        "satu\nhttps://youtu.be/dQw4w9WgXcQ\ndua",
        [("paragraph", "<p>satu</p>"), ("embed", YOUTUBE), ("paragraph", "<p>dua</p>")],
    ),
    "an embed with a caption": (
        (
            '<!-- wp:embed {"url":"https://youtu.be/dQw4w9WgXcQ"} --><figure class="wp-block-embed"><div '
            'class="wp-block-embed__wrapper">\nhttps://youtu.be/dQw4w9WgXcQ\n</div><figcaption>Rekaman</figcaption></figure>'
            "<!-- /wp:embed -->"
        ),
        [("embed", {**YOUTUBE, "title": "Rekaman"})],
    ),
    "a frame": ('<iframe src="//www.youtube.com/embed/dQw4w9WgXcQ"></iframe>', [("embed", YOUTUBE)]),
    "a frame of an unknown site": (
        '<iframe src="https://peta.example/a?b=1"></iframe>',
        [("safe_html", '<p><a href="https://peta.example/a?b=1">https://peta.example/a?b=1</a></p>')],
    ),
    "a post of another site keeps its words": (
        (
            '<blockquote class="twitter-tweet"><p>Air naik.</p>&mdash; BPBD (@bpbd) <a '
            'href="https://twitter.com/bpbd/status/12345678">2 Januari 2020</a></blockquote>'
            '<script src="x.js"></script>'
        ),
        [
            ("safe_html", "<blockquote><p>Air naik.</p></blockquote>"),
            (
                "embed",
                {"url": "https://x.com/bpbd/status/12345678", "title": "— BPBD (@bpbd) 2 Januari 2020"},
            ),
        ],
    ),
    "a recording": ('[audio mp3="https://lama.example/a.mp3"]', [("media", {"file": 9})]),
    "powers and struck words": (
        "10<sup>6</sup> <del>unit</del>",
        [("safe_html", "<p>10<sup>6</sup> <s>unit</s></p>")],
    ),
    "text from right to left": ('<p dir="rtl">سلام</p>', [("safe_html", '<p dir="rtl">سلام</p>')]),
    "preformatted text": ("<pre>a\n  b</pre>", [("safe_html", "<pre>a\n  b</pre>")]),
    "a rule": (
        "<p>a</p><hr><p>b</p>",
        [("paragraph", "<p>a</p>"), ("safe_html", "<hr>"), ("paragraph", "<p>b</p>")],
    ),
    "a list with a picture": (
        f"<ul><li>satu</li><li>dua {PICTURE}</li></ul>",
        [("safe_html", "<ul><li>satu</li><li>dua</li></ul>"), ("picture", {"picture": 12, "alt": "Perahu"})],
    ),
    "a table that only lays out": (
        "<table><tr><td><p>a</p><p>b</p></td></tr></table>",
        [("paragraph", "<p>a</p><p>b</p>")],
    ),
    "columns, groups and buttons": (
        (
            '<!-- wp:columns --><div class="wp-block-columns"><!-- wp:column --><div><!-- wp:paragraph --><p>a</p>'
            "<!-- /wp:paragraph --></div><!-- /wp:column -->"
            "<!-- wp:column --><div><p>b</p></div><!-- /wp:column --></div>"
            '<!-- /wp:columns --><div class="wp-block-buttons"><a href="https://x.example/">Daftar</a></div>'
        ),
        [("paragraph", '<p>a</p><p>b</p><p><a href="https://x.example/">Daftar</a></p>')],
    ),
    "freeform text between blocks": (
        "<!-- wp:code --><p>a</p><!-- /wp:code -->\n\nb\n\nc\n\n<!-- wp:spacer --><div></div><!-- /wp:spacer -->",
        [("paragraph", "<p>a</p><p>b</p><p>c</p>")],
    ),
}


@pytest.mark.parametrize(("html", "blocks"), CASES.values(), ids=CASES.keys())
def test_each_part_of_a_body_has_its_block(html: str, blocks: list[tuple[str, Any]]) -> None:
    assert values(html, attached=[21]) == blocks


def test_a_missing_picture_leaves_a_gap_and_its_caption() -> None:
    body = became(f"[caption]{PICTURE} Warga naik perahu.[/caption]", pictures=lambda reference: None)
    assert body.blocks[0]["value"] == (
        '<figure data-missing="https://lama.example/wp-content/uploads/a-300x200.jpg">'
        "<figcaption>Warga naik perahu.</figcaption></figure>"
    )
    assert body.missing == [
        Reference(
            "https://lama.example/wp-content/uploads/a-300x200.jpg",
            12,
            caption="Warga naik perahu.",
            alt="Perahu",
        )
    ]


def test_the_finder_learns_the_credit_before_it_answers() -> None:
    asked: list[Reference] = []
    became(f"[caption]{PICTURE} Banjir. Foto: BPBD[/caption]", pictures=asked.append)
    assert (asked[0].caption, asked[0].credit) == ("Banjir.", "BPBD")


def test_a_lazy_picture_has_the_address_that_it_loads() -> None:
    body = became(
        '<img src="kosong.gif" data-lazy-src="https://lama.example/a.jpg">', pictures=lambda reference: None
    )
    assert body.missing[0].address == "https://lama.example/a.jpg"


def test_the_teaser_and_the_pages_are_told() -> None:
    body = became("Satu <b>dua</b>.<!--more Lanjut-->\n\nTiga.<!--nextpage-->Empat.")
    assert (body.teaser, body.pages) == ("Satu dua.", 2)


def test_blocks_that_nobody_knows_are_listed() -> None:
    body = became('<!-- wp:acf/kotak {"data":{"isi":"x"}} /--><!-- wp:block {"ref":12} /--><p>a</p>')
    assert body.unknown_blocks == ['wp:acf/kotak {"data":{"isi":"x"}} /', 'wp:block {"ref":12} /']


def test_html_of_ghost_has_neither_shortcodes_nor_typed_paragraphs() -> None:
    html = (
        "<p>satu\ndua [kotak]tiga[/kotak]</p><figure class='kg-card kg-image-card'><img src='a.jpg'></figure>"
    )
    assert values(html, kind="html")[0] == ("paragraph", "<p>satu dua [kotak]tiga[/kotak]</p>")


def test_the_same_body_becomes_the_same_blocks_again() -> None:
    html = "satu\n\n[gallery ids='3,4']\n\nBaca juga: <a href='/banjir/'>A</a>"
    assert became(html) == became(html)
    assert len({block["id"] for block in became("<hr>a<hr>a<hr>").blocks}) == 5


def test_a_drawing_leaves_its_words_and_is_listed() -> None:
    drawing = (
        "<svg><title>bagan</title><switch><foreignObject><div>Hulu</div></foreignObject><text>Hulu</text></switch>"
        "<text>Hilir</text></svg>"
    )
    body = became(f"Bagan: {drawing} selesai.")
    assert body.blocks[0]["value"] == "<p>Bagan:</p><p>Hulu</p><p>Hilir</p><p>selesai.</p>"
    assert body.dropped == ["drawing"]
