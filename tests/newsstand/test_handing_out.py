"""Readers get what lies on disk, as it lies there now."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from terbit.lib import prints, reader_headers
from terbit.newsstand import sending
from terbit.newsstand.shelf import Shelf
from tests.newsstand.printing import PAGE, PrintFolder
from tests.newsstand.reading import Reader, environ_of


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", prints.HTML),
        ("/banjir-di-kota/", prints.HTML),
        ("/feed/", prints.RSS),
        ("/lama/Berita.html", prints.HTML),
        ("/lama", prints.HTML),
        ("/v1.2", prints.HTML),
        ("/sitemap.xml", prints.TYPES["xml"]),
        ("/robots.txt", prints.TYPES["txt"]),
        ("/aset/1a2b/terbit.css", prints.TYPES["css"]),
        ("/foto/12/banjir.jpg", prints.TYPES["jpg"]),
    ],
)
def test_readers_get_each_kind_of_print(folder: PrintFolder, reader: Reader, address: str, kind: str):
    folder.put(address, PAGE, kind)
    answer = reader.get(address)
    assert (answer.status, answer.text) == ("200 OK", PAGE)
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["cache-control"] == reader_headers.cache_control(address)
    assert set(answer.headers) >= {"etag", "last-modified"}


def test_head_says_the_same_and_sends_nothing(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    whole, head = reader.get("/banjir/"), reader.head("/banjir/")
    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


def test_every_answer_has_the_security_headers(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    folder.put_other("/pindah/", 301, [("Location", "/baru/")], "")
    for target in ("/banjir/", "/pindah/", "/%00"):
        headers = reader.get(target, strict=False).headers
        for name, value in (*reader_headers.SECURITY, reader_headers.HSTS):
            assert headers[name.lower()] == value, target


def test_a_paper_without_https_does_not_ask_for_it(tmp_path: Path):
    folder = PrintFolder(tmp_path / "prints", "http://kabar.example:8080")
    folder.put("/banjir/")
    answer = Reader(folder, "http://kabar.example:8080").get("/banjir/")
    assert answer.code == 200 and "strict-transport-security" not in answer.headers


def test_what_is_not_printed_is_rendered(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    assert (
        reader.get("/gempa/").missed and reader.get("/banjir").missed and reader.get("/banjir/lagi/").missed
    )


def test_a_pulled_print_is_gone_at_once(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    assert reader.get("/banjir/").code == 200
    folder.pull("/banjir/")
    assert reader.get("/banjir/").missed


def test_a_correction_is_seen_at_once(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/", "Korban tujuh orang.")
    before = reader.get("/banjir/")
    folder.put("/banjir/", "Korban enam orang. ")
    after = reader.get("/banjir/", if_none_match=before.headers["etag"])
    assert (after.code, after.text) == (200, "Korban enam orang. ")
    assert after.headers["etag"] != before.headers["etag"]


def test_a_new_edition_is_seen_at_once_and_what_it_lacks_is_rendered(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/", "lama")
    folder.put("/gempa/", "lama")
    assert reader.get("/banjir/").text == reader.get("/gempa/").text == "lama"
    folder.switch("edisi-2")
    folder.put("/banjir/", "baru")
    assert reader.get("/banjir/").text == "baru" and reader.get("/gempa/").missed
    folder.switch("edisi-1")
    assert reader.get("/banjir/").text == "lama"


def test_an_address_that_becomes_another_kind_is_followed(folder: PrintFolder, reader: Reader):
    folder.put("/kota/")
    assert reader.get("/kota/").headers["content-type"] == prints.HTML
    folder.put("/kota/", PAGE, prints.RSS)
    assert reader.get("/kota/").headers["content-type"] == prints.RSS


def test_encodings_without_their_page_are_no_print(folder: PrintFolder, reader: Reader):
    identity = folder.put("/banjir/")
    assert reader.get("/banjir/", accept_encoding="gzip").code == 200
    identity.unlink()
    assert Path(f"{identity}.gz").exists()
    assert reader.get("/banjir/", accept_encoding="gzip").missed


def test_what_cannot_be_read_is_rendered(folder: PrintFolder, reader: Reader):
    folder.put("/berkas/").unlink()
    (folder.root / "berkas/index.html").mkdir()
    folder.put_other("/rusak/", 410, []).write_bytes(
        b'{"status": 410, "headers": [], "parts": [["identity", 0, 9]]}\n'
    )
    (folder.root / "putaran@.html").symlink_to("putaran@.html")
    assert [reader.get(target).missed for target in ("/berkas/", "/rusak/", "/putaran")] == [True] * 3


def test_the_newsstand_opens_before_anything_is_printed(tmp_path: Path):
    unopened = PrintFolder(tmp_path / "prints")
    unopened.path = tmp_path / "none"
    assert Reader(unopened).get("/").missed


def test_memory_stays_within_its_bounds(folder: PrintFolder, reader: Reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Shelf, "KEPT", 20_000)
    monkeypatch.setattr(Shelf, "LARGEST", 5_000)
    for number in range(20):
        folder.put(f"/{number}/", str(number) * 3_000)
        assert reader.get(f"/{number}/").text == str(number) * 3_000
    for number in range(20):
        assert reader.get(f"/{number}/").text == str(number) * 3_000
    assert reader.get("/19/", "HEAD").headers["content-length"] == "6000"


def test_slow_readers_of_films_leave_the_other_threads_to_the_pages(folder: PrintFolder, reader: Reader):
    folder.put("/media/1/rapat.mp4", os.urandom(700_000), prints.TYPES["mp4"])
    folder.put("/banjir/")
    film = environ_of("/media/1/rapat.mp4")
    under_way = [reader.lenient(film, lambda _status, _headers: None) for _ in range(sending.MOST_AT_ONCE)]
    refused = reader.get("/media/1/rapat.mp4")
    assert (refused.code, refused.headers["retry-after"]) == (503, "5")
    assert reader.get("/media/1/rapat.mp4", "HEAD").code == reader.get("/banjir/").code == 200
    under_way.pop().close()
    assert reader.get("/media/1/rapat.mp4").code == 200
    for pieces in under_way:
        pieces.close()


def test_no_file_stays_open(folder: PrintFolder, reader: Reader):
    folder.put("/media/1/rapat.mp4", os.urandom(700_000), prints.TYPES["mp4"])
    folder.put("/banjir/")
    folder.put_other("/pindah/", 301, [("Location", "/banjir/")], "")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    pieces = []
    for target in ("/media/1/rapat.mp4", "/banjir/", "/pindah/", "/tidak-ada/"):
        reader.get(target, strict=False)
        pieces.append(reader.lenient(environ_of(target), lambda _status, _headers: None))
    left = pieces.pop(0)
    assert len(next(iter(left))) == 65_536
    left.close()  # the reader leaves in the middle
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
