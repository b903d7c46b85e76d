"""Exports in whatever encoding they are, declared or not."""

from __future__ import annotations

import codecs

import pytest

from terbit.moving.exports.encodings import without_surrogates
from tests.moving.exports.wxr_files import export, item, items, only, reasons

TEXT = export(item(1, title="Café – “éé”"), item(2, title="Ünïcode"))


def titles(data: bytes) -> list[str]:
    return [story.title for story in items(data)]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace("UTF-8", "windows-1252").encode("cp1252"),
        TEXT.replace("UTF-8", "ISO-8859-1").encode("cp1252"),
        TEXT.replace("UTF-8", "ISO-8859-1").encode(),
        TEXT.replace("UTF-8", "tidak-ada").encode(),
        TEXT.replace("UTF-8", "UTF-16").encode(),
    ],
    ids=[
        "UTF-8", "with a mark", "UTF-16", "UTF-16 without a mark", "UTF-16 the other way round", "UTF-32",
        "Windows-1252 declared as UTF-8", "Windows-1252", "Windows-1252 declared as Latin-1",
        "UTF-8 declared as Latin-1", "unknown", "UTF-8 declared as UTF-16",
    ],
)  # fmt: skip
def test_titles_are_read_as_they_were_meant(data):
    assert titles(data) == ["Café – “éé”", "Ünïcode"]


def test_other_encodings_are_read_as_declared():
    text = export(item(1, title="Привет"))
    assert titles(text.replace("UTF-8", "koi8-r").encode("koi8-r")) == ["Привет"]
    text = export(item(1, title="日本語ソ"))
    assert titles(text.replace("UTF-8", "Shift_JIS").encode("shift_jis")) == ["日本語ソ"]


def test_an_archive_of_two_encodings_is_read_value_by_value_and_told():
    first, second = export(item(1, title="Café"), item(2, title="Naïf")).encode().split(b"Na", 1)
    data = first + b"Na" + second.replace("ï".encode(), b"\xef")
    assert titles(data) == ["Café", "Naïf"]
    assert reasons(data) == {"encoding-mixed"}


def test_two_encodings_within_one_value_are_read_too():
    data = export(item(1, title="Café @ “é”")).encode().replace(b"@", b"\xe9 \x93x\x94")
    assert titles(data) == ["Café é “x” “é”"]


def test_places_in_a_file_of_two_byte_characters_are_its_own():
    data = TEXT.encode("utf-16")
    second = items(data)[1]
    assert data[second.place.byte :].decode("utf-16-le").startswith("<item>")
    assert second.place.line == items(TEXT)[1].place.line


def test_a_two_byte_file_cut_off_within_a_character_is_read_to_there():
    data = TEXT.encode("utf-16")
    assert only(items(data[: len(data) // 2 + 1])).title == "Café – “éé”"


def test_text_for_a_database_holds_no_lone_surrogates():
    assert without_surrogates("a\ud800b\udce9\0c😀") == "a�béc😀"
