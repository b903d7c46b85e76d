"""A move that is here: what is told of it, its ledger, taking it back, declaring it done."""

from __future__ import annotations

import csv
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags
from wagtail.models import ModelLogEntry

from terbit.moving.arriving import ledger, replay
from terbit.moving.arriving.lock import the_only_one
from terbit.moving.models import Delivery, Move, OldItem, Stage, State
from terbit.moving.screens import errands, ledger_table, receiving
from terbit.newsroom.models import Article
from tests.factories import UserFactory, redraft
from tests.moving.arriving.exports import cut_behind_posts, ghost_paper_of, paper_with_pictures
from tests.moving.screens.sending import at, begin, delivered, file, page, work
from tests.workflow.screens import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def moved(chief) -> Move:
    begin(chief, delivered(chief))
    work()
    return Move.objects.get()


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_report_tells_what_arrived_and_what_was_left_out(chief, moved):
    shown = plain(page(chief, "move", moved.pk))
    for words in (
        "<dd>7</dd>",
        "3 naskah terbit",
        "1: ada di tong sampah situs lama",
        "1: di balik kata sandi",
    ):
        assert words in shown
    assert "Untuk Kita" in shown and "sudah tiba" in plain(page(chief, "everything"))


def test_missing_pictures_lead_to_their_lines(chief):
    begin(chief, delivered(chief, file("foto.xml", paper_with_pictures())))
    work()
    move = Move.objects.get()
    assert "2 foto tidak ada" in plain(page(chief, "move", move.pk)) or "3 foto tidak ada" in plain(
        page(chief, "move", move.pk)
    )
    assert "banjir-300x200.jpg" in page(chief, "move", move.pk)
    shown = page(chief, "ledger", move.pk, tampil="tanpa-foto")
    assert "/2026/02/1/" in shown and "/banjir-foto/" not in shown


SOUGHT = [
    ({"cari": "/2026/02/1/"}, "Banjir di Agam", "Jembatan Dibuka"),
    ({"cari": "https://muara.example/pasar.html"}, "Pasar Pagi", "Jembatan Dibuka"),
    ({"cari": "https://muara.example/?p=2"}, "Jembatan Dibuka", "Pasar Pagi"),
    ({"cari": "/2026/02/2/amp/"}, "Jembatan Dibuka", "Pasar Pagi"),
    ({"cari": "/category/daerah/feed/"}, "/daerah/feed/", "Pasar Pagi"),
    ({"tampil": "arsip"}, "arsip sebulan", "Pasar Pagi"),
    ({"cari": "2"}, "Jembatan Dibuka", "Pasar Pagi"),
    ({"cari": "jembatan"}, "Jembatan Dibuka", "Pasar Pagi"),
    ({"tampil": "halaman"}, "Tentang", "Pasar Pagi"),
    ({"tampil": "nama"}, "/category/daerah/", "Pasar Pagi"),
    ({"tampil": "dilewati"}, "Buang", "Pasar Pagi"),
    ({"tampil": "catatan"}, "Untuk Kita", "Pasar Pagi"),
    ({"tampil": "kata"}, "Tidak ada baris", "Pasar Pagi"),
    ({"cari": "http://["}, "Tidak ada baris", "Pasar Pagi"),
    ({"tampil": "entah", "sesudah": "x", "cari": "\0"}, "Pasar Pagi", "Tidak ada baris"),
]


def test_the_ledger_is_searched(chief, moved):
    for asked, there, not_there in SOUGHT:
        shown = page(chief, "ledger", moved.pk, **asked)
        assert there in shown and not_there not in shown, asked


def test_a_line_of_the_ledger_has_the_other_addresses_of_the_thing(chief, moved):
    shown = plain(strip_tags(page(chief, "ledger", moved.pk, cari="/2026/02/1/")))
    assert "3 alamat lain /?p=1 dengan nomor/2026/02/1/amp/ untuk ponsel (AMP)/2026/02/1/feed/ umpan" in shown


def test_the_ledger_is_paged_and_a_page_costs_the_same_however_long_it_is(
    chief, moved, django_assert_max_num_queries
):
    with CaptureQueriesContext(connection) as before:
        b"".join(chief.get(at("download", moved.pk)).streaming_content)
        number_before = len(before)
    story = OldItem.objects.get(key="item:1")
    for number in range(120):
        story.pk, story.key, story.title = None, f"item:{1000 + number}", f"Salinan {number}"
        story.save(force_insert=True)
    chief.get(at("ledger", moved.pk))
    seen, after = [], 0
    while after is not None:
        part = ledger_table.page(moved, "", "", after)
        seen += [row.line.pk for row in part.rows]
        after = part.next
    assert seen == list(OldItem.objects.order_by("pk").values_list("pk", flat=True))
    with django_assert_max_num_queries(number_before):
        whole = b"".join(chief.get(at("download", moved.pk)).streaming_content)
    assert whole.count(b",post-number,") > 120
    with django_assert_max_num_queries(20):
        shown = chief.get(at("ledger", moved.pk), {"cari": "Salinan"}).content.decode()
    assert shown.count(">Salinan ") == ledger_table.ON_A_PAGE and "cari=Salinan&amp;sesudah=" in shown


