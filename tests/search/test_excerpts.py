"""What of a query is marked in a text, and which part of a text is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.search import excerpts
from terbit.search.language import normalise, words

FILLER = "Warga kota menunggu di jalan sejak pagi. " * 8


def marked(query: str, text: str) -> list[str]:
    return [part for part, is_marked in excerpts.of(query).parts(text) if is_marked]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("memilih", "Pemilihan umum: warga memilihnya", ["Pemilihan", "memilihnya"]),
        ("menteri", "Menteri makan teri", ["Menteri"]),
        ('"wali kota"', "Wali Kota dan kota wali", ["Wali Kota"]),
        ("covid-19", "COVID-19 dan 19 hari", ["COVID-19"]),
        ("jumat", "Salat Jum’at, Jumat", ["Jum’at", "Jumat"]),
        ("cafe", "Café; cafe\u0301", ["Café", "cafe\u0301"]),
        ("banjir -korban", "Banjir tanpa korban", ["Banjir"]),
        ("gempa di padang", "Gempa di Padang", ["Gempa", "Padang"]),
        ("", "Gempa", []),
        ("zzyzx", "Gempa", []),
    ],
)
def test_what_is_found_is_marked_and_nothing_else(query, text, expected):
    assert marked(query, text) == expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("jembat", "Jembatan dan jembatannya, jambatan", ["Jembatan", "jembatannya"]),
        ("pilih", "Pilihan, memilih, pilu", ["Pilihan", "memilih"]),
        ("wali ko", "Wali Kota", ["Wali"]),
        ('"wali kot', "Wali Kota, kota wali", ["Wali Kota"]),
        ('"wali kot"', "Wali Kota", []),
    ],
)
def test_while_somebody_types_the_whole_of_a_word_that_is_begun_is_marked(query, text, expected):
    parts = excerpts.of(query, typing=True).parts(text)
    assert [part for part, is_marked in parts if is_marked] == expected


def test_the_part_with_most_of_the_words_is_shown_from_the_start_of_its_sentence():
    text = f"Gempa terjadi. {FILLER}\nTim tiba kemarin. Gempa di Padang merusak pasar. {FILLER}"
    excerpt = excerpts.of("gempa padang").excerpt(text)
    assert excerpt.startswith("Gempa di Padang merusak pasar. Warga kota") and excerpt.endswith(" …")
    assert len(excerpt) <= excerpts.LENGTH + 4


def test_what_begins_far_before_the_word_is_shown_from_the_middle():
    excerpt = excerpts.of("gempa").excerpt(f"{FILLER.replace('. ', ', ')} lalu gempa datang")
    assert excerpt.startswith("… ") and excerpt.endswith("lalu gempa datang")


def test_a_subheading_does_not_run_into_the_sentence_after_it():
    text = "Hujan reda. \nJalan dibuka lagi\nTruk lewat sejak siang.\nSopir senang."
    expected = "Hujan reda. Jalan dibuka lagi · Truk lewat sejak siang. Sopir senang."
    assert excerpts.of("hujan truk").excerpt(text) == expected


def test_what_is_not_there_gives_no_excerpt():
    assert excerpts.of("gempa").excerpt(FILLER) == excerpts.of("").excerpt(FILLER) == ""


@given(st.text(max_size=40), st.text())
def test_the_parts_are_the_text(query, text):
    assert "".join(part for part, _ in excerpts.of(query).parts(text)) == text


@given(
    st.lists(st.sampled_from(["gempa", "padang", "Jum'at", "é", "عاجل", "👍🏽", "kota.", "\n"]), max_size=150)
)
def test_an_excerpt_is_of_the_text_and_shows_a_word_of_the_query(parts):
    text = " ".join(parts)
    excerpt = excerpts.of("gempa jumat").excerpt(text)
    assert bool(excerpt) == bool({"gempa", "Jum'at"} & set(parts))
    assert words(normalise(excerpt)) == [] or {"gempa", "jumat"} & set(words(normalise(excerpt)))
    assert excerpt.removeprefix("… ").removesuffix(" …").replace(" ·", "") in " ".join(text.split())
