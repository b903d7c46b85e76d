"""Readers who have a page already are told so; those who want a part get a part."""

from __future__ import annotations

import os

import pytest

from terbit.lib import prints
from tests.newsstand.printing import PrintFolder
from tests.newsstand.reading import Answer, Reader

FILM = "/media/7/rapat.mp4"
BYTES = os.urandom(700_000)


def test_who_has_the_page_is_told_so(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    first = reader.get("/banjir/", accept_encoding="br")
    tag, modified = first.headers["etag"], first.headers["last-modified"]
    for said in (
        {"if_none_match": tag},
        {"if_none_match": f"W/{tag}"},
        {"if_none_match": f'"x", {tag}'},
        {"if_none_match": "*"},
        {"if_modified_since": modified},
        {"if_none_match": tag, "if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"},
    ):
        answer = reader.get("/banjir/", accept_encoding="br", **said)
        assert (answer.status, answer.body) == ("304 Not Modified", b""), said
        assert answer.headers["etag"] == tag and answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == first.headers["cache-control"]
        assert not {"content-length", "content-encoding", "content-type"} & set(answer.headers)


def test_who_has_something_else_gets_the_page(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    modified = reader.get("/banjir/").headers["last-modified"]
    brotli = reader.get("/banjir/", accept_encoding="br").headers["etag"]
    for said in (
        {"if_none_match": '"x"'},
        {"if_none_match": ""},
        {"if_none_match": brotli},
        {"if_none_match": '"x"', "if_modified_since": modified},
        {"if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"if_modified_since": "kemarin"},
        {"if_modified_since": "Sat, 01 Jan 99999 00:00:00 GMT"},
    ):
        assert reader.get("/banjir/", **said).code == 200, said


def test_an_older_edition_that_comes_back_is_no_page_a_reader_has(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/", "merah")
    folder.switch("edisi-2")
    folder.put("/banjir/", "biru")
    newer = reader.get("/banjir/").headers["last-modified"]
    folder.switch("edisi-1")
    assert reader.get("/banjir/", if_modified_since=newer).text == "merah"


def film(folder: PrintFolder, reader: Reader, **said: str) -> Answer:
    folder.put(FILM, BYTES, prints.TYPES["mp4"])
    return reader.get(FILM, strict=False, **said)


def test_a_whole_film_comes_in_pieces(folder: PrintFolder, reader: Reader):
    answer = film(folder, reader)
    assert (answer.code, answer.body) == (200, BYTES)
    assert (answer.headers["accept-ranges"], answer.headers["content-length"]) == ("bytes", "700000")


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-", 0, 699_999),
        ("bytes=300000-500000", 300_000, 500_000),
        ("bytes=699990-9999999", 699_990, 699_999),
        ("bytes=-5", 699_995, 699_999),
        ("bytes=-9999999", 0, 699_999),
        ("Bytes = 5 - 9", 5, 9),
    ],
)
def test_who_seeks_in_a_film_gets_that_part(
    folder: PrintFolder, reader: Reader, wanted: str, first: int, last: int
):
    answer = film(folder, reader, range=wanted)
    assert (answer.code, answer.body) == (206, BYTES[first : last + 1])
    assert answer.headers["content-range"] == f"bytes {first}-{last}/700000"
    assert answer.headers["content-length"] == str(last - first + 1)


@pytest.mark.parametrize("wanted", ["bytes=700000-", "bytes=9999999-99999999", "bytes=-0"])
def test_what_lies_behind_the_end_of_a_film_is_not_there(folder: PrintFolder, reader: Reader, wanted: str):
    answer = film(folder, reader, range=wanted)
    assert (answer.code, answer.headers["content-range"], answer.body) == (416, "bytes */700000", b"")


@pytest.mark.parametrize(
    "wanted",
    [
        "bytes=5-1",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,5-6",
        "lines=1-2",
        "bytes",
        "bytes=²-3",
        "bytes=" + "9" * 30 + "-",
    ],
)
def test_a_part_that_is_none_means_the_whole(folder: PrintFolder, reader: Reader, wanted: str):
    assert film(folder, reader, range=wanted).code == 200


def test_a_part_of_a_film_that_was_replaced_is_not_sent(folder: PrintFolder, reader: Reader):
    headers = film(folder, reader).headers
    for said, status in (
        (headers["etag"], 206),
        (headers["last-modified"], 206),
        ('"x"', 200),
        (f"W/{headers['etag']}", 200),
    ):
        assert reader.get(FILM, strict=False, range="bytes=0-1", if_range=said).code == status
    assert reader.get(FILM, "HEAD", strict=False, range="bytes=0-1").code == 200


def test_small_pictures_come_in_parts_too_and_pages_do_not(folder: PrintFolder, reader: Reader):
    folder.put("/foto/1/a.png", b"0123456789", prints.TYPES["png"])
    folder.put("/banjir/")
    assert reader.get("/foto/1/a.png", strict=False, range="bytes=2-4").body == b"234"
    assert reader.get("/banjir/", range="bytes=2-4").code == 200
