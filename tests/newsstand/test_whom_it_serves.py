"""Which requests prints answer, and which are for the application."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsstand.printing import PAGE, PrintFolder
from tests.newsstand.reading import Reader


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_who_wants_more_than_to_read_is_handed_on(folder: PrintFolder, reader: Reader, method: str):
    folder.put("/banjir/")
    assert reader.get("/banjir/", method).missed


@pytest.mark.parametrize("host", ["www.kabar.example", "WWW.Kabar.Example", "www.kabar.example:443"])
def test_the_papers_own_name_is_known_however_it_is_spelt(folder: PrintFolder, reader: Reader, host: str):
    folder.put("/banjir/")
    assert reader.get("/banjir/", host=host).code == 200


@pytest.mark.parametrize(
    "host",
    [
        "kabar.example",
        "jahat.example",
        "www.kabar.example:8000",
        "www.kabar.example.",
        "..",
        "",
        "a@www.kabar.example",
    ],
)
def test_other_names_are_handed_on(folder: PrintFolder, reader: Reader, host: str):
    folder.put("/banjir/")
    assert reader.get("/banjir/", host=host).missed


def test_an_unusual_port_belongs_to_the_name(tmp_path: Path):
    public = "http://localhost:8000"
    folder = PrintFolder(tmp_path / "prints", public)
    folder.put("/banjir/")
    reader = Reader(folder, public)
    assert reader.get("/banjir/", host="localhost:8000").code == 200
    assert reader.get("/banjir/", host="localhost").missed


def test_a_reader_who_came_by_http_is_handed_on_to_be_sent_to_https(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    assert reader.get("/banjir/", x_forwarded_proto="http").missed
    assert reader.get("/banjir/", x_forwarded_proto="https").code == 200


@pytest.mark.parametrize("target", ["/ruang-redaksi/", "/ruang-redaksi/login/", "/static/terbit/a.css"])
def test_the_newsroom_is_never_printed(folder: PrintFolder, reader: Reader, target: str):
    folder.put(
        target, PAGE, "text/css; charset=utf-8" if target.endswith("css") else "text/html; charset=utf-8"
    )
    assert reader.get(target).missed


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=x&utm_medium=y",
        "fbclid=abc",
        "gclid=1",
        "halaman=2",
        "a",
        "&&&",
        "%00",
        "q=banjir",
        "p=12",
    ],
)
def test_trackers_and_unknown_queries_change_nothing(folder: PrintFolder, reader: Reader, query: str):
    folder.put("/banjir/")
    assert reader.get(f"/banjir/?{query}").text == PAGE


def test_a_search_is_answered_for_its_words_and_its_empty_form_from_disk(folder: PrintFolder, reader: Reader):
    folder.put("/cari/")
    assert reader.get("/cari/").code == reader.get("/cari/?").code == 200
    assert reader.get("/cari/?q=banjir").missed and reader.get("/cari/?x=1").missed


def test_old_numbers_lead_to_their_redirects(folder: PrintFolder, reader: Reader):
    folder.put("/", "depan")
    folder.put_other("/?p=123", 301, [("Location", "/kota/banjir/")], "")
    for query in ("p=123", "utm_source=x&p=123", "p=123&fbclid=y"):
        answer = reader.get(f"/?{query}", strict=False)
        assert (answer.status, answer.headers["location"]) == ("301 Moved Permanently", "/kota/banjir/")
    assert reader.get("/?p=124").missed and reader.get("/?cat=3").missed
    for query in ("utm_source=x", "p=abc", "p=", "p=1234567890123", "xp=123", "p=%31", "p=1e3"):
        assert reader.get(f"/?{query}").text == "depan", query


def test_numbers_of_a_paper_that_lay_in_a_folder_lead_to_their_redirects(folder: PrintFolder, reader: Reader):
    folder.put_other("/blog/", 301, [("Location", "/")], "")
    folder.put_other("/blog/?p=123", 301, [("Location", "/kota/banjir/")], "")
    answer = reader.get("/blog/?utm_source=x&p=123", strict=False)
    assert (answer.status, answer.headers["location"]) == ("301 Moved Permanently", "/kota/banjir/")
    assert reader.get("/blog/?p=124").missed
    folder.put("/banjir/")
    folder.put_other("/banjir/?p=123", 301, [("Location", "/kota/banjir/")], "")
    assert reader.get("/banjir/?p=123").text == PAGE
