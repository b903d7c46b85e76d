"""Each reader's program gets an encoding it takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terbit.lib import prints
from terbit.newsstand import encodings
from terbit.newsstand.encodings import accepted
from tests.newsstand.printing import PAGE, PrintFolder
from tests.newsstand.reading import Reader

SAYINGS = {
    "": "identity",
    "gzip": "gzip",
    "br": "br",
    "gzip, deflate, br, zstd": "br",
    "gzip;q=1.0, br;q=0.5": "gzip",
    "gzip;q=0.5,br;q=0.5": "br",
    "GZip ; Q=0.3": "gzip",
    "x-gzip": "gzip",
    "br;q=0, gzip": "gzip",
    "gzip;q=0": "identity",
    "*": "br",
    "*;q=0": "identity",
    "br;q=0, *": "gzip",
    "identity": "identity",
    "identity;q=1, br;q=0.2": "identity",
    "identity;q=0": "identity",
    "identity;q=0, gzip;q=0.001": "gzip",
    "gzip;q=0.001": "gzip",
    "deflate, zstd": "identity",
    "gzip;q=x": "identity",
    "gzip;q=nan": "identity",
    "gzip;q=-1": "identity",
    ";;,,=": "identity",
}


@pytest.mark.parametrize(("header", "encoding"), SAYINGS.items())
def test_the_best_encoding_that_is_taken_is_sent(
    folder: PrintFolder, reader: Reader, header: str, encoding: str
):
    folder.put("/banjir/")
    answer = reader.get("/banjir/", accept_encoding=header)
    assert answer.headers.get("content-encoding", "identity") == encoding
    assert answer.text == PAGE and answer.headers["vary"] == "Accept-Encoding"


def test_each_encoding_has_an_etag_of_its_own(folder: PrintFolder, reader: Reader):
    folder.put("/banjir/")
    tags = {
        reader.get("/banjir/", accept_encoding=name).headers["etag"] for name in ("br", "gzip", "identity")
    }
    assert len(tags) == 3


def test_an_encoding_that_is_missing_is_made_up_for_by_the_next(folder: PrintFolder, reader: Reader):
    identity = folder.put("/banjir/")
    Path(f"{identity}.br").unlink()
    answer = reader.get("/banjir/", accept_encoding="br, gzip")
    assert (answer.headers["content-encoding"], answer.text) == ("gzip", PAGE)


def test_better_encodings_that_come_later_do_no_harm(folder: PrintFolder, reader: Reader):
    identity = folder.put("/banjir/")
    assert reader.get("/banjir/", accept_encoding="gzip").text == PAGE
    better = Path(f"{identity}.gz")
    new = better.with_name("new")
    new.write_bytes(better.read_bytes())
    new.replace(better)
    assert reader.get("/banjir/", accept_encoding="gzip").text == PAGE


def test_pictures_are_sent_as_they_are(folder: PrintFolder, reader: Reader):
    folder.put("/foto/1/a.jpg", b"\xff\xd8\xff", prints.TYPES["jpg"])
    answer = reader.get("/foto/1/a.jpg", accept_encoding="br, gzip, identity;q=0")
    assert answer.body == b"\xff\xd8\xff"
    assert not {"vary", "content-encoding"} & set(answer.headers)


@given(
    st.text(max_size=300) | st.lists(st.sampled_from([*SAYINGS, "q=0", ",", ";"]), max_size=20).map("".join)
)
def test_no_header_keeps_a_reader_from_the_page(header: str):
    order = accepted(header)
    assert "identity" in order and set(order) <= {"br", "gzip", "identity"} and len(set(order)) == len(order)
    for encoding in {"br", "gzip"} - set(prints.ENCODINGS):
        assert encoding not in order


@given(st.permutations(["br", "gzip", "identity"]), st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_the_weights_that_are_said_decide(names: list[str], weights: list[int]):
    said = dict(zip(names, weights, strict=True))
    order = accepted(", ".join(f"{name};q={weight / 1000}" for name, weight in said.items()))
    taken = [name for name in order if said[name]]
    assert taken == sorted(taken, key=lambda name: -said[name])
    assert set(order) - set(taken) <= {"identity"}


def test_what_no_browser_says_is_neither_read_nor_remembered():
    before = encodings._accepted.cache_info().currsize
    assert accepted("gzip" + " " * encodings.LONGEST) == accepted("")
    for number in range(3):
        accepted(f"gzip, {number}" * 100)
    assert encodings._accepted.cache_info().currsize <= before + 1
