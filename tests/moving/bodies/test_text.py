"""A page saved as text becomes a draft: each line is told apart from what stands around the story."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.moving.bodies import drafting, tag_line, text
from terbit.moving.bodies.text import Paragraph, ReadAlso, Spoken, Subheading

MODEL_PAGE = Path(__file__).parents[4] / "shared" / "model-page" / "bakaba-article.txt"
PAGE = """Beranda

Peristiwa

Air Selindit Naik Dua Meter, Warga Tiga Nagari Mengungsi
Oleh Rina Sari
Selasa, 18 Februari 2025 | 10:21 WIB
Share
Facebook

Tanjung Payau, kabar.example – Sungai Selindit meluap dan merendam 120 rumah di tiga nagari, kata petugas.

Kronologi Kejadian

Hujan turun sejak sore tanpa berhenti, dan pada pukul 21.00 WIB air sudah setinggi lutut orang dewasa.
“Kami hanya sempat membawa surat-surat,” ujar Laras Wibisana
"Perahu segera datang," kata Andi Marsudi, Kepala Dinas Perhubungan Kota Arumbai.
“Besok kami kembali,” katanya di posko.

Baca juga: Tanggul Selindit Jebol

ADVERTISEMENT

Pemerintah kota membuka dua dapur umum untuk para pengungsi sampai akhir pekan. (rst/bkb)

Tags: Arumbaibanjir Arumbaibanjir dan longsordapur umumpengungsi

Berita Terkait

Jembatan Selindit Ditutup Sementara Karena Banjir dan Longsor di Tiga Titik
2 jam lalu
"""


def test_a_saved_page_is_told_apart() -> None:
    page = text.read(PAGE)
    assert page.headline == "Air Selindit Naik Dua Meter, Warga Tiga Nagari Mengungsi"
    assert (page.section, page.byline) == ("Peristiwa", "Rina Sari")
    assert (page.dateline, page.outlet) == ("Tanjung Payau", "kabar.example")
    assert [type(part) for part in page.parts] == [
        Paragraph,
        Subheading,
        Paragraph,
        Spoken,
        Spoken,
        Paragraph,
        ReadAlso,
        Paragraph,
    ]
    assert page.parts[0].text.startswith("Sungai Selindit meluap")
    assert page.parts[4] == Spoken(
        "Perahu segera datang", "kata", "Andi Marsudi", "Kepala Dinas Perhubungan Kota Arumbai"
    )
    assert page.parts[-1].text.endswith("akhir pekan.")
    assert page.initials == ["rst", "bkb"]
    assert {"Share", "Facebook", "ADVERTISEMENT", "Berita Terkait", "2 jam lalu"} <= set(page.left_out)


def test_tags_that_run_together_are_cut_in_the_order_of_the_alphabet() -> None:
    assert text.read(PAGE).tags == [
        "Arumbai",
        "banjir Arumbai",
        "banjir dan longsor",
        "dapur umum",
        "pengungsi",
    ]


def test_tags_with_something_between_them_need_no_order() -> None:
    assert text.read("Judul Berita Hari Ini\n\nIsi.\n\nTags: sungai, banjir, Arumbai").tags == [
        "sungai",
        "banjir",
        "Arumbai",
    ]
    assert text.read("Judul Berita Hari Ini\n\nIsi.\n\nTags:\n#banjir\n#air").tags == ["banjir", "air"]


def test_tags_that_no_order_tells_apart_are_left_to_the_editor() -> None:
    assert tag_line.cut("Zamanbaru Arumbailama", "Zaman baru Arumbai lama Zaman") != [
        "Zaman",
        "baru Arumbai",
        "lama",
    ]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    wrapped = (
        "Judul Berita Hari Ini Panjang\n\nSungai Selindit meluap sejak Senin malam dan merendam 120 rumah\n"
        "di tiga nagari di sepanjang muara, sehingga warga harus tidur\n"
        "di posko yang dibuka pemerintah kota di halaman\nkantor."
    )
    assert len(text.read(wrapped).parts) == 1


def test_a_draft_has_statements_and_binds_what_to_read_also() -> None:
    body = drafting.body_of(
        text.read(PAGE), links=lambda address, title: 4 if title == "Tanggul Selindit Jebol" else None
    )
    kinds = [block["type"] for block in body.blocks]
    assert kinds == [
        "paragraph",
        "subheading",
        "paragraph",
        "statement",
        "statement",
        "paragraph",
        "baca_juga",
        "paragraph",
    ]
    assert body.blocks[3]["value"] == {
        "words": "Kami hanya sempat membawa surat-surat",
        "verb": "ujar",
        "name": "Laras Wibisana",
        "office": "",
    }


@given(st.text(max_size=300))
def test_any_text_is_read(anything: str) -> None:
    drafting.body_of(text.read(anything))


@given(
    st.lists(
        st.sampled_from(["Baca juga:", "Tags:", "Share", "“a,” kata B", "rst | bkb", "Judul", "", "x" * 200]),
        max_size=12,
    )
)
def test_known_lines_in_any_order_are_read(lines: list[str]) -> None:
    drafting.body_of(text.read("\n".join(lines)))


@pytest.mark.skipif(not MODEL_PAGE.exists(), reason="the model page is not beside the project")
def test_the_model_page_is_told_apart() -> None:
    page = text.read(MODEL_PAGE.read_text())
    kinds = [type(part) for part in page.parts]
    assert (kinds.count(Subheading), kinds.count(Spoken), kinds.count(ReadAlso), kinds.count(Paragraph)) == (
        2,
        2,
        1,
        7,
    )
    assert (page.dateline, page.outlet, page.section, page.byline) == (
        "Jakarta",
        "bakaba.co",
        "Berita",
        "redaksi bakaba",
    )
    assert page.initials == ["rst", "bkb"]
    assert (len(page.tags), page.uncut_tags) == (62, "")
    assert "pengaruh politik NATO di Eropa Timur" in page.tags
    assert len(page.left_out) == 23
