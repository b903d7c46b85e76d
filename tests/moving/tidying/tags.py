"""Invented tags of a page whose desk describes each story anew, and what they are for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from terbit.moving.tidying.proposing import Known

# All of them on one story, as such desks do.
HEAPED = (
    """
Arumbai; banjir; banjir Arumbai; banjir Arumbai hari ini; banjir bandang; banjir bandang di Kampung Hulu;
bantuan banjir; bantuan banjir untuk warga Kampung Hulu; BNPB; cuaca ekstrem; cuaca ekstrem di pesisir Arumbai;
dampak banjir bandang terhadap petani; evakuasi warga; evakuasi warga Kampung Hulu oleh Basarnas; Basarnas;
jembatan putus; jembatan putus akibat banjir; kebijakan tanggap darurat; kerusakan jalan; kerusakan jalan provinsi;
korban banjir; korban banjir terbaru; peringatan dini; peringatan dini BMKG; BMKG; posko pengungsian;
posko pengungsian di halaman masjid; sekolah diliburkan; sekolah diliburkan karena banjir; tanggap darurat bencana;
upaya pemulihan pascabencana; normalisasi sungai; normalisasi sungai menurut warga; Wali Kota Laras Hanum;
Laras Hanum; koordinasi BNPB dan Basarnas; penanganan banjir Arumbai oleh pemerintah kota; pengungsi banjir bandang;
peran BMKG dalam peringatan dini; perkembangan terbaru banjir Arumbai; distribusi logistik; koordinasi antarlembaga;
dampak banjir bandang terhadap harga ikan; bantuan BNPB; langkah pemerintah kota menghadapi banjir; situasi pengungsian;
kondisi terkini pengungsi banjir; tanggul jebol; tanggul jebol di Sungai Arumbai; perbaikan tanggul;
rencana perbaikan tanggul Sungai Arumbai
""".replace("\n", " ")
    .strip()
    .split(";")
)
HEAPED = [tag.strip() for tag in HEAPED]


def topics(names: Iterable[str], stories: int | Mapping[str, int] = 1) -> list[Known]:
    return [
        Known(key, name, stories if isinstance(stories, int) else stories.get(name, 1))
        for key, name in enumerate(names, start=1)
    ]


def on_all_the_same(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """Every topic is of the same one story."""
    return dict.fromkeys(pairs, 1)


def on_none_together(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    return {}
