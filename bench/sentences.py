"""Indonesian text that looks real: sentences of a given bank, or of a small grammar of our own."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

WHO = """Warga|Pemerintah kota|Dinas perhubungan|Petugas pemadam|Para petani|Nelayan|Kepala desa|Tim penyelamat|
Mahasiswa|Anggota dewan|Pedagang pasar|Kepolisian daerah|Rumah sakit umum|Para guru|Pengurus masjid|Relawan|
Badan meteorologi|Pengadilan negeri|Pelatih tim|Panitia pemilihan|Pengusaha kopi|Komisi penyiaran"""
DOES = """memperbaiki|meresmikan|menutup|membahas|menyelidiki|membangun|menunda|mengumumkan|memeriksa|menolak|
membagikan|menanam|mengawasi|menghentikan|melanjutkan|menyerahkan|mempertanyakan|membersihkan"""
WHAT = """jembatan gantung|jalan antarkecamatan|rencana anggaran|harga beras|sekolah dasar|irigasi sawah|
bantuan pangan|penyebab banjir|izin pertambangan|pasar malam|angkutan umum|laporan keuangan|jaringan listrik|
pertandingan persahabatan|peraturan daerah|layanan kesehatan|hutan lindung|pelabuhan perikanan"""
WHERE = """di tepi sungai|di pusat kota|di kawasan perbukitan|di tiga nagari|di pesisir barat|di balai kota|
di lapangan merdeka|di kecamatan terluar|di jalan lintas provinsi|di kampung seberang"""
WHEN = """sejak pagi|pekan lalu|menjelang akhir tahun|setelah hujan dua hari|pada musim panen|
sebelum bulan puasa|selama enam bulan terakhir|hingga larut malam|Senin kemarin|dalam dua tahun ke depan"""
WHY = """karena dana belum cair|agar warga dapat bekerja lagi|sesudah menerima puluhan keluhan|
meskipun cuaca belum membaik|sambil menunggu keputusan pusat|supaya kejadian serupa tidak terulang|
dengan dukungan lima perguruan tinggi|tanpa menunggu hasil audit"""
SYLLABLES = """ka ra sa ta ma la na ba da ga ri si ti mi li ni bi di gi ru su tu mu lu nu bu du gu wi ya yu
han man tan lan ran san dan ron mon ton lia ria nia dra tra""".split()

QUOTES = dict.fromkeys(map(ord, '"“”„«»'))


class Sentences:
    """Endless text. The same seed and the same bank give the same words."""

    def __init__(self, bank: list[str], random: Random) -> None:
        self.bank = bank
        self.random = random

    def text(self, count: int) -> str:
        return " ".join(self.random.choice(self.bank) for _ in range(count))

    def whole(self) -> str:
        """One sentence of at most 400 characters that neither quotes nor breaks off: what a standfirst may be."""
        while True:
            sentence = self.random.choice(self.bank)
            if not set(sentence) & set('"“”„«»…') and not sentence.endswith("..."):
                return sentence

    def few_words(self, least: int, most: int) -> str:
        """The beginning of a sentence as a headline has it: capitals, no mark at the end."""
        words = self.random.choice(self.bank).split()[: self.random.randint(least, most)]
        return (
            " ".join(word[:1].upper() + word[1:] for word in words)
            .strip(" .,;:–-'‘’()")
            .translate(QUOTES)[:190]
        )

    def name(self, words: int = 2) -> str:
        parts = ("".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 3))) for _ in range(words))
        return " ".join(part.capitalize() for part in parts)


def read(folder: Path | None, random: Random) -> Sentences:
    """Every line of 20 to 400 characters in the folder's *.txt; without a folder 5,000 sentences of the grammar."""
    bank = list(_lines(folder)) if folder else list(islice(_grammar(Random(1)), 5_000))
    if not bank:
        raise SystemExit(f"There is no sentence in {folder}/*.txt.")
    return Sentences(bank, random)


def _lines(folder: Path) -> Iterator[str]:
    for file in sorted(folder.glob("*.txt")):
        lines = (line.strip() for line in file.read_text().splitlines())
        yield from (line for line in lines if 20 <= len(line) <= 400)


def _grammar(random: Random) -> Iterator[str]:
    parts = [[word.strip() for word in words.split("|")] for words in (WHO, DOES, WHAT, WHERE, WHEN, WHY)]
    while True:
        words = [random.choice(choices) for choices in parts]
        yield " ".join(words if random.random() < 0.7 else words[:5]) + "."
