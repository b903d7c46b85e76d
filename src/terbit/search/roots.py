"""News words that the Snowball stemmer misreads, and the forms Indonesian makes of them.

Snowball cuts by rule and knows no words: *menteri* (minister) becomes *teri* (anchovy), *peserta*
(participant) meets *serta* (and), *menulis* does not meet *tulis*. A root listed here is a stem of
its own, and its regular forms lead to it: *menteri* brings *kementerian*, *tulis* brings *penulis*.
"""

from __future__ import annotations

from collections.abc import Iterator

# Words that Snowball would cut to another word, or to a stem that unrelated words share.
WORDS = """
    bagian beberapa berani berantas berapa berita beruang damai diskusi distribusi divisi ekonomi
    gerak golong industri jembatan keadaan kecamatan kediaman kediri kejadian kejagung kejari
    kejati keluar keluarga kelurahan kepala ketua laku lalai lestari maluku mandiri masakan masalah
    media mediasi melayu memadai mentawai mentega menteri merdeka meteor nilai otonomi pahlawan
    partai pelajar peluang pemerintah pemilu pemuda pendapat pendapatan penduduk pengacara
    pengadaan pengadilan pengaruh pengetahuan penghargaan penjara penyakit perangkat perdana
    perdata perempuan perhatian perjalanan peroleh pertama perusahaan peserta pesisir pesona
    petugas pribadi sampai sekolah selatan selesai sembunyi sesuai subsidi terdakwa teroris
    tersangka tetapi wartawan
"""

# Words whose first letter Snowball loses, or puts back wrongly, after ber-, me-, pe-, per- and ter-.
INITIALS = """
    kait kaji kampanye kandung kantong karang kata kawal kecam kejar kelola kelompok keluh kemas
    kembali kembang kemuka kena kenal kenang kendali kepung kerah keras kerja keroyok kira kirim
    konfirmasi konsumsi kontrol koordinasi korban korupsi kritik kuasa kuat kubur kukuh kumpul kunci
    kunjung kurang kutip kutuk
    maaf main maju makam makan manfaat marah masak masuk mati mekar menang merah milik minta minum
    miskin mohon motivasi muat mudah mulai muncul mundur mungkin musnah mutasi
    nikah nyanyi nyata
    pakai perintah periksa perkosa
    raih rampas rampok rancang rantau rasa rawat rebut rekam rekrut rencana rendam resmi retas
    risiko rokok rombak rumah runding rusak
    salah sangka
    taat tabrak tagih tahan tahu takut tambah tambang tampil tampung tanam tanda tandatangani
    tangani tangis tangkap tanggap tanggulang tanggung tantang tanya target tari tarik taruh tata
    tawar tebang tegak tegas tekan teken telepon teliti telusur tembak tembus tempat tempel tempuh
    temu tentang tentu terang terap terbang terbit terima terjang terjemah terjun tertib terus
    tetap tewas tikam timbang timbul timpa tindak tinggal tingkat tinjau tipu titip tolak tolong
    tonton topang tuai tuding tuduh tugas tuju tukar tular tulis tumbuh tumpang tunai tunda
    tunggak tunggu tunjuk tuntut turun tusuk tutup tutur
    bom cek sah tes
"""

# What no rule gives: irregular forms, forms that belong to a neighbour, other spellings.
FORMS_OF = {
    "ajar": "belajar dipelajari mempelajari pelajaran pelajari pembelajaran",
    "akui": "akui diakui mengaku mengakui pengakuan",
    "alami": "alami dialami mengalami pengalaman berpengalaman",
    "awal": "awal awali diawali mengawali",
    "duduk": "duduk menduduki diduduki pendudukan",
    "kerja": "bekerja mempekerjakan",
    "membagi": "berbagi dibagi dibagikan membagi membagikan pembagian terbagi",
    "mengenai": "mengenai",
    "mukim": "bermukim mukim pemukiman permukiman",
    "perhatian": "diperhatikan memperhatikan perhatikan",
    "tahu": "diketahui ketahuan ketahui mengetahui",
    "tandatangani": "penandatanganan",
    "tangani": "penanganan",
    "tani": "bertani pertanian petani tani",
    "teriak": "berteriak meneriakkan teriak teriakan",
    "teroris": "terorisme",
    "antre": "antre antri antrean antrian mengantre mengantri",
    "apotek": "apotek apotik",
    "izin": "izin ijin",
    "masjid": "masjid mesjid",
    "musala": "musala mushala mushola musholla musolla",
    "nasihat": "nasihat nasehat",
    "november": "november nopember",
    "praktik": "praktik praktek",
    "ramadan": "ramadan ramadhan",
    "risiko": "resiko beresiko",
    "salat": "salat shalat sholat solat",
    "suharto": "suharto soeharto",
    "sukarno": "sukarno soekarno",
    "sumatera": "sumatera sumatra",
    "ustaz": "ustaz ustad ustadz",
}

_DROPPED = {"p": "m", "t": "n", "k": "ng", "s": "ny"}
_NASALS = dict.fromkeys("bfv", "m") | dict.fromkeys("cdjz", "n") | dict.fromkeys("aeioughq", "ng")


def forms(root: str) -> Iterator[str]:
    """The regular forms of a root, without clitics: *tulis*, *tulisan*, *menulis*, *tertulis* …"""
    ber, per, ter = (prefix[: 2 if root.startswith("r") else 3] for prefix in ("ber", "per", "ter"))
    verbs = [root, *_nasal("me", root), f"mem{per}{root}", f"di{root}", f"di{per}{root}", f"{ter}{root}"]
    yield from (f"{verb}{ending}" for verb in verbs for ending in ("", "kan", "i"))
    yield from (f"{person}{ending}" for person in _nasal("pe", root) for ending in ("", "an"))
    yield from (f"{ber}{root}{ending}" for ending in ("", "an", "kan"))
    yield from (f"{root}an", f"ke{root}an", f"{per}{root}an")


def _nasal(prefix: str, root: str) -> list[str]:
    """me- or pe- before a root: *menulis*; also with the letter kept, as in *mengkritik*."""
    if sum(root.count(vowel) for vowel in "aeiou") == 1:
        return [f"{prefix}nge{root}", f"{prefix}{_NASALS.get(root[0], '')}{root}"]
    if dropped := _DROPPED.get(root[0]):
        kept = {"m": "m", "ng": "ng"}.get(dropped, "n")
        return [f"{prefix}{dropped}{root[1:]}", f"{prefix}{kept}{root}"]
    return [f"{prefix}{_NASALS.get(root[0], '')}{root}"]


def _all_forms() -> dict[str, str]:
    roots = WORDS.split() + INITIALS.split()
    known = {form: root for root, listed in FORMS_OF.items() for form in listed.split()}
    known |= dict(zip(roots, roots, strict=True))
    for root in roots:
        for form in forms(root):
            known.setdefault(form, root)
    return known


FORMS: dict[str, str] = _all_forms()
"""Every form of the words above with its root, in lower case and without clitics."""