def test_the_ledger_comes_as_the_file_that_the_command_writes(chief, moved, tmp_path):
    answer = chief.get(at("download", moved.pk))
    assert answer["Content-Disposition"] == 'attachment; filename="pindahan-muaraexample.csv"'
    ledger.write(moved, tmp_path / "a.csv")
    text = b"".join(answer.streaming_content)
    assert text == (tmp_path / "a.csv").read_bytes()
    things = {row["id"] for row in csv.DictReader(text.decode().splitlines())}
    assert things >= {item.key.partition(":")[2] for item in OldItem.objects.all()}


def test_all_that_a_run_tells_is_told_in_the_newsrooms_language(chief, moved):
    told = [
        {"what": "words", "item": "1 Banjir", "kept": [5, 7, 6], "there": "a", "here": "b"},
        {"what": "trouble", "reason": "cut-off", "place": "kabar.xml", "line": 9, "error": "Expecting value"},
    ]
    Move.objects.update(told=told, error="broken")
    shown = plain(page(chief, "move", moved.pk))
    for words in ("5 dari 7 kata, di sini 6", "kabar.xml, baris 9", "kesalahan di dalam sistem"):
        assert words in shown
    assert "Expecting" not in shown and "broken" not in shown


def test_an_import_by_command_is_waited_for_in_peace(chief, moved, monkeypatch):
    chief.post(at("undo", moved.pk))
    started = []
    monkeypatch.setattr(errands, "Thread", lambda **about: started.append(about))
    with the_only_one():
        assert not errands.do_next()
    errands.watch()
    assert not started
    errands._again_at[0] = 0.0


def test_a_replay_that_was_asked_for_is_told(chief, moved):
    chief.post(at("replay", moved.pk))
    assert Move.objects.get().wanted == "replay"
    Move.objects.update(wanted="")
    asked = replay.Replay(asked=9)
    asked.answers.update({"200": 7, "404": 2})
    asked.wrong = [("/hilang/", "404"), ("/juga/", "404")]
    asked.reasons = [("/2026/02/6/", "404", "password")]
    replay.keep(moved, asked)
    shown = plain(page(chief, "move", moved.pk))
    assert "<code>/2026/02/6/</code> di balik kata sandi" in shown
    assert "9 alamat diuji" in shown and "2 tidak menjawab" in shown and "/hilang/" in shown


def test_a_paper_that_does_not_answer_is_told(chief, moved, settings):
    settings.TERBIT_URL = "http://127.0.0.1:9"
    chief.post(at("replay", moved.pk))
    work()
    assert "Koran tidak menjawab di http://127.0.0.1:9." in page(chief, "move", moved.pk)


# Taking back and declaring ----------------------------------------------------------------------------


def test_taking_back_says_what_goes_and_then_all_of_it_is_gone(chief, moved):
    assert "butir tiba" in page(chief, "everything")
    shown = plain(page(chief, "ask_undo", moved.pk))
    assert "5 naskah" in shown and "3 rubrik" in shown and "1 halaman tetap" in shown
    assert Article.objects.count() == 5
    chief.post(at("undo", moved.pk))
    assert "sedang ditarik" in page(chief, "everything")
    assert chief.get(at("state", moved.pk)).json()["going"]
    work()
    assert not Article.objects.exists() and "sudah ditarik" in page(chief, "move", moved.pk)
    assert "butir tiba" not in page(chief, "everything")
    entry = ModelLogEntry.objects.get(action="terbit.undo_move")
    assert entry.user_id == int(chief.session["_auth_user_id"])


def test_who_began_stopped_took_back_and_declared_is_told_with_the_hour_also_when_it_is_past(chief, moved):
    administrator = signed_in(UserFactory(name="Rahmi Yusuf", is_superuser=True))
    chief.post(at("undo", moved.pk))
    work()
    delivery = Delivery.objects.get()
    begin(chief, delivery)
    administrator.post(at("stop", delivery.pk))
    work()
    chief.post(at("go_on", delivery.pk))
    work()
    administrator.post(at("declare", moved.pk))
    shown = page(administrator, "move", moved.pk)
    told = re.findall(r"<li><div>([^<]+)<p>([^<]*)<time datetime=", shown)
    name = UserFactory._meta.model.objects.get(pk=chief.session["_auth_user_id"]).name
    assert [(what, who.rstrip(", ")) for what, who in reversed(told)] == [
        ("Pindahan dimulai", name),
        ("Arsip telah pindah ke sini", name),
        ("Penarikan pindahan diminta", name),
        ("Arsip ditarik kembali", name),
        ("Pindahan dihentikan", "Rahmi Yusuf"),
        ("Pindahan dimulai", name),
        ("Arsip telah pindah ke sini", name),
        ("Pindahan dinyatakan selesai", "Rahmi Yusuf"),
    ]


