"""The ledger has every address that the old paper had, and the paper answers each or says why not."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from terbit.moving.arriving import files, ledger, replay, undoing
from terbit.moving.models import Move, OldItem
from terbit.newsroom.models import Redirect
from tests.moving.arriving.exports import (
    BODY,
    HEAD,
    SITE,
    TAIL,
    UPLOADS,
    author,
    cdata,
    item,
    meta,
    of_kind,
    term,
)
from tests.moving.exports.wxr_files import category


def whole_paper() -> str:
    """One of each thing that has an address, and of each reason for which readers do not find it here."""
    head = author("sari", "Sari Dewi") + author("diam", "Si Diam", number=8)
    head += term("daerah", "Daerah", number=11) + term("agam", "Agam", "daerah", number=12)
    head += term("iklan", "Iklan", number=13)
    in_agam = category("category", "agam", "Agam") + category("post_tag", "banjir", "Banjir")
    stories = [item(number, f"Banjir {number}", more=in_agam) for number in range(1, 12)]
    pictures = [
        item(20, "Air di jalan", BODY + f'<p><a href="{UPLOADS}/2026/02/banjir-1024x683.jpg">Lihat</a></p>'),
        picture(50, "banjir.jpg", wp__post_parent="20"),
        picture(51, "tidak-ikut.jpg", wp__post_parent="20"),
    ]
    others = [
        item(30, "Rahasia", wp__post_password=cdata("rahasia")),
        item(31, "Belum Selesai", wp__status=cdata("draft"), link=f"{SITE}/?p=31", dc__creator=cdata("diam")),
        item(32, "Buang", wp__status=cdata("trash")),
        item(33, "Promo", more=category("category", "iklan", "Iklan"), wp__status=cdata("private")),
        of_kind("page", 40, title="Kantor", link=f"{SITE}/kantor/", wp__post_name=cdata("kantor")),
        of_kind("product", 41, title="Kaus", link=f"{SITE}/toko/kaus/"),
    ]
    return HEAD + head + "".join([*stories, *pictures, *others]) + TAIL


def picture(number: int, name: str, **fields: Any) -> str:
    about = {"wp__attachment_url": f"{UPLOADS}/2026/02/{name}", "wp__status": cdata("inherit")}
    link = f"{SITE}/2026/02/20/{name.partition('.')[0]}/"
    file = meta("_wp_attached_file", f"2026/02/{name}")
    return of_kind("attachment", number, title=name, more=file, link=link, **about | fields)


MAPPING = {
    "types": {"product": {"becomes": "nothing"}},
    "categories": {"iklan": {"becomes": "nothing"}},
}


@pytest.fixture
def moved(arrive, uploads: Path) -> Move:
    arrive(whole_paper(), files=files.at(uploads), mapping=MAPPING)
    return Move.objects.get()


@pytest.fixture
def moved_from_a_folder(arrive, uploads: Path) -> Move:
    """The old paper lay at https://muara.example/blog."""
    arrive(whole_paper().replace(SITE, f"{SITE}/blog"), files=files.at(uploads), mapping=MAPPING)
    return Move.objects.get()


