"""Bodies as WordPress holds them, put together at random, each with the words that a reader sees of it, in order."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from hypothesis import strategies as st

Source = tuple[str, list[str]]  # HTML and its words

WORD = st.sampled_from(
    """Banjir warga nagari Arumbai siaga bupati jembatan sungai hujan posko Rp1.500.000 10% Jum'at é漢字 R&D a<b
    naïve 2025/02/18 anak-anak C++ #siaga @kabar رمضان kata. "Siap," (tiga) 5°C ½ A/B""".split()
)
HIDDEN_IN_WORDS = st.sampled_from(["", "", "", "&shy;", "\u200b", "&#8203;", "\u00ad", "<wbr>", "<!-- x -->"])


def _seen(word: str) -> str:
    return word.strip(" \"“”'()[]{}.,;:!?…<>-")


@st.composite
def plain(draw: st.DrawFn) -> Source:
    """Words with spaces of any kind between them."""
    words = draw(st.lists(WORD, min_size=1, max_size=5))
    html = []
    for word in words:
        middle = len(word) // 2
        unseen = draw(HIDDEN_IN_WORDS) if word.isalpha() else ""
        html.append(escape(word[:middle], quote=False) + unseen + escape(word[middle:], quote=False))
    space = draw(st.sampled_from([" ", "  ", "&nbsp;", "\n", " &#160; ", "\t", "&emsp;", "<br>", "<br />\n"]))
    return space.join(html), [seen for word in words if (seen := _seen(word))]


INLINE = "b strong em i span u code small mark sup sub s del q abbr cite font unbekannt".split()


def styled(inside: st.SearchStrategy[Source]) -> st.SearchStrategy[Source]:
    def wrapped(element: str, source: Source) -> Source:
        html, words = source
        return f"<{element}>{html}</{element}>", words

    link = st.sampled_from(
        [
            "https://contoh.id/a?b=1&amp;c=2",
            "/lama/",
            "javascript:alert(1)",
            "#catatan",
            "?p=12",
            "mailto:a@b.id",
        ]
    )
    return st.one_of(
        st.builds(wrapped, st.sampled_from(INLINE), inside),
        st.builds(
            lambda href, source: (f'<a href="{href}" onclick="x()">{source[0]}</a>', source[1]), link, inside
        ),
    )


def beside(parts: list[Source], between: str) -> Source:
    return between.join(html for html, _words in parts), [word for _html, words in parts for word in words]


def _list_of(parts: st.SearchStrategy[Source], between: str, most: int = 3) -> st.SearchStrategy[Source]:
    return st.lists(parts, min_size=1, max_size=most).map(lambda some: beside(some, between))


PHRASES = _list_of(st.recursive(plain(), styled, max_leaves=3), " ")
NOTHING_SHOWN: st.SearchStrategy[Source] = st.sampled_from(
    [
        ("<script>var kata = 'rahasia';</script>", []),
        ("<style>p { color: red }</style>", []),
        ('<div style="display: none">tautan titipan</div>', []),
        ("<p hidden>tak terlihat</p>", []),
        ("<!-- komentar <p>bukan isi</p> -->", []),
        ("<!--more-->", []),
        ("<!--nextpage-->", []),
        ("<noscript><img src='x.jpg'>tanpa skrip</noscript>", []),
        ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ">bingkai</iframe>', []),
        ('<iframe src="https://peta.example/x?a=1&amp;b=2"></iframe>', []),
        ("<p></p>", []),
        ("<p>&nbsp;</p>", []),
        ("<hr />", []),
        (
            '<img src="/wp-content/uploads/2020/01/banjir-300x200.jpg" alt="tidak tampil" class="wp-image-9" />',
            [],
        ),
        ('<p><img src="data:image/gif;base64,R0lGOD" width="1" height="1"></p>', []),
        ('[gallery ids="1,2,3"]', []),
        ("[gallery]", []),
        ('[video mp4="https://contoh.id/a.mp4"][/video]', []),
        ('[audio src="https://contoh.id/a.mp3"]', []),
        ("[embed]https://vimeo.com/76979871[/embed]", []),
        ('[playlist ids="4,5"]', []),
        ("\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n", []),
        ("\n\nhttps://situs.example/yang/tak/dikenal\n\n", []),
        ("<svg width='9'><title>judul</title><defs><text>x</text></defs><path d='M0 0'/></svg>", []),
        ('<!-- wp:latest-posts {"postsToShow":3} /-->', []),
        ('<figure class="wp-block-image"><img src="b.jpg"/></figure>', []),
    ]
)


def _in(before: str, after: str) -> Callable[[Source], Source]:
    return lambda source: (f"{before}{source[0]}{after}", source[1])