def test_what_was_taken_back_moves_in_again_from_the_same_files(chief, moved):
    chief.post(at("undo", moved.pk))
    work()
    delivery = Delivery.objects.get()
    assert delivery.stage == Stage.READ
    begin(chief, delivery, **{"becomes:agam": "topic"})
    work()
    assert Move.objects.get().state == State.ARRIVED and Article.objects.count() == 5


def test_once_a_story_was_worked_on_nothing_is_taken_back(chief, moved):
    redraft(OldItem.objects.get(key="item:2").became, user=UserFactory(), headline="Jembatan Dibuka Kembali")
    told = "“Jembatan Dibuka” sudah dikerjakan di sini"
    assert told in page(chief, "ask_undo", moved.pk) and at("undo", moved.pk) not in page(
        chief, "ask_undo", moved.pk
    )
    assert told in chief.post(at("undo", moved.pk), follow=True).content.decode()
    assert not Move.objects.get().wanted
    Move.objects.update(wanted="undo")  # it was worked on after somebody had asked
    work()
    assert told in page(chief, "move", moved.pk) and Article.objects.count() == 5


def test_once_declared_done_nothing_is_taken_back_and_the_files_are_gone(chief, moved):
    delivery = Delivery.objects.get()
    assert "tidak dapat ditarik lagi" in page(chief, "ask_declare", moved.pk)
    chief.post(at("declare", moved.pk))
    assert Move.objects.get().state == State.DECLARED and not receiving.folder(delivery).exists()
    assert ModelLogEntry.objects.filter(action="terbit.declare_move", user__isnull=False).exists()
    assert "dinyatakan selesai" in chief.post(at("undo", moved.pk), follow=True).content.decode()
    work()
    assert Article.objects.count() == 5
    assert "tiba seluruhnya" in chief.post(at("declare", moved.pk), follow=True).content.decode()


def test_nothing_is_done_with_a_move_that_is_under_way(chief, moved):
    chief.post(at("again", Delivery.objects.get().pk))
    begin(chief, Delivery.objects.get())
    for deed in ("undo", "declare"):
        assert "sedang berjalan" in chief.post(at(deed, moved.pk), follow=True).content.decode()
    assert chief.post(at("discard", Delivery.objects.get().pk)).status_code == 404
    work()
    assert Move.objects.get().state == State.ARRIVED


def test_a_move_is_under_way_whose_name_the_files_in_hand_bring(chief):
    whole = ghost_paper_of(["a1", "a2", "a3"])
    begin(chief, delivered(chief, file("awal.json", cut_behind_posts(whole))))
    work()
    nameless = Move.objects.get(site="")
    delivery = delivered(chief, file("utuh.json", whole))
    begin(chief, delivery)
    assert "sedang berjalan" in chief.post(at("undo", nameless.pk), follow=True).content.decode()
    assert not Move.objects.get().wanted
    chief.post(at("stop", delivery.pk))
    assert ModelLogEntry.objects.filter(action="terbit.stop_move", object_id=nameless.pk).exists()
    work()
    delivery.refresh_from_db()
    assert (delivery.stage, delivery.move) == (Stage.STOPPED, nameless)
    chief.post(at("go_on", delivery.pk))
    work()
    assert Move.objects.get().site == "Kabar Muara"


def test_files_that_may_be_of_one_site_or_another_are_refused_in_a_sentence(chief):
    for ids in (["a1", "a2", "a3"], ["a1", "b2", "b3"]):
        delivery = delivered(chief, file("awal.json", ghost_paper_of(ids, name="")))
        if delivery.stage == Stage.READ:
            begin(chief, delivery)
            work()
    delivery = Delivery.objects.latest("pk")
    assert delivery.stage == Stage.REFUSED and "tidak menyebut situs asalnya" in delivery.error
    assert Article.objects.count() == 3


def test_a_run_by_command_that_was_cut_short_does_not_seem_to_go_on(chief, moved):
    Move.objects.update(state=State.RUNNING)
    Delivery.objects.all().delete()
    with the_only_one():
        assert "terputus" not in page(chief, "move", moved.pk)
    assert "Pindahan ini terputus" in page(chief, "move", moved.pk)


def test_the_files_are_thrown_away_and_what_moved_in_stays(chief, moved):
    delivery = Delivery.objects.get()
    chief.post(at("discard", delivery.pk))
    assert not receiving.folder(delivery).exists() and not Delivery.objects.exists()
    assert Article.objects.count() == 5