# What the ledger must have, with where it leads; "" for what has a reason.
KNOWN = {
    "/": "/",
    "/page/2/": "/",
    "/feed/": "/feed/",
    "/comments/feed/": "/feed/",
    "/?feed=rss2": "/feed/",
    "/2026/": "/indeks/2026/02/01/",
    "/2026/02/": "/indeks/2026/02/01/",
    "/2026/02/01/": "/indeks/2026/02/01/",
    "/category/daerah/agam/": "/agam/",
    "/category/agam/": "/agam/",
    "/category/daerah/agam/page/2/": "/agam/",
    "/category/daerah/agam/feed/": "/agam/feed/",
    "/?cat=12": "/agam/",
    "/tag/banjir/": "/topik/banjir/",
    "/tag/banjir/page/2/": "/topik/banjir/",
    "/tag/banjir/feed/": "/topik/banjir/feed/",
    "/author/sari/": "/penulis/sari/",
    "/author/sari/page/2/": "/penulis/sari/",
    "/author/sari/feed/": "/penulis/sari/feed/",
    "/?author=7": "/penulis/sari/",
    "/author/diam/": "",
    "/?p=1": "/2026/02/1/",
    "/2026/02/1/amp/": "/2026/02/1/",
    "/2026/02/1/feed/": "/2026/02/1/",
    "/kantor/": "/kantor/",
    "/kantor/amp/": "/kantor/",
    "/kantor/feed/": "/kantor/",
    "/?page_id=40": "/kantor/",
    "/2026/02/20/banjir/": "/2026/02/20/",
    "/?attachment_id=50": "/2026/02/20/",
    "/?p=31": "",
    "/2026/02/30/": "",
    "/2026/02/32/": "",
    "/toko/kaus/": "",
    "/category/iklan/": "",
    "/wp-content/uploads/2026/02/tidak-ikut.jpg": "",
    "/wp-content/uploads/2026/02/hilang.jpg": "",
}
OF_THE_PICTURE = {
    f"/wp-content/uploads/2026/02/{name}"
    for name in ("banjir.jpg", "banjir-300x200.jpg", "banjir-1024x683.jpg")
}


def told(move: Move, folder: str = "") -> dict[str, str]:
    """Where the ledger says that each old address is, below the folder of the old paper."""
    return {line.address.removeprefix(folder): line.now.removeprefix(folder) for line in ledger.lines(move)}


def test_the_ledger_has_a_line_for_each_old_address(moved):
    found = told(moved)
    assert {address: found.get(address) for address in KNOWN} == KNOWN
    assert len({found[address] for address in OF_THE_PICTURE}) == 1
    assert found["/wp-content/uploads/2026/02/banjir.jpg"].startswith("/foto/")


def test_each_line_without_an_address_here_says_why(moved):
    why = {line.address: line.reason for line in ledger.lines(moved) if not line.now}
    assert {
        "/author/diam/": "no-stories",
        "/?p=31": "status-draft",
        "/2026/02/30/": "password",
        "/2026/02/32/": "trash",
        "/toko/kaus/": "by-mapping",
        "/category/iklan/": "by-mapping",
        "/wp-content/uploads/2026/02/tidak-ikut.jpg": "file-missing",
        "/wp-content/uploads/2026/02/hilang.jpg": "file-missing",
    }.items() <= why.items()
    assert all(why.values())


def test_how_much_there_was_is_told_of_each_thing_once(moved, tmp_path):
    ledger.write(moved, tmp_path / "buku.csv")
    rows = list(csv.DictReader((tmp_path / "buku.csv").read_text().splitlines()))
    mine = {
        row["kind"]: row["words_before"] for row in rows if row["id"] == "1" and row["kind"][:4] == "post"
    }
    assert mine == {"post": "2", "post-number": "", "post-amp": "", "post-feed": ""}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["moved", "moved_from_a_folder"])
def test_the_paper_answers_each_line_or_its_reason_is_listed(where, request, live_server):
    move = request.getfixturevalue(where)
    done = replay.replay(move, live_server.url)
    assert done.wrong == []
    assert done.asked == sum(done.answers.values()) == sum(done.kinds.values())
    listed = {address for address, _answer, _reason in done.reasons}
    public = [line for line in replay.asked_for(move) if line.now]
    assert not [line.address for line in public if line.address in listed]
    assert done.answers["200"] + done.answers["301-to-200"] == len(public) and len(public) > 60
    assert done.answers["status-draft"] == 1 and done.answers["file-missing"] == 2
    assert done.kinds["post-number"] == 15 and done.kinds["category-page-2"] == 1


