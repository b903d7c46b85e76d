"""Redirects, withdrawn stories and addresses that are no file names lie on disk as well."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import brotli
import pytest

from terbit.lib import prints, reader_headers
from tests.newsstand.printing import PAGE, PrintFolder
from tests.newsstand.reading import Reader

KIND = [("Content-Type", prints.HTML)]


@pytest.mark.parametrize(("status", "line"), [(404, "404 Not Found"), (410, "410 Gone")])
def test_what_is_withdrawn_says_so_from_disk(folder: PrintFolder, reader: Reader, status: int, line: str):
    folder.put_other("/dicabut/", status, KIND, PAGE, br=brotli.compress(PAGE.encode()))
    answer = reader.get("/dicabut/", accept_encoding="br", if_none_match="*")
    assert (answer.status, answer.text, answer.headers["content-encoding"]) == (line, PAGE, "br")
    assert (
        answer.headers["cache-control"] == reader_headers.PAGE and answer.headers["vary"] == "Accept-Encoding"
    )
    assert "etag" not in answer.headers
    assert reader.get("/dicabut/").text == PAGE and reader.head("/dicabut/").body == b""


def test_a_missing_picture_is_not_missing_for_ever(folder: PrintFolder, reader: Reader):
    folder.put_other("/foto/1/a.jpg", 404, KIND)
    assert reader.get("/foto/1/a.jpg").headers["cache-control"] == reader_headers.PAGE


def test_a_redirect_is_handed_out_with_its_headers(folder: PrintFolder, reader: Reader):
    folder.put_other("/lama.html", 301, [("Location", "/baru/"), ("cache-control", "max-age=60")], "")
    answer = reader.get("/lama.html?utm_source=x", strict=False)
    assert (answer.status, answer.headers["location"], answer.body) == (
        "301 Moved Permanently",
        "/baru/",
        b"",
    )
    assert answer.headers["cache-control"] == "max-age=60" and answer.headers["content-length"] == "0"


@pytest.mark.parametrize(
    "address",
    [
        "/kota/banjir-é/",
        "/berita/警察/",
        "/a b/",
        "/a+b,c/",
        "/.well-known/x",
        "/" + "panjang-" * 60 + "/",
        "/index.html",
    ],
)
def test_addresses_that_are_no_file_names_are_printed_too(folder: PrintFolder, reader: Reader, address: str):
    folder.put_other(address, 200, KIND)
    answer = reader.get(quote(address))
    assert (answer.code, answer.text) == (200, PAGE)
    assert reader.get(quote(address), if_none_match=answer.headers["etag"]).code == 304


def test_an_accent_may_be_composed_or_not(folder: PrintFolder, reader: Reader):
    folder.put_other("/café/", 200, KIND)
    assert reader.get(quote(unicodedata.normalize("NFD", "/café/"))).code == 200


def test_a_plain_address_may_be_percent_encoded(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    assert reader.get("/%62anjir%2F").text == PAGE
