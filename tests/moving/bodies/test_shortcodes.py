"""Shortcodes as editors type them, in every spelling that WordPress takes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.moving.bodies import convert, shortcodes
from terbit.moving.bodies.conserved import words_in
from terbit.moving.bodies.expanding import expand


@pytest.mark.parametrize(
    "written",
    [
        '[foto nama="Banjir Arumbai" lebar=300]',
        "[foto nama='Banjir Arumbai' lebar='300' /]",
        "[foto nama=“Banjir Arumbai” lebar=300]",
        "[foto nama=&quot;Banjir Arumbai&quot; lebar=300]",
        "[foto nama=&#8221;Banjir Arumbai&#8221; lebar=300/]",
        '[foto\nnama = "Banjir Arumbai"\nlebar="300"]',
        '[FOTO NAMA="Banjir Arumbai" Lebar="300"]',
    ],
)
def test_attributes_are_read_in_every_quoting(written: str) -> None:
    (code,) = shortcodes.find(written)
    assert code.name == "foto"
    assert code.named == {"nama": "Banjir Arumbai", "lebar": "300"}


def test_a_bracket_inside_quotes_ends_nothing() -> None:
    (code,) = shortcodes.find('[foto nama="Banjir ] besar"]')
    assert code.named == {"nama": "Banjir ] besar"}


def test_halves_find_each_other_when_nested() -> None:
    found = shortcodes.find("[a][b][a x=1]kata[/a][/a][/c]")
    assert [(code.name, code.partner) for code in found] == [
        ("a", 4),
        ("b", None),
        ("a", 3),
        ("a", 2),
        ("a", 0),
        ("c", None),
    ]


def test_brackets_in_html_tags_and_comments_are_none() -> None:
    assert shortcodes.find('<a title="[foto nama=1]">x</a><!-- [foto nama=2] -->') == []


def test_a_shortcode_that_is_only_spoken_of_is_shown() -> None:
    assert (
        expand("Ketik [[gallery]] atau [[caption]isi[/caption]].")[0]
        == "Ketik [gallery] atau [caption]isi[/caption]."
    )


def test_a_pair_that_nobody_knows_leaves_its_text_and_is_listed() -> None:
    body = convert('[kotak warna="merah"]Isi <b>penting</b>.[/kotak]')
    assert words_in(body) == ["Isi", "penting"]
    assert body.shortcodes == ['[kotak warna="merah"]']


def test_one_that_nobody_knows_stays_as_written_and_is_listed() -> None:
    body = convert('Klasemen: [skor liga="1"] menurut [redaksi]')
    assert body.blocks[0]["value"] == '<p>Klasemen: [skor liga="1"] menurut [redaksi]</p>'
    assert body.shortcodes == ['[skor liga="1"]']


def test_words_in_brackets_are_only_words() -> None:
    body = convert('Ia berkata [dan menunjuk <a href="https://x.example/?a=b">peta</a>] siap.')
    assert (words_in(body)[2], body.shortcodes) == ("dan", [])


def test_advertisements_and_forms_are_not_the_story() -> None:
    body = convert('Satu [adrotate banner="3"] dua [contact-form-7 id="9" title="Kontak"]')
    assert (words_in(body), body.shortcodes) == (["Satu", "dua"], [])


def test_an_old_caption_in_an_attribute_is_the_captions_text() -> None:
    html = '[caption id="attachment_7" caption="Warga <em>siaga</em>"]<img src="a.jpg">[/caption]'
    body = convert(html)
    assert words_in(body) == ["Warga", "siaga"]
    assert body.missing[0].attachment == 7


def test_related_stories_of_a_plugin_are_read_also() -> None:
    body = convert(
        '[irp posts="77" name="Banjir Surut"]', links=lambda address, words: 5 if address == "?p=77" else None
    )
    assert [block["type"] for block in body.blocks] == ["baca_juga"]


@given(
    st.lists(st.sampled_from([*list("[]/=\"' ab\n<>"), "[a]", "[/a]", "[[", "]]"]), max_size=40).map("".join)
)
def test_any_brackets_are_read_without_an_error(text: str) -> None:
    for code in shortcodes.find(text):
        assert text[code.start : code.end] == code.text
    expand(text)


def test_a_flood_of_brackets_takes_no_time() -> None:
    expand('[a "' * 20_000)
    expand("[a]" * 20_000 + "[/b]" * 20_000)


@pytest.mark.parametrize("name", ["caption", "embed", "gallery", "foto"])
def test_nor_do_halves_in_each_other_beyond_all_measure(name: str) -> None:
    begun = time.process_time()
    body = convert(f"[{name}]" * 20_000 + "Banjir" + f"[/{name}]" * 20_000)
    assert words_in(body) == ["Banjir"] and time.process_time() - begun < 15
