"""Quotation marks, commas and attribution as EYD V wants them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.newsroom import quotations

SPEAKER = ("kata", "Laras Wibisana", "Wali Kota Arumbai")


@pytest.mark.parametrize(
    ("typed", "set_by_us"),
    [
        ("Kami siap", "“Kami siap,”"),
        ("Kami siap.", "“Kami siap,”"),
        ('"Kami siap."', "“Kami siap,”"),
        ("“Kami siap”,", "“Kami siap,”"),
        ("'Kami siap'", "“Kami siap,”"),
        ("“Kami siap", "“Kami siap,”"),
        ("Kapan kita pulang?", "“Kapan kita pulang?”"),
        ("“Kapan kita pulang”?", "“Kapan kita pulang?”"),
        ("Pulang!!!", "“Pulang!”"),
        ("Apa?!", "“Apa?!”"),
        ('Dia bilang "pergi"', "“Dia bilang ‘pergi’,”"),
        ('"Dia bilang "pergi.""', "“Dia bilang ‘pergi’,”"),
        ('"A" dan "B"', "“‘A’ dan ‘B’,”"),
        ("Hari Jum'at", "“Hari Jum’at,”"),
        ("Kami beli beras, gula, dll.", "“Kami beli beras, gula, dll.,”"),
        ("Ayah saya Budi, S.H.", "“Ayah saya Budi, S.H.,”"),
        ("Harganya Rp5.000.", "“Harganya Rp5.000,”"),
        ("Saya tidak tahu...", "“Saya tidak tahu…,”"),
    ],
)
def test_a_quotation_before_its_attribution_is_set_whatever_was_typed(typed: str, set_by_us: str) -> None:
    assert quotations.sentence(typed, *SPEAKER) == f"{set_by_us} kata Laras Wibisana, Wali Kota Arumbai."


def test_the_examples_of_eyd_come_out_as_they_stand_there() -> None:
    """Koma 7 and 8, tanda petik tunggal 1."""
    assert quotations.sentence("Kita harus berbagi dalam hidup ini", "kata", "nenek") == (
        "“Kita harus berbagi dalam hidup ini,” kata nenek."
    )
    assert quotations.sentence("Di mana Saudara tinggal?", "tanya", "Pak Lurah") == (
        "“Di mana Saudara tinggal?” tanya Pak Lurah."
    )
    assert quotations.before_attribution('Kaudengar bunyi "kring-kring" tadi?') == [
        "“Kaudengar bunyi ‘kring-kring’ tadi?”"
    ]
    assert quotations.before_attribution('Kudengar teriak anakku, "Ibu, Bapak pulang!"') == [
        "“Kudengar teriak anakku, ‘Ibu, Bapak pulang!’,”"
    ]


def test_the_model_page_could_not_have_lost_its_comma_and_full_stop() -> None:
    words = "“Ini adalah kesalahan terbesar Biden dan pemerintahannya”"
    assert quotations.sentence(words, "ujar", "Sergey Lavrov") == (
        "“Ini adalah kesalahan terbesar Biden dan pemerintahannya,” ujar Sergey Lavrov."
    )


def test_a_quotation_that_stands_alone_ends_inside_its_marks() -> None:
    assert quotations.standing_alone("Kami siap") == ["“Kami siap.”"]
    assert quotations.standing_alone("Siapa?") == ["“Siapa?”"]
    assert quotations.standing_alone('Dia berteriak, "Pergi!"') == ["“Dia berteriak, ‘Pergi!’”"]
    assert quotations.standing_alone("Saya tidak tahu …") == ["“Saya tidak tahu ….”"]


def test_every_paragraph_of_a_quotation_opens_it_and_the_last_closes_it() -> None:
    assert quotations.standing_alone("Kami siap.\n\n“Kami datang") == ["“Kami siap.", "“Kami datang.”"]


def test_the_office_stands_between_commas_and_no_full_stop_is_doubled() -> None:
    assert quotations.attribution("ujar", "Hamdan, S.H.") == "ujar Hamdan, S.H."
    assert quotations.attribution("ujar", "Hamdan, S.H.", "Ketua KPU") == "ujar Hamdan, S.H., Ketua KPU."
    assert quotations.attribution("ujar", " Hamdan , ", "Direktur PT Maju Tbk.") == (
        "ujar Hamdan, Direktur PT Maju Tbk."
    )


def test_without_a_speaker_there_is_no_attribution() -> None:
    assert quotations.sentence("Kami siap", "kata", " ") == "“Kami siap.”"
    assert quotations.sentence(" \n", *SPEAKER) == ""


def test_the_attribution_comes_apart_at_the_name() -> None:
    assert quotations.attribution_parts(*SPEAKER) == ("kata ", "Laras Wibisana", ", Wali Kota Arumbai.")


TYPED = st.text(st.sampled_from("ab Z3.,;:!?…\"'“”‘’«»()\n-–"), max_size=40) | st.text(max_size=40)
DOUBLED = re.compile(r",,|\.\.|,\.|\.,|[!?][.,]|;,|:,|,;| [,.]”")


@given(TYPED)
def test_marks_are_always_balanced(words: str) -> None:
    for paragraphs in (quotations.before_attribution(words), quotations.standing_alone(words)):
        text = "".join(paragraphs)
        opened = text.count("“") - (len(paragraphs) - 1 if paragraphs else 0)
        assert opened == text.count("”")
        assert text.count("‘") <= text.count("’")
        assert not set('"«»„') & set(text)


WORDS = st.lists(
    st.sampled_from(["Kami", '"pulang"', "‘besok’", "(7)", "dll.", "S.H.", "Jum'at"]), min_size=1
)


@given(WORDS)
@pytest.mark.parametrize("end", ["", ".", ",", "!", "?", "?!", "...", ".”", '",', "’.", ";", " ."])
def test_punctuation_is_never_doubled(end: str, words: list[str]) -> None:
    typed = " ".join(words) + end
    for paragraphs in (quotations.before_attribution(typed), quotations.standing_alone(typed)):
        text = "".join(paragraphs).replace("dll.,", "dll,").replace("S.H.,", "SH,")
        assert not DOUBLED.search(text), text


@given(WORDS)
def test_setting_a_quotation_twice_changes_nothing(words: list[str]) -> None:
    once = quotations.standing_alone(" ".join(words))
    assert quotations.standing_alone("\n".join(once)) == once


@given(TYPED)
def test_no_word_is_lost_or_invented(words: str) -> None:
    letters = [char for char in words if char.isalnum()]
    assert [char for char in "".join(quotations.paragraphs(words)) if char.isalnum()] == letters or not (
        quotations.paragraphs(words)
    )


@given(
    st.text(st.sampled_from("aB .,'\"“"), min_size=1, max_size=12),
    st.text(st.sampled_from("aB .,"), max_size=12),
)
def test_an_attribution_ends_with_one_full_stop(name: str, office: str) -> None:
    said = quotations.attribution("kata", name, office)
    if any(map(str.isalnum, name)):
        assert said.endswith(".") and not said.endswith(" .")
        assert "".join(quotations.attribution_parts("kata", name, office)) == said
