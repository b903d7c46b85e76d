"""Words that decide whether two names say the same: plain data."""

from __future__ import annotations


def _lines(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(line.split()) for line in text.strip().split(","))


# What stands before a person's name and leaves them the same person.
TITLES = _lines(
    "bupati, wakil bupati, wabup, plt bupati, wali kota, walikota, wako, wakil wali kota, wakil walikota, wawako,"
    "gubernur, wakil gubernur, wagub, gubsu, presiden, wakil presiden, wapres, capres, cawapres, cagub, cawagub,"
    "calon presiden, calon wakil presiden, calon gubernur, calon bupati, calon wali kota, mantan presiden,"
    "dr, drg, drs, dra, drh, ir, h, hj, haji, hajah, k h, kh, kyai, kiai, ustaz, ustadz, ustad, ustazah, ustadzah,"
    "buya, tgk, teuku, tuan guru, gus, habib, syekh, prof, profesor, pak, bapak, bu, ibu, bung, alm, almarhum,"
    "almarhumah, jenderal, jend, letjen, mayjen, brigjen, brigjen pol, irjen, irjen pol, komjen, komjen pol, kombes,"
    "kombes pol, akbp, kompol, akp, iptu, ipda, laksamana, marsekal, kolonel, kol, letkol, mayor, kapten, lettu, letda"
)
# After a title these begin no name: “Gubernur Bank Indonesia”, “Presiden Direktur”, “Bupati Terpilih”.
NO_NAMES = frozenset(
    "bank partai persatuan dewan komisi badan universitas asosiasi federasi ikatan organisasi klub terpilih republik "
    "direktur indonesia jenderal pertama perempuan muda baru lama sementara akpol pbb dunia daerah kampus mahasiswa "
    "definitif nonaktif ri petahana cup award center rumah gedung kantor istana dan se".split()
)
# Doubled, these are other words and no plural: “mata-mata” spies, “mata” is an eye.
DOUBLED = frozenset(
    "agar alap alun anai angan awang biri cumi datuk gado gula hati jari kira kisi kuda kunang kupu kura laba langit "
    "layang lumba masing mata moga oleh onde paru pura rama rata sama sia tiba ubur umbul undang unting sila".split()
)
# What says no more than that it is news: “konflik Ukraina terbaru” is “konflik Ukraina”.
WEIGHTLESS = frozenset("terbaru terkini hari ini viral update berita info kabar".split())
SMALL = frozenset("dan di ke dari untuk dalam pada yang dengan the of and atas bagi oleh".split())
# Beside a name, these make another place or another office of it.
QUALIFIERS = frozenset(
    "utara selatan timur barat tengah tenggara pusat hulu hilir ilir ulu atas bawah luar raya besar kecil "
    "baru lama tua muda panjang pariaman kidul lor wetan kulon jaya induk kepulauan laut kota kabupaten i ii iii iv "
    "satu dua tiga empat".split()
)
BEFORE_A_PLACE = frozenset(
    "kota kab kabupaten provinsi kecamatan kec nagari desa kelurahan kampung jorong dusun gampong pulau kepulauan "
    "gunung bukit danau sungai batang pantai teluk tanjung selat laut lembah ngarai air pelabuhan bandara stasiun "
    "terminal pasar jalan simpang universitas semen bank persib wakil".split()
)
# Spellings that dictionaries refuse, and those they have (KBBI VI).
STANDARD = dict(
    pair.split("=")
    for pair in (
        "adzan=azan aktifitas=aktivitas aktip=aktif analisa=analisis antri=antre apotik=apotek atlit=atlet "
        "azas=asas cabe=cabai cendikiawan=cendekiawan cidera=cedera corona=corona covid=covid detil=detail "
        "diagnosa=diagnosis dzikir=zikir esei=esai frekwensi=frekuensi hakekat=hakikat hapal=hafal "
        "himbauan=imbauan hirarki=hierarki hutang=utang ijasah=ijazah ijin=izin jadual=jadwal jaman=zaman "
        "jendral=jenderal jumat=jumat karir=karier katagori=kategori komplek=kompleks kongkrit=konkret "
        "konperensi=konferensi konsekwensi=konsekuensi korona=corona kreatifitas=kreativitas "
        "kwalitas=kualitas kwitansi=kuitansi legalisir=legalisasi lobang=lubang managemen=manajemen "
        "management=manajemen mesjid=masjid metoda=metode milyar=miliar mushalla=musala mushola=musala "
        "musholla=musala musola=musala nahkoda=nakhoda narkotik=narkotika nasehat=nasihat nopember=november "
        "obyek=objek obyektif=objektif olah_raga=olahraga pebruari=februari perduli=peduli praktek=praktik "
        "produktifitas=produktivitas projek=proyek propinsi=provinsi prosentase=persentase ramadhan=ramadan "
        "rejeki=rezeki resiko=risiko romadhon=ramadan seksama=saksama shalat=salat sholat=salat "
        "silahkan=silakan sistim=sistem solat=salat subyek=subjek sumatra=sumatera supir=sopir syah=sah "
        "tauladan=teladan tehnik=teknik tehnologi=teknologi tekhnologi=teknologi trampil=terampil "
        "trilyun=triliun ustad=ustaz ustadz=ustaz"
    ).split()
)
# As a topic of its own, each of these gathers anything.
COMMON = _lines(
    "berita, berita terkini, berita terbaru, berita hari ini, berita utama, berita daerah, berita nasional, kabar,"
    "kabar terkini, kabar hari ini, info, info terkini, informasi, news, breaking news, headline, headlines, update,"
    "viral, trending, terkini, terbaru, terpopuler, populer, pilihan editor, umum, lain lain, lainnya, aneka, ragam,"
    "uncategorized, uncategorised, tanpa kategori, tak berkategori, artikel, tulisan, post, posting, blog, media,"
    "warga, masyarakat, orang, publik, pemerintah, kegiatan, acara, agenda, program, kasus, peristiwa, kejadian,"
    "masalah, hal, tahun, hari, hari ini, kemarin, besok, minggu, bulan, waktu, tempat, lokasi, daerah, wilayah,"
    "kota, kabupaten, provinsi, desa, nagari, kecamatan, kelurahan, indonesia, nasional, lokal, internasional, dunia,"
    "pria, wanita, anak, ibu, bapak, keluarga, rumah, jalan, korban, pelaku, polisi, petugas, pejabat, tokoh,"
    "ketua, anggota, pemimpin, kepala, menteri, presiden, gubernur, bupati, wali kota, walikota, situasi,"
    "situasi terkini, kondisi, hasil, proses, upaya, langkah, rencana, laporan, data, fakta, foto, video, galeri"
)
# Short forms that begin alike and differ by a letter for another office: Kemenag, Kemendag.
SHORT_FORMS = (
    "kemen",
    "wamen",
    "menko",
    "kapol",
    "wakapol",
    "polre",
    "polda",
    "kejak",
    "kodam",
    "korem",
    "kodim",
)
SHORT_FORMS += (
    "dinkes",
    "disdik",
    "dispar",
    "dirjen",
    "ditjen",
    "pilka",
    "pilwa",
    "pilgu",
    "bawas",
    "panwas",
)
