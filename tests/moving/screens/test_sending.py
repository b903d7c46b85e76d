"""What comes into the house by the screen, from whom, and what is said of what cannot be used."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import zipfile
from collections import namedtuple

import pytest
from django.test import Client
from django.urls import reverse

from terbit.moving.arriving import spool
from terbit.moving.models import Delivery, Move, Stage
from terbit.moving.screens import errands, receiving
from terbit.moving.wagtail_hooks import moving_urls
from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import SectionFactory, UserFactory
from tests.moving.arriving.exports import HEAD, TAIL, ghost_paper, item, old_paper
from tests.moving.screens.sending import at, begin, delivered, file, page, send, work
from tests.workflow.screens import is_denied, signed_in

pytestmark = pytest.mark.django_db


def views() -> list[str]:
    [own] = moving_urls()
    return [pattern.name for pattern in own.url_patterns]


def address(name: str, key: int) -> str:
    try:
        return reverse(f"terbit_moving:{name}", args=[key])
    except Exception:  # noqa: BLE001 - those about no row
        return at(name)


@pytest.fixture
def moved(chief) -> Move:
    delivery = delivered(chief)
    begin(chief, delivery)
    work()
    return Move.objects.get()


def rows() -> list[object]:
    models = (Move, Delivery)
    return [list(model.objects.order_by("pk").values()) for model in models] + [Article.objects.count()]


def test_only_who_leads_the_whole_newsroom_or_administers_moves_archives(moved):
    Delivery.objects.create(by=User.objects.first(), stage=Stage.READ)
    section = SectionFactory()
    for role, where in ((Role.EDITOR, None), (Role.CHIEF_EDITOR, section)):
        user = UserFactory(role=role, role__section=where) if where else UserFactory(role=role)
        client, before = signed_in(user), rows()
        assert at("everything") not in client.get("/ruang-redaksi/").content.decode()
        for name in views():
            for answer in (client.get(address(name, moved.pk)), client.post(address(name, moved.pk))):
                assert is_denied(answer) or answer.status_code == 405, name
        assert rows() == before
    for role in (Role.MANAGING_EDITOR, Role.ADMINISTRATOR):
        client = signed_in(UserFactory(role=role))
        assert at("everything") in client.get("/ruang-redaksi/").content.decode()
        assert moved.site.removeprefix("https://") in page(client, "everything")


def test_looking_changes_nothing_and_a_foreign_page_can_ask_for_nothing(chief, moved):
    delivered(chief, file("lain.json", ghost_paper()))
    before = rows()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.first())
    for name in views():
        for key in {moved.pk, Delivery.objects.latest("pk").pk}:
            assert chief.get(address(name, key)).status_code in {200, 302, 404, 405}
            assert strict.post(address(name, key)).status_code in {403, 405}
    assert rows() == before


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([file("a.html", "<!doctype html><html>")], "a.html bukan ekspor WordPress atau Ghost: itu halaman web."),
        ([file("kosong.xml", " ")], "kosong.xml tidak dapat dipakai: kosong."),
        ([file("salinan.sql", "CREATE TABLE wp_posts (id int);")], "itu salinan basis data"),
        ([file("foto.jpg", b"\xff\xd8\xff\xe0")], "itu foto atau PDF"),
        ([file("a.xml.gz", b"\x1f\x8b\x08rusak")], "a.xml.gz tidak dapat dipakai"),
        ([file(), file("ghost.json", ghost_paper())], "kirim berkas satu situs saja"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_answered_by_a_sentence(chief, files, told):
    delivery = delivered(chief, *files)
    assert delivery.stage == Stage.REFUSED and delivery.error == delivery.error.strip()
    assert told in page(chief, "delivery", delivery.pk)
    chief.post(at("discard", delivery.pk))
    assert not Delivery.objects.exists() and not receiving.folder(delivery).exists()


def test_a_wrong_file_among_right_ones_is_named_and_left_out(chief):
    delivery = delivered(chief, file(), file("baca.html", "<html>"))
    shown = page(chief, "delivery", delivery.pk)
    assert delivery.stage == Stage.READ and "baca.html bukan ekspor" in shown


def test_files_of_one_export_come_together_packed_or_not(chief):
    more = HEAD + item(40, "Dermaga Baru") + TAIL
    delivery = delivered(chief, file("1.xml"), file("2.xml.gz", gzip.compress(more.encode())))
    assert delivery.seen["items"] == 8 and delivery.site == "https://muara.example"


def test_a_name_leads_nowhere(chief, own_house):
    names = (
        "../../rahasia.xml",
        "..\\..\\rahasia.xml",
        "/etc/rahasia.xml",
        ".rahasia.xml",
        "…" * 300,
        "a\nb.xml",
        "/",
    )
    for name in [*names, "x" * 400 + ".xml"]:
        delivery = Delivery.objects.create(by=User.objects.first())
        receiving.add(delivery, receiving.EXPORTS, name, [b"<rss>"])
        [path] = receiving.files(delivery)
        assert path.parent == own_house / "moving" / delivery.folder / "exports"
        assert not path.name.startswith(".")
    assert {each.name for each in own_house.iterdir()} == {"moving"}
    assert (own_house / "moving").stat().st_mode & 0o777 == 0o700


def test_no_more_comes_than_the_disk_holds(chief, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, receiving.SPARE + 100))
    shown = send(chief).content.decode()
    assert "tidak cukup" in shown and not Delivery.objects.exists()
    answer = chief.post(at("open"), {"pictures": "none", "size": 10**9})
    assert answer.status_code == 400 and "tidak cukup" in answer.json()["error"]


def test_no_more_is_unpacked_than_the_disk_holds(chief, monkeypatch):
    monkeypatch.setattr(spool, "SPARE", 10**18)
    delivery = delivered(chief)
    assert delivery.stage == Stage.REFUSED and "tidak cukup untuk membongkar" in delivery.error


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"exports": []}, "Pilih dahulu berkas ekspornya."),
        ({"pictures": "zip"}, "Pilih ZIP unggahannya"),
        ({"pictures": "entah"}, "entah"),
        ({"pictures": "fetch", "fetch": "ftp://muara.example/"}, "bukan alamat tempat foto dapat diambil"),
        ({"pictures": "fetch", "fetch": "http://["}, "bukan alamat tempat foto dapat diambil"),
        ({"exports": [file("a.xml"), file("a.xml")]}, "Dua berkas bernama “a.xml”"),
    ],
)
def test_a_form_that_lacks_something_is_answered_by_a_sentence(chief, own_house, fields, told):
    assert told in send(chief, **fields).content.decode()
    assert not Delivery.objects.exists() and not any(own_house.rglob("*.xml"))


def test_a_zip_of_pictures_that_is_none_is_told_before_hours_are_spent(chief):
    delivery = delivered(chief, pictures="zip", uploads=[file("uploads.zip", "bukan zip")])
    assert delivery.stage == Stage.REFUSED and "bukan ZIP" in delivery.error
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("wp-content/uploads/2026/02/banjir.jpg", b"x")
    delivery = delivered(chief, pictures="zip", uploads=[file("uploads.zip", packed.getvalue())])
    assert delivery.stage == Stage.READ and "1 berkas di dalam ZIP" in page(chief, "delivery", delivery.pk)


# Part by part -----------------------------------------------------------------------------------------


def put(client: Client, where: str, part: bytes, **query: object) -> object:
    named = {"kind": "exports", "name": "kabar.xml"} | query
    return client.post(where, part, content_type="application/octet-stream", query_params=named)


def test_a_large_file_comes_part_by_part_and_goes_on_where_it_broke(chief):
    text = old_paper().encode()
    places = chief.post(at("open"), {"pictures": "none", "fetch": "", "size": len(text)}).json()
    assert put(chief, places["part"], text[:100], at=0).json() == {"size": 100}
    again = put(chief, places["part"], text[:100], at=0)
    assert (again.status_code, again.json()) == (409, {"size": 100})
    assert put(chief, places["part"], text[100:], at=100).json() == {"size": len(text)}
    place = chief.post(places["all_there"]).json()["place"]
    work()
    assert "7" in chief.get(place).content.decode() and Delivery.objects.get().seen["items"] == 7
    assert put(chief, places["part"], b"lagi", at=len(text)).status_code == 404  # it is being used by now


def test_parts_are_taken_from_who_sends_the_file_alone(chief):
    places = chief.post(at("open"), {"pictures": "none"}).json()
    other = signed_in(UserFactory(role=Role.ADMINISTRATOR))
    assert put(other, places["part"], b"x", at=0).status_code == 404
    assert other.post(places["all_there"]).status_code == 404
    for query in ({"kind": "lain", "at": 0}, {"at": "x"}, {"at": -1}, {"at": "9" * 30}):
        assert put(chief, places["part"], b"x", **query).status_code == 400
    assert put(chief, places["part"], b"x" * (receiving.PART + 1), at=0).status_code == 400
    assert "Pilih dahulu" in chief.post(places["all_there"]).json()["error"]


def test_a_part_that_is_sent_again_while_it_is_still_coming_is_written_once(chief):
    text = b"abcdefgh"
    places = chief.post(at("open"), {"pictures": "none"}).json()
    delivery = Delivery.objects.get()

    class Slow(io.BytesIO):
        """Before its last bytes are here the browser has sent all of them again."""

        def read(self, size: int | None = -1) -> bytes:
            part = super().read(4)
            if part == b"efgh":
                assert put(chief, places["part"], text, at=0).json() == {"size": 8}
            return part

    with pytest.raises(receiving.Elsewhere):
        receiving.add_part(delivery, "exports", "kabar.xml", 0, Slow(text), 8)
    assert receiving.files(delivery)[0].read_bytes() == text


def test_files_whose_long_names_differ_only_at_their_end_are_two():
    names = {receiving.plain_name("x" * 160 + f"-{number}.xml") for number in range(3)}
    assert len(names) == 3 and all(len(name) <= receiving.LONGEST for name in names)


def test_a_file_that_has_not_come_whole_is_not_used(chief):
    files = [{"kind": "exports", "name": name, "size": 5} for name in ("1.xml", "2.xml")]
    places = chief.post(at("open"), {"pictures": "none", "files": json.dumps(files)}).json()
    put(chief, places["part"], b"<rss>", name="1.xml", at=0)
    put(chief, places["part"], b"<rs", name="2.xml", at=0)
    assert "“2.xml” belum sampai seluruhnya" in chief.post(places["all_there"]).json()["error"]
    put(chief, places["part"], b"s>", name="2.xml", at=3)
    assert chief.post(places["all_there"]).status_code == 200
    for wrong, told in (
        (files * 2, "Dua berkas bernama"),
        (7, "Peramban mengirim"),
        ([{"kind": 1}], "Peramban"),
    ):
        answer = chief.post(at("open"), {"pictures": "none", "files": json.dumps(wrong)})
        assert answer.status_code == 400 and told in answer.json()["error"]


def test_what_was_never_begun_is_thrown_away_after_a_week(chief, monkeypatch):
    kept = delivered(chief)
    places = chief.post(at("open"), {"pictures": "none"}).json()
    put(chief, places["part"], b"x", at=0)
    left = Delivery.objects.latest("pk")
    errands.receiving.sweep()
    assert receiving.folder(left).exists()
    monkeypatch.setattr(receiving, "FORGOTTEN", -receiving.FORGOTTEN)
    receiving.sweep()
    assert not receiving.folder(left).exists() and receiving.files(kept)
    assert list(Delivery.objects.all()) == [kept]
