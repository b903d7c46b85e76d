"""Rich text of stories: what is pasted comes out clean, and nothing in it can act."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terbit.newsroom import links, richtext, safe_html, storytext
from terbit.newsroom.richtext import clean

SHAPES = ("paragraphs", "list", "mixed")


def test_bold_italic_and_links_stay_and_everything_else_leaves_its_words() -> None:
    html = (
        '<h2 style="color:red">Judul</h2><p class="MsoNormal">Kata <strong>tebal</strong>, <em>miring</em>, '
        '<u>garis</u>, <a href="https://contoh.id/a" target="_blank" onclick="x()">tautan</a>.</p>'
    )
    assert clean(html) == (
        "<p>Judul</p><p>Kata <b>tebal</b>, <i>miring</i>, garis, "
        '<a href="https://contoh.id/a">tautan</a>.</p>'
    )


def test_the_same_words_always_make_the_same_html() -> None:
    assert clean("<p><i><b>a</b></i></p>") == clean("<p><b><i>a</i></b></p>") == "<p><b><i>a</i></b></p>"
    assert clean("<p><b>a</b><b>b</b></p>") == "<p><b>ab</b></p>"


def test_empty_paragraphs_and_the_keys_of_the_editor_go() -> None:
    html = '<p data-block-key="k1">satu</p><p data-block-key="k2"></p><p>&nbsp;</p><p><b> </b></p><p>dua</p>'
    assert clean(html) == "<p>satu</p><p>dua</p>"
    assert clean('<p data-block-key="k1"></p>') == ""


def test_two_line_breaks_make_two_paragraphs_and_one_stays() -> None:
    assert clean("<p>Satu<br/> <br/>dua<br/>tiga<br/></p>") == "<p>Satu</p><p>dua<br/>tiga</p>"
    assert clean("<p><b>Satu<br/><br/>dua</b></p>") == "<p><b>Satu</b></p><p><b>dua</b></p>"


def test_spaces_are_single_and_plain() -> None:
    assert clean("<p> Rp\xa05\u2009juta \t lagi&nbsp;</p>") == "<p>Rp 5 juta lagi</p>"
    assert clean("<p>kata <b> tebal </b> lagi</p>") == "<p>kata <b>tebal </b>lagi</p>"


def test_unseen_characters_go_and_letters_are_composed() -> None:
    assert clean("<p>pe\u00admerin\u200btah \u202a+62 812\u202c caf\u0065\u0301\ufeff</p>") == (
        "<p>pemerintah +62 812 café</p>"
    )


def test_joiners_stay_where_they_shape_letters_and_emoji() -> None:
    family = "👨\u200d👩\u200d👧"
    assert clean(f"<p>{family} ke\u200dcil</p>") == f"<p>{family} kecil</p>"


def test_links_to_stories_keep_only_the_number_of_the_story() -> None:
    assert clean('<p><a linktype="article" id="007" href="https://x.id" class="y">a</a></p>') == (
        '<p><a linktype="article" id="7">a</a></p>'
    )
    assert clean('<p><a linktype="article" id="7 or 1=1">a</a></p>') == "<p>a</p>"
    assert clean('<p><a linktype="document" id="7">a</a></p>') == "<p>a</p>"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://contoh.id/a?id=3&utm_source=wa&fbclid=Iw1", "https://contoh.id/a?id=3"),
        ("https://contoh.id/a?utm_source=wa", "https://contoh.id/a"),
        ("https://contoh.id/a?b=%20x&c", "https://contoh.id/a?b=%20x&c"),
        (
            "https://www.google.com/url?q=https://contoh.id/a%3Futm_medium%3Dx&sa=D&ust=1",
            "https://contoh.id/a",
        ),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fcontoh.id%2Fa%3Ffbclid%3D1&h=AT",
            "https://contoh.id/a",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=9", "https://youtu.be/dQw4w9WgXcQ?t=9"),
        ("https://contoh.id/a?si=abc", "https://contoh.id/a?si=abc"),
        ("https://contoh.id/a#:~:text=kata", "https://contoh.id/a"),
        ("https://contoh.id/a b\n", "https://contoh.id/ab"),
        ("/rubrik/berita/", "/rubrik/berita/"),
        ("mailto:redaksi@contoh.id", "mailto:redaksi@contoh.id"),
        ("tel:+62812", "tel:+62812"),
        ("javascript:alert(1)", None),
        (" java\tscript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("//contoh.id/a", None),
        ("/\\contoh.id", None),
        ("https:///x", None),
        ("http://[::1", None),
        ("berita.html", None),
        (
            "https://www.google.com/url?q=javascript:alert(1)",
            "https://www.google.com/url?q=javascript:alert(1)",
        ),
    ],
)
def test_links_lose_their_trackers_and_lead_nowhere_harmful(typed: str, kept: str | None) -> None:
    assert links.clean(typed) == kept


def test_whatsapp_marks_become_bold_and_italic_only_where_they_hug_words() -> None:
    assert clean("<p>*Polisi* menangkap _dua orang_ di *_Padang_*.</p>") == (
        "<p><b>Polisi</b> menangkap <i>dua orang</i> di <b><i>Padang</i></b>.</p>"
    )
    for words in (
        "3*4*5",
        "* catatan *",
        "a_b_c",
        "harga *) belum pasti *)",
        "**",
        "_ _",
        "nama_file_foto.jpg",
    ):
        assert clean(f"<p>{words}</p>") == f"<p>{words}</p>"


def test_the_head_of_a_whatsapp_message_goes() -> None:
    assert (
        clean("<p>[10.21, 18/2/2025] Humas Polres: Dua orang ditangkap.</p>") == "<p>Dua orang ditangkap.</p>"
    )
    assert clean("<p>[10] Dua orang: itu.</p>") == "<p>[10] Dua orang: itu.</p>"


def test_a_list_keeps_its_levels_and_what_is_no_item_becomes_one() -> None:
    html = "<ul><li>a<ul><li>b</li></ul></li><li>• c</li></ul><p>d</p>"
    assert clean(html, "list") == "<ul><li>a<ul><li>b</li></ul></li><li>c</li><li>d</li></ul>"
    assert clean(html, "paragraphs") == "<p>a</p><p>b</p><p>• c</p><p>d</p>"


def test_headings_in_disguise_are_found_and_answers_are_not() -> None:
    assert richtext.headings_in_disguise("<p><b>Kelanjutan Diplomasi</b></p><p>Biasa <b>tebal</b></p>") == [
        "Kelanjutan Diplomasi"
    ]
    assert richtext.headings_in_disguise("<p><b>Bagaimana perasaan Anda?</b></p>") == []


def test_a_typed_baca_juga_is_found() -> None:
    assert richtext.typed_read_also("<p><b>Baca juga:</b> Trump</p><p>Ia baca juga buku.</p>") == [
        "Baca juga: Trump"
    ]


# Hostile input -------------------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="https://x.id/&quot; onclick=&quot;alert(1)">x</a>',
    '<a href="https://x.id/><script>alert(1)</script>">x</a>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<p style=position:fixed>x</p>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--[if gte mso 9]><xml><o:p>x</o:p></xml><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<form action=/><input name=x autofocus onfocus=alert(1)></form>",
    "<base href=https://x.id>",
    "<link rel=stylesheet href=https://x.id>",
    "<object data=data:text/html,x></object>",
    "<a linktype=article id='1\"><script>'>x</a>",
]


class _Harmless(HTMLParser):
    """Fails on any element or attribute that is not on the list."""

    def __init__(self, elements: set[str], attributes: set[str]) -> None:
        super().__init__()
        self.elements, self.attributes = elements, attributes

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in self.elements, tag
        for name, value in attrs:
            assert name in self.attributes, name
            if name in {"href", "cite"}:
                assert re.match(r"(https?|mailto|tel):|[/#]", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def assert_story_html(html: str) -> None:
    _Harmless({"p", "b", "i", "a", "br", "ul", "ol", "li"}, {"href", "linktype", "id"}).feed(html)


FRAGMENTS = st.sampled_from(
    [
        *HOSTILE,
        "<b>",
        "</b>",
        "<i>",
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<br>",
        "*x*",
        "_y_",
        "kata ",
        "<",
        '"',
    ]
)
MARKUP = st.lists(FRAGMENTS | st.text(max_size=10), max_size=12).map("".join)


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_survives_cleaning(html: str) -> None:
    for shape in SHAPES:
        assert_story_html(clean(f"<p>kata {html} kata</p>", shape))


@example("*x*_y_", "paragraphs")
@given(MARKUP, st.sampled_from(SHAPES))
def test_whatever_is_cleaned_is_harmless_and_cleaning_twice_changes_nothing(
    html: str, shape: richtext.Shape
) -> None:
    cleaned = clean(html, shape)
    assert_story_html(cleaned)
    assert clean(cleaned, shape) == cleaned


@given(MARKUP)
def test_whatever_html_is_imported_is_harmless_and_stays_so(html: str) -> None:
    sanitised = safe_html.sanitise(html)
    _Harmless(safe_html.TAGS, set().union(*safe_html.ATTRIBUTES.values())).feed(sanitised)
    assert safe_html.sanitise(sanitised) == sanitised


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_hostile_survives_in_imported_html(html: str) -> None:
    _Harmless(safe_html.TAGS, set().union(*safe_html.ATTRIBUTES.values())).feed(safe_html.sanitise(html))


def test_imported_html_keeps_its_structure_and_loses_its_looks() -> None:
    html = (
        '<h2 id="a" style="color:red">Data</h2><table class="wp" width="1"><tr><th scope="col" colspan="2">A</th>'
        '</tr></table><time datetime="2025-02-18">kemarin</time><img src="https://x.id/pixel.gif">'
    )
    assert safe_html.sanitise(html) == (
        '<h2>Data</h2><table><tbody><tr><th scope="col" colspan="2">A</th></tr></tbody></table>'
        '<time datetime="2025-02-18">kemarin</time>'
    )


def test_a_gap_in_imported_html_tells_which_picture_is_missing_and_nothing_else() -> None:
    gap = (
        '<figure data-missing="https://contoh.id/uploads/banjir.jpg"><figcaption>Banjir</figcaption></figure>'
    )
    assert safe_html.sanitise(gap) == gap
    hostile = '<figure data-missing="javascript:alert(1)" data-other="x">Banjir</figure>'
    assert safe_html.sanitise(hostile) == "<figure>Banjir</figure>"


def test_words_of_two_cells_stay_two_words() -> None:
    table = "<table><tbody><tr><th>Nagari</th><td>Rumah</td></tr></tbody></table>"
    assert richtext.text(table) == "Nagari\nRumah"
    assert richtext.text("<pre>satu</pre><pre>dua</pre>") == "satu\ndua"


def test_a_paragraph_that_is_not_cleaned_is_as_the_cleaner_leaves_it() -> None:
    marks = (chr(code) for code in range(0x3100) if not 0xD800 <= code < 0xE000)
    plain = [html for mark in marks if storytext.PLAIN.fullmatch(html := f"<p>a{mark}b</p>")]
    assert len(plain) > 12_000
    assert [html for html in plain if storytext.CLEANER.clean(html) != html] == []


@pytest.mark.parametrize(
    "html", ["<p>a</p><p>b</p>", "<p>a<b>b</b></p>", "<p>a", "<p>&amp;</p>", "<p>a</p>\n", "<p>a\xa0</p>"]
)
def test_all_other_paragraphs_are_cleaned(html: str) -> None:
    assert not storytext.PLAIN.fullmatch(html)
