"""Files that may be exports: what they are, how they are packed, and why they are none."""

from __future__ import annotations

import gzip
import os
import zipfile
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.moving.exports import opening, streams
from terbit.moving.exports.records import Item, Read
from terbit.moving.exports.troubles import Reason, Trouble
from tests.moving.exports import ghost_files, wxr_files
from tests.moving.exports.wxr_files import item, only

WXR = wxr_files.export(item(1), item(2))
GHOST = ghost_files.export(ghost_files.post(1))


def written(folder, name, data):
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def read(*paths, zone=None):
    tally = opening.Tally()
    return list(tally.counting(opening.find(paths).records(zone))), tally


def zipped(path, members, **options):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "kind", "count"),
    [
        ("kabar.xml", WXR, "wxr", 2),
        ("kabar.json", GHOST, "ghost", 1),
        ("tanpa akhiran", WXR, "wxr", 2),
        ("kabar.xml.gz", gzip.compress(WXR.encode()), "wxr", 2),
        ("kabar.json.gz", gzip.compress(GHOST.encode()), "ghost", 1),
        (
            "dua.gz",
            gzip.compress(WXR.encode()[:900]) + gzip.compress(WXR.encode()[900:]) + b"\0" * 9,
            "wxr",
            2,
        ),
        ("kabar.xml", WXR.encode("utf-16"), "wxr", 2),
        ("kabar.json", GHOST.encode("utf-16"), "ghost", 1),
    ],
)
def test_a_file_is_known_by_what_is_in_it(tmp_path, name, data, kind, count):
    path = written(tmp_path, name, data)
    assert [export.kind for export in opening.find([path]).exports] == [kind]
    found, tally = read(path)
    assert (tally.items, tally.lost, sum(tally.troubles.values())) == (count, 0, 0)
    assert tally.kinds == {"post": count}
    assert all(record.place.file == name for record in found)


