"""Which words meet, and which keep apart."""

from __future__ import annotations

import pytest

from terbit.search.language import STOP_WORDS, normalise, stem, words
from terbit.search.roots import FORMS, INITIALS, WORDS


@pytest.mark.parametrize(
    "family",
    [
        "berita memberitakan pemberitaan diberitakan beritanya",
        "menteri kementerian menterinya",
        "temu bertemu pertemuan menemui menemukan penemuan",
        "pengaruh memengaruhi mempengaruhi berpengaruh",
        "perintah memerintah memerintahkan diperintah",
        "pemerintah pemerintahan pemerintahnya pemerintahlah",
        "korupsi dikorupsi mengorupsi",
        "tulis menulis penulis penulisan tulisan ditulis tertulis menuliskan",
        "teliti meneliti peneliti penelitian diteliti",
        "kirim mengirim pengirim pengiriman dikirim kiriman",
        "main bermain pemain permainan dimainkan",
        "menang pemenang kemenangan memenangkan",
        "manfaat memanfaatkan pemanfaatan bermanfaat",
        "mekar pemekaran dimekarkan",
        "rampok merampok perampok perampokan",
        "rendam terendam merendam",
        "rencana berencana perencanaan merencanakan",
        "tertib menertibkan penertiban ditertibkan",
        "bom mengebom pengeboman dibom",
        "sah mengesahkan pengesahan disahkan",
        "pilih memilih pemilihan pilihan terpilih pemilih",
        "selesai menyelesaikan penyelesaian diselesaikan",
        "ketua ketuanya mengetuai diketuai",
        "pemukiman permukiman bermukim",
        "ramadan ramadhan",
        "anak anaknya anakmu",
        "nilai menilai penilaian dinilai",
        "laku pelaku berlaku melakukan",
    ],
)
def test_the_forms_of_a_word_meet(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("menteri", "teri"),
        ("ketua", "tua"),
        ("kepala", "pala"),
        ("pemilu", "pilu"),
        ("beruang", "uang"),
        ("pemerintah", "perintah"),
        ("peserta", "serta"),
        ("kejadian", "menjadi"),
        ("pengadaan", "ada"),
        ("perolehan", "oleh"),
        ("tetapi", "tetap"),
        ("media", "dia"),
        ("masalah", "masa"),
        ("divisi", "visi"),
        ("perusahaan", "usaha"),
        ("penghargaan", "harga"),
        ("pengacara", "acara"),
        ("penyakit", "sakit"),
        ("selatan", "selat"),
        ("keluar", "luar"),
        ("kejari", "jari"),
        ("perdata", "data"),
        ("perdana", "dana"),
        ("pengadilan", "adil"),
        ("pengaruh", "menaruh"),
        ("marah", "parah"),
        ("nilai", "nila"),
        ("maluku", "malu"),
        ("mentawai", "tawa"),
        ("kediri", "diri"),
        ("bagian", "membagi"),
        ("pendapat", "pendapatan"),
    ],
)
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_every_root_is_listed_once_and_is_its_own_stem() -> None:
    roots = WORDS.split() + INITIALS.split()
    assert len(roots) == len(set(roots))
    assert [root for root in roots if FORMS[root] != root] == []
    assert [root for root in set(FORMS.values()) if stem(root) != root] == []


def test_stop_words_are_as_words_come() -> None:
    assert all(words(normalise(word)) == [word] for word in STOP_WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anak-anak", "anak anak"),
        ("Jum’at, Ma'ruf & Qur‘an", "jumat maruf quran"),
        ("Rp1.234,5 – 50%", "rp1 234 5 50"),
        ("ber\N{SOFT HYPHEN}ita ber\N{ZERO WIDTH SPACE}ita", "berita berita"),
        ("“Saya”…kata‑nya", "saya kata nya"),
        ("É é e\u0301", "e e e"),
        ("a_b\tc\nd\N{NO-BREAK SPACE}e", "a b c d e"),
        ("ﬁ Ⅳ ２０２６", "fi iv 2026"),
        ("Straße İstanbul", "strasse istanbul"),
    ],
)
def test_text_becomes_words(text: str, expected: str) -> None:
    assert words(normalise(text)) == expected.split()
