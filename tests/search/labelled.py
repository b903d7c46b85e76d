"""Queries with the stories that somebody who asks so wants to find, judged by hand, and an archive around them.

A story is named by the beginning of its file's name, without the date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from bench import sentences

from terbit.demo import sources
from terbit.search.api import Document

DEMO = """
reklamasi | reklamasi-teluk enam-ratus kapal-keruk sembilan-ahli ptun kronologi dprd-meminta tim-ahli teluk-bukan
izin reklamasi dicabut | reklamasi-teluk teluk-bukan
gugatan nelayan | ptun kronologi
"izin reklamasi" | ptun enam-ratus teluk-bukan
kajian tim ahli | tim-ahli sembilan-ahli reklamasi-teluk
pengurukan teluk | tim-ahli sembilan-ahli dprd-meminta
kapal keruk | kapal-keruk kolam-feri
jaring robek | kapal-keruk
jembatan selindit | bentang-tengah-jembatan-selindit-m bentang-tengah-jembatan-selindit-t jembatan-selindit-mem
"bentang tengah" | bentang-tengah-jembatan-selindit-m bentang-tengah-jembatan-selindit-t jembatan-selindit-mem
uji beban jembatan | jembatan-selindit-mem
pembebasan lahan jembatan | jembatan-hampir
truk dilarang lewat jembatan | jembatan-selindit-buka
feri malam | feri-malam kolam-feri
kapal perintis | dua-pelayaran surat-dari kolam-feri
tiket kapal | dua-pelayaran feri-malam
upah minimum | upah-minimum-2026 upah-minimum-kota
kenaikan upah | upah-minimum-2026 upah-minimum-kota
buruh pelabuhan | buruh-pelabuhan
serikat pekerja | upah-minimum-2026 upah-minimum-kota buruh-pelabuhan
banjir | sungai-saga hujan-tiga lumpur mengapa-air-pam-di-kota-atas-k sawah-undak
banjir sungai saga | sungai-saga hujan-tiga
pengungsi banjir | sungai-saga hujan-tiga
mengungsi | sungai-saga hujan-tiga gunung-mahapura
gunung mahapura | gunung-mahapura status-gunung
pendakian gunung | status-gunung
pendaki | status-gunung
air bersih | mengapa-air-pam-di-kota-atas-b mengapa-air-pam-di-kota-atas-k menyewa
air keruh | mengapa-air-pam-di-kota-atas-k
APBD 2026 | apbd-arumbai anggaran-yang perubahan-apbd
anggaran perjalanan dinas | dprd-pangkas apbd-arumbai
parkir | setoran-parkir
retribusi parkir | setoran-parkir
pasar dermaga | gedung-baru sebulan-sepi pasar-ikan
kios tutup | sebulan-sepi pasar-ikan
sewa lapak | gedung-baru pasar-ikan
pedagang trotoar | pasar-ikan
harga ikan cakalang | harga-cakalang
harga beras | mengapa-beras
kopi lembah saga | kopi-lembah kopi-dari
lelang kopi | kopi-lembah
ekspor kopi | kopi-dari
tenun ikat | tenun-ikat mak-rohana
penenun | tenun-ikat mak-rohana
Mak Rohana | mak-rohana tenun-ikat
guru pulau | satu-guru perahu-dinas
sekolah terapung | sekolah-terapung
perahu guru | satu-guru perahu-dinas
penyu bertelur | penyu
persar | persar-imbang persar-menang
lampu stadion | persar-imbang persar-menang
bulu tangkis | dari-halaman
atlet dayung | dayung
wawancara wali kota | wawancara
janji kampanye | dua-tahun
bakau | bakau
menanam bakau | bakau
rumput laut | rumput-laut
garam | garam-lokal
koperasi nelayan | koperasi-nelayan
kredit mesin | koperasi-nelayan
pukat | dua-kapal
kapal kandas | kapal-barang
badai | badai-menahan sekolah-terapung
hikayat | hikayat-lama
museum | museum hikayat-lama
teri | semalam
bagan | semalam
"""

CONFUSED = """
pemilu pilu · menteri teri · ketua tua · beruang uang · perdana dana · selatan selat · penyakit sakit · pengacara acara
maluku malu · keluar luar · masalah masa · kediri diri · perdata data · pengetahuan tahu · nilai nila · perangkat angkat
"""
"""Words that the stemmer alone takes for each other; each stands in six headlines and six texts of its own."""

OF_QUERIES = "banjir beras harga dana sakit uang luar".split()
"""Sentences with these words stay out of the archive around, or who could say that they are not wanted?"""

EACH = 6
FILLERS = 200
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def queries() -> dict[str, set[str]]:
    """Keys of the documents that are wanted, by query."""
    found: dict[str, set[str]] = {}
    for line in DEMO.strip().splitlines():
        query, beginnings = line.split(" | ")
        found[query] = {_named(beginning) for beginning in beginnings.split()}
    for word in confused():
        found[word] = {f"{word} {number}" for number in range(2 * EACH)}
    return found


def confused() -> list[str]:
    return CONFUSED.replace("·", " ").split()


def slugs() -> set[str]:
    return {source.slug for source in sources.stories()}


def archive() -> Iterator[Document]:
    yield from (_of_demo(source) for source in sources.stories())
    bank, random = sentences.read(None, Random(1)), Random(2)
    bank.bank = [text for text in bank.bank if not any(word in text for word in OF_QUERIES)]
    for number in range(FILLERS):
        yield _document(f"filler {number}", bank.few_words(5, 9), bank.text(6), random)
    for word in confused():
        for number in range(2 * EACH):
            title = f"{bank.few_words(4, 6)} {word if number < EACH else ''}"
            yield _document(
                f"{word} {number}", title, f"{bank.text(3)} Kata mereka, {word}. {bank.text(3)}", random
            )


def _named(beginning: str) -> str:
    (found,) = [source.slug for source in sources.stories() if source.slug.startswith(beginning)]
    return found


def _document(key: str, title: str, body: str, random: Random) -> Document:
    date = MONDAY - timedelta(minutes=random.randrange(500_000))
    return Document(collection="archive", key=key, date=date, title=title, body=body)


def _of_demo(source: sources.Source) -> Document:
    given = source.values
    body = " ".join(_words(block) for block in given["body"])
    return Document(
        collection="archive",
        key=source.slug,
        date=source.published.replace(tzinfo=UTC),
        title=given["headline"],
        summary=f"{given['standfirst']} {' '.join([*given['bylines'], *given['topics']])}",
        body=body,
    )


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(_words(part) for part in value.values())
    return " ".join(_words(part) for part in value) if isinstance(value, list) else str(value)