def test_the_report_lists_reasons_by_address_and_counts_by_kind():
    done = replay.Replay(asked=2)
    done.answers.update({"200": 1, "password": 1})
    done.kinds.update({"post": 2})
    done.reasons.append(("/rahasia/", "404", "password"))
    assert list(done.sentences()) == [
        "2 old addresses asked of the paper: 1 × 200, 1 × behind a password.",
        "  Of these 2 post.",
        "  /rahasia/ answers 404: behind a password",
    ]
    assert done.as_json()["reasons"] == [{"address": "/rahasia/", "answer": "404", "reason": "password"}]


# A paper that lay below its host -----------------------------------------------------------------------

IN_THE_FOLDER = {
    "/blog/": "/",
    "/blog/?p=1": "/blog/2026/02/1/",
    "/blog/?utm_source=x&p=1": "/blog/2026/02/1/",
    "/blog/?page_id=40": "/kantor/",
    "/blog/?cat=12": "/agam/",
    "/blog/?feed=rss2": "/feed/",
    "/blog/feed/": "/feed/",
    "/blog/comments/feed/": "/feed/",
    "/blog/page/2/": "/",
    "/blog/category/daerah/agam/": "/agam/",
    "/blog/category/agam/feed/": "/agam/feed/",
    "/blog/author/sari/": "/penulis/sari/",
    "/blog/2026/02/": "/indeks/2026/02/01/",
    "/blog/2026/02/01/": "/indeks/2026/02/01/",
    "/blog/kantor/": "/kantor/",
    "/blog/2026/02/1/amp/": "/blog/2026/02/1/",
}


def test_all_below_the_folder_leads_on_in_one_step(moved_from_a_folder):
    reader = Client()
    answers = {address: reader.get(address) for address in IN_THE_FOLDER}
    assert {address: (answer.status_code, answer.get("Location")) for address, answer in answers.items()} == {
        address: (301, target) for address, target in IN_THE_FOLDER.items()
    }
    assert reader.get("/blog/2026/02/1/").status_code == 200
    picture = reader.get("/blog/wp-content/uploads/2026/02/banjir-300x200.jpg")
    assert picture.status_code == 301 and picture["Location"].startswith("/foto/")


@pytest.mark.parametrize("path", ["/blog/?p=99", "/lain/2026/02/", "/blog/2019/", "/agam/2026/02/"])
def test_what_never_lay_there_leads_nowhere(moved_from_a_folder, path):
    assert Client().get(path).status_code == 404


def test_the_folder_is_forgotten_with_the_move(moved_from_a_folder):
    undoing.undo(moved_from_a_folder)
    assert not Redirect.objects.exists()


def test_of_a_deeper_folder_all_but_its_numbers_leads_on_and_the_ledger_says_so(arrive, uploads):
    arrive(whole_paper().replace(SITE, f"{SITE}/koran/arsip"), files=files.at(uploads), mapping=MAPPING)
    lines, reader = list(replay.asked_for(Move.objects.get())), Client()
    answers = {line.address: reader.get(line.address) for line in lines}
    for line in lines:
        found = answers[line.address]
        assert line.reason or found.status_code in (200, 301), line
        assert not line.now or found.status_code == 200 or found["Location"] == line.now, line
    told = {line.address: line.reason for line in lines}
    assert told["/koran/arsip/?p=1"] == told["/koran/arsip/?feed=rss2"] == "unusable"
    picture = answers["/koran/arsip/wp-content/uploads/2026/02/banjir-300x200.jpg"]
    assert picture.status_code == 301 and picture["Location"].startswith("/foto/")


# Another mapping ----------------------------------------------------------------------------------------


def test_what_was_left_out_may_come_by_another_mapping(arrive):
    arrive(whole_paper(), mapping=MAPPING)
    arrive(
        whole_paper(),
        mapping={"types": {"product": {"becomes": "story"}}, "categories": MAPPING["categories"]},
    )
    assert told(Move.objects.get())["/toko/kaus/"] == "/toko/kaus/"
    assert not OldItem.objects.filter(reason="by-mapping", kind="product").exists()