@pytest.mark.parametrize(
    ("data", "likeness"),
    [
        ("<!DOCTYPE html><html><body>Silakan masuk</body></html>", "html"),
        (
            "<?xml version='1.0'?><rss version='2.0'><channel><item><title>x</title></item></channel></rss>",
            "rss",
        ),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'></feed>", "atom"),
        ("-- MySQL dump\nCREATE TABLE wp_posts (ID int);", "sql"),
        ('{"nama": "lain"}', "json"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
        (gzip.compress(gzip.compress(WXR.encode())), "nested"),
        ("Halo, ini surat biasa.", "unknown"),
    ],
)
def test_a_file_that_is_no_export_says_what_it_looks_like(tmp_path, data, likeness):
    found, tally = read(written(tmp_path, "berkas", data))
    assert (only(found).reason, only(found).values) == (Reason.NOT_AN_EXPORT, {"looks_like": likeness})
    assert tally.items == 0


def test_files_that_cannot_be_read_are_told_beside_those_that_can(tmp_path):
    paths = [
        tmp_path / "tidak-ada.xml",
        tmp_path,
        written(tmp_path, "kosong.xml", ""),
        written(tmp_path, "a.xml", WXR),
    ]
    found, tally = read(*paths)
    assert tally.items == 2
    reasons = [record.reason for record in found if isinstance(record, Trouble)]
    assert reasons == [Reason.UNREADABLE, Reason.UNREADABLE, Reason.EMPTY]


@settings(deadline=None)
@given(cut=st.floats(0.3, 1))
def test_a_gzip_cut_off_gives_what_lies_before(tmp_path_factory, cut):
    data = wxr_files.export(*(item(number, body=os.urandom(600).hex()) for number in range(20)))
    packed = gzip.compress(data.encode(), mtime=0)
    packed = packed[: int(len(packed) * cut)]
    found, _ = read(written(tmp_path_factory.getbasetemp(), "potong.gz", packed))
    arrived = [record.id for record in found if isinstance(record, Item) and not record.is_cut]
    assert arrived == [str(number) for number in range(len(arrived))]
    assert len(arrived) >= int(20 * cut) - 3
    if cut < 1:
        assert Reason.GZIP_DAMAGED in [record.reason for record in found if isinstance(record, Trouble)]


def test_a_gzip_damaged_in_the_middle_gives_what_lies_before(tmp_path):
    data = wxr_files.export(*(item(number, body=os.urandom(600).hex()) for number in range(40)))
    packed = bytearray(gzip.compress(data.encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    _, tally = read(written(tmp_path, "rusak.gz", bytes(packed)))
    assert tally.kinds["post"] >= 18
    assert Reason.GZIP_DAMAGED in tally.troubles


def test_exports_within_a_zip_are_found_beside_pictures(tmp_path):
    members = {
        "kabar/satu.xml": WXR, "kabar/dua.xml.gz": gzip.compress(WXR.encode()), "ghost.json": GHOST,
        "wp-content/uploads/a.jpg": b"\xff\xd8\xff", "__MACOSX/kabar/._satu.xml": "x", "baca.txt": "Salam",
        "../../etc/jahat.xml": wxr_files.export(item(9)),
    }  # fmt: skip
    found, tally = read(zipped(tmp_path / "arsip.zip", members))
    assert (tally.items, tally.lost, tally.troubles) == (6, 0, {})
    assert {record.place.file for record in found} == {
        "arsip.zip/kabar/satu.xml", "arsip.zip/kabar/dua.xml.gz", "arsip.zip/ghost.json",
        "arsip.zip/../../etc/jahat.xml",
    }  # fmt: skip
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["arsip.zip"]


def test_a_zip_without_an_export_says_so(tmp_path):
    found, _ = read(zipped(tmp_path / "foto.zip", {"a.jpg": b"x", "b.txt": "Salam"}))
    assert (only(found).reason, only(found).values) == (Reason.ZIP_WITHOUT_EXPORT, {"members": 2})


def test_a_zip_that_is_broken_says_so(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.xml": WXR * 20})
    whole = path.read_bytes()
    assert (
        only(read(written(tmp_path, "potong.zip", whole[: len(whole) // 2]))[0]).reason == Reason.ZIP_DAMAGED
    )
    broken = bytearray(whole)
    broken[200:220] = b"\xff" * 20
    _, tally = read(written(tmp_path, "rusak.zip", bytes(broken)))
    assert Reason.ZIP_DAMAGED in tally.troubles


def test_a_zip_with_a_password_says_so(tmp_path):
    path = zipped(tmp_path / "a.zip", {"a.xml": WXR})
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + at] |= 1
    found, _ = read(written(tmp_path, "rahasia.zip", bytes(data)))
    assert only(found).reason == Reason.ZIP_ENCRYPTED


def test_a_bomb_ends_at_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "LARGEST", 3_000_000)
    data = WXR.replace("</channel>", " " * 5_000_000 + "</channel>")
    _, tally = read(written(tmp_path, "bom.gz", gzip.compress(data.encode())))
    assert tally.items == 2
    assert Reason.TOO_LARGE in tally.troubles


def test_several_files_of_one_export_share_what_is_known_of_the_zone(tmp_path):
    draft = item(3, wp__post_date_gmt="0000-00-00 00:00:00", pubDate=None)
    paths = [written(tmp_path, "1.xml", WXR), written(tmp_path, "2.xml", wxr_files.export(draft))]
    found, tally = read(*paths)
    last = [record for record in found if isinstance(record, Item)][-1]
    assert (last.published.read, last.published.at.utcoffset()) == (Read.LOCAL, timedelta(hours=7))
    assert tally.items == 3


def test_a_zone_may_be_given(tmp_path):
    draft = item(3, wp__post_date_gmt="0000-00-00 00:00:00", pubDate=None)
    path = written(tmp_path, "2.xml", wxr_files.export(draft))
    found, _ = read(path, zone=ZoneInfo("Asia/Jayapura"))
    assert only(
        [record for record in found if isinstance(record, Item)]
    ).published.at.utcoffset() == timedelta(hours=9)


def test_items_and_what_became_of_them_agree(tmp_path):
    more = wxr_files.category("nav_menu", "utama", "Utama")
    text = wxr_files.export(item(1), "<item></item>", item(2, wp__post_type="nav_menu_item", more=more))
    _, tally = read(written(tmp_path, "a.xml", text))
    assert (tally.items, tally.lost, tally.kinds) == (3, 1, {"post": 1, "nav_menu_item": 1})


def test_an_export_may_be_read_twice(tmp_path):
    for path in (written(tmp_path, "a.xml", WXR), written(tmp_path, "g.json", GHOST)):
        export = only(opening.find([path]).exports)
        assert list(export.records()) == list(export.records())