def _table(rows: list[list[Source]]) -> Source:
    html = "".join(f"<tr>{''.join(f'<td>{cell[0]}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><tbody>{html}</tbody></table>", [word for row in rows for cell in row for word in cell[1]]


def _headed(heads: list[Source], row: list[Source], caption: Source) -> Source:
    width = min(len(heads), len(row))
    head = "".join(f"<th>{cell[0]}</th>" for cell in heads[:width])
    cells = "".join(f"<td>{cell[0]}</td>" for cell in row[:width])
    rows = f"<thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody>"
    html = f"<table><caption>{caption[0]}</caption>{rows}</table>"
    return html, [word for cell in (caption, *heads[:width], *row[:width]) for word in cell[1]]


def _picture(source: Source) -> Source:
    html, words = source
    return f'<figure class="wp-block-image"><img src="a.jpg"/><figcaption>{html}</figcaption></figure>', words


def _caption(source: Source) -> Source:
    html, words = source
    return f'[caption id="attachment_7" width="300"]<img src="a.jpg" /> {html}[/caption]', words


def _quote(source: Source, whose: Source) -> Source:
    return f"<blockquote><p>{source[0]}</p><cite>{whose[0]}</cite></blockquote>", source[1] + whose[1]


def _read_also(source: Source) -> Source:
    html, words = source
    return f'<p><strong>Baca juga: <a href="/lama/">{html}</a></strong></p>', ["Baca", "juga", *words]


def _listed(items: list[Source]) -> Source:
    return beside([_in("<li>", "</li>")(item) for item in items], "\n")


def _blocks(inside: st.SearchStrategy[Source]) -> st.SearchStrategy[Source]:
    """Elements that hold blocks."""
    holders = [
        ("<div>", "</div>"),
        ('<div class="wp-block-group"><div>', "</div></div>"),
        ("<blockquote>", "</blockquote>"),
        ("<section><article>", "</article></section>"),
        ('<div dir="rtl">', "</div>"),
        ("<ul><li>", "</li></ul>"),
        ('<ol start="4"><li>', "</li></ol>"),
        ("<details><summary></summary>", "</details>"),
        ("<table><tr><td>", "</td><td></td></tr></table>"),
        ("<dl><dt></dt><dd>", "</dd></dl>"),
        ("<center>", "</center>"),
        ("<!-- wp:quote -->\n<blockquote>", "</blockquote>\n<!-- /wp:quote -->"),
        ('<!-- wp:plugin/kotak {"warna":"merah"} -->\n<div>', "</div>\n<!-- /wp:plugin/kotak -->"),
        ("[vc_row][vc_column]", "[/vc_column][/vc_row]"),
        ('[kotak warna="merah"]\n\n', "\n\n[/kotak]"),
        ("<b><span>", "</span></b>"),
    ]
    return st.builds(lambda holder, source: _in(*holder)(source), st.sampled_from(holders), inside)


ELEMENTS = [
    ("<p>", "</p>"),
    ('<p style="text-align:center">', "</p>"),
    ('<p dir="rtl">', "</p>"),
    ("<pre>", "</pre>"),
]
ELEMENTS += [(f"<h{level}>", f"</h{level}>") for level in range(1, 7)]
ELEMENTS += [("\n\n", "\n\n"), ("<p><strong>", "</strong></p>"), ("<address>", "</address>")]
ELEMENTS += [("<!-- wp:paragraph -->\n<p>", "</p>\n<!-- /wp:paragraph -->"), ("<button>", "</button><br>")]
LEAVES = st.one_of(
    st.builds(lambda element, source: _in(*element)(source), st.sampled_from(ELEMENTS), PHRASES),
    st.lists(PHRASES, min_size=1, max_size=3).map(_listed).map(_in("<ul>", "</ul>")),
    st.lists(PHRASES, min_size=1, max_size=3).map(_listed).map(_in("<ol>", "</ol>")),
    st.lists(st.lists(PHRASES, min_size=2, max_size=3), min_size=1, max_size=2).map(_table),
    st.builds(
        _headed, st.lists(plain(), min_size=2, max_size=3), st.lists(plain(), min_size=2, max_size=3), plain()
    ),
    PHRASES.map(_picture),
    PHRASES.map(_caption),
    st.builds(_quote, PHRASES, PHRASES),
    PHRASES.map(_read_also),
    NOTHING_SHOWN,
    st.sampled_from(
        [
            ("[[gallery]]", ["gallery"]),
            ("<svg><desc>x</desc><g><text>hulu</text><text>hilir</text></g></svg>", ["hulu", "hilir"]),
            ("a<math><mi>x</mi><mo>+</mo><mn>1</mn></math>b", ["a", "x", "+", "1", "b"]),
            ("<p>kata [sic] lagi</p>", ["kata", "sic", "lagi"]),
        ]
    ),
)
BLOCKS = st.recursive(LEAVES, lambda inside: _blocks(_list_of(inside, "\n")), max_leaves=6)
BODIES = _list_of(BLOCKS, "\n", most=5)
