"""*Cetakan*: what those who lead the newsroom see of the press, and the one thing they can do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from terbit.press import changes, naming, purges, recording, reporting, tallies, watching
from terbit.press.addressbook import BACKGROUND
from terbit.press.folder import Folder
from terbit.press.models import Change
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.messages import english_left_in
from tests.press import desks
from tests.workflow.screens import is_denied, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/ruang-redaksi/laporan/cetakan/"
LEADERS = (Role.MANAGING_EDITOR, Role.CHIEF_EDITOR, Role.ADMINISTRATOR)


def chief() -> Client:
    return signed_in(UserFactory(role=Role.CHIEF_EDITOR))


def page(client: Client) -> str:
    return client.get(ADDRESS).content.decode()


def test_the_report_is_for_those_who_lead_and_administrators(own_folder: Folder):
    for role in Role.values:
        client = signed_in(
            UserFactory(role=role, role__section=None if role in LEADERS else SectionFactory())
        )
        assert is_denied(client.get(ADDRESS)) is (role not in LEADERS), role
        assert (f'"{ADDRESS}"' in client.get("/ruang-redaksi/").content.decode()) is (role in LEADERS), role
    assert is_denied(Client().get(ADDRESS))


def test_who_may_not_see_the_report_prints_nothing_again(own_folder: Folder):
    desks.ask(own_folder, "/gagal/", tries=5, reason="ValueError: x")
    client = signed_in(UserFactory(role=Role.EDITOR))
    assert is_denied(client.post(reverse("terbit_press:press_again")))
    assert own_folder.index.one("SELECT tries FROM job WHERE address = '/gagal/'")["tries"] == 5


def test_the_report_is_in_indonesian_whatever_it_has_to_tell(own_folder: Folder):
    Change.objects.all().delete()  # keys are words of the code
    assert english_left_in(page(chief())) == set()
    for rank in (0, 1, 2, 5, BACKGROUND):
        desks.ask(own_folder, f"/{rank}/", rank)
    desks.ask(own_folder, "/gagal/", tries=1, reason="ValueError: x")
    desks.ask(own_folder, "/gagal-terus/", tries=5, reason="ValueError: y")
    desks.worked(own_folder, 600)
    own_folder.complain("tidak ada tempat")
    assert english_left_in(page(chief())) == set()


def test_what_waits_is_told_by_what_it_is(own_folder: Folder):
    own_folder.index.do("DELETE FROM job")
    for rank, number in ((0, 1), (1, 1), (2, 2), (3, 1), (5, 3), (BACKGROUND, 4)):
        for count in range(number):
            desks.ask(own_folder, f"/{rank}/{count}/", rank)
    assert [number for _label, number in reporting.report().queue] == [1, 1, 2, 4, 4]
    html = page(chief())
    for label in ("Halaman yang berubah sendiri", "Halaman depan", "Halaman rubrik", "Edisi baru"):
        assert f"<dt>{label}</dt>" in html


def test_a_page_that_failed_is_told_with_its_reason_and_can_be_printed_again(own_folder: Folder):
    desks.ask(own_folder, "/kota/gagal/", tries=5, reason="ValueError: <script>")
    html = page(chief())
    assert "ValueError: &lt;script&gt;" in html
    assert "Berkali-kali gagal" in html
    answer = chief().post(reverse("terbit_press:press_again"), {"address": "/kota/gagal/"}, follow=True)
    assert "1 halaman sedang dicetak ulang." in answer.content.decode()
    row = own_folder.index.one("SELECT * FROM job WHERE address = '/kota/gagal/'")
    assert (row["tries"], row["due"]) == (0, 0)


def test_all_pages_that_failed_can_be_printed_again_at_once(own_folder: Folder):
    for number in range(3):
        desks.ask(own_folder, f"/gagal/{number}/", tries=number + 1, reason="x")
    chief().post(reverse("terbit_press:press_again"))
    assert own_folder.index.all("SELECT * FROM job WHERE tries > 0") == []


def test_the_last_changes_stand_there_once_each(own_folder: Folder):
    changes.touch(*(f"url:/{number}/" for number in range(30)))
    changes.touch("most-read", *(f"most-read-row:{number}" for number in range(10)), "url:/7/")
    found = [(change.kind, change.name) for change in reporting.report().changes]
    older = [("Alamat", f"/{number}/") for number in range(29, 11, -1)]
    assert found == [("Alamat", "/7/"), ("Daftar terpopuler", ""), *older]
    assert "/29/" in page(chief())


def test_what_changed_is_told_by_name(own_folder: Folder):
    story = ArticleFactory(headline="Tanggul Jebol di Hulu", published=True)
    changes.touch(f"article:{story.pk}", "url:/kota/banjir/", "article:987654", "stories")
    told = {change.key: change.name for change in reporting.report().changes}
    assert told[f"article:{story.pk}"] == "Tanggul Jebol di Hulu"
    assert told["url:/kota/banjir/"] == "/kota/banjir/"
    assert told["stories"] == told.get("article:987654", "") == ""
    html = page(chief())
    assert "Naskah: Tanggul Jebol di Hulu</li>" in html
    assert "Alamat: /kota/banjir/</li>" in html
    assert "Tulisan terbaru</li>" in html


def test_what_changed_is_told_in_words_whatever_it_is(own_folder: Folder):
    kinds = {kind for kind, _attribute in recording.rows().values() if kind} | set(watching._lists)
    assert kinds - set(naming.KINDS) == set()


def test_a_new_edition_shows_how_far_it_is(own_folder: Folder):
    assert reporting.report().progress is None
    desks.print_made_up(own_folder, 3)
    desks.ask(own_folder, "/belum/", BACKGROUND)
    assert reporting.report().progress == (3, 4)
    assert "3 dari 4 halaman sudah dicetak" in page(chief())


def test_disk_and_editions_are_told(own_folder: Folder, settings: Any):
    settings.TERBIT_PRINTS_BYTES = 10_000
    desks.print_made_up(own_folder, 4, each=512)
    told = reporting.report()
    assert (told.bytes, told.limit) == (2048, 10_000)
    [edition] = told.editions
    assert (edition.prints, edition.bytes, edition.is_current) == (4, 2048, True)
    assert "inilah yang diterima pembaca" in page(chief())


def test_a_folder_that_cannot_be_read_is_a_sentence_and_not_a_failure(own_folder: Folder):
    own_folder.index.do("DROP TABLE tally")
    assert "Cetakan tidak dapat dipakai: no such table: tally" in page(chief())


def test_before_anything_was_printed_the_report_says_so_and_makes_no_folder(no_folder: Folder):
    assert "belum pernah ada yang dicetak" in page(chief())
    assert not no_folder.path.exists()


def test_counts_follow_whatever_comes_goes_and_changes(own_folder: Folder):
    index = own_folder.index
    index.do("DELETE FROM job")
    desks.print_made_up(own_folder, 5)
    desks.ask(own_folder, "/a/", 5)
    desks.ask(own_folder, "/b/", 8)
    own_folder._ask({"/a/": 0, "/b/": 8, "/c/": 5})
    index.do("UPDATE sheet SET bytes = 1 WHERE address = '/karangan/0/'")
    index.forget(index.sheets_at("/karangan/1/")[0])
    assert tallies.of_editions(index)[own_folder.current] == tallies.Tally(4, 3001)
    assert tallies.of_ranks(index) == {0: 1, 5: 1, 8: 1}
    index.do("DELETE FROM job")
    assert tallies.of_ranks(index) == {}


def test_the_report_reads_no_table_from_end_to_end(own_folder: Folder):
    """Asked of SQLite itself: at a million prints a scan takes a second."""
    desks.print_made_up(own_folder, 50)
    asked: list[str] = []
    own_folder.index.connection.set_trace_callback(asked.append)
    reporting.report()
    own_folder.index.connection.set_trace_callback(None)
    selects = [sql for sql in asked if sql.startswith("SELECT")]
    plans = [row["detail"] for sql in selects for row in own_folder.index.all(f"EXPLAIN QUERY PLAN {sql}")]
    assert selects
    assert [plan for plan in plans if plan.startswith("SCAN") and plan.split()[1] in ("sheet", "shown")] == []
    assert [plan for plan in plans if plan == "SCAN job"] == []


def test_what_a_cdn_was_not_told_yet_stands_there_with_the_reason(own_folder: Folder):
    assert "Belum diberitahukan" not in page(chief())
    purges.follow(own_folder.index, "varnish 127.0.0.1:6081")
    purges.failed(own_folder.index, purges.due(own_folder.index, 1), "OSError: tidak menjawab")
    html = page(chief())
    assert "Belum diberitahukan kepada Varnish" in html
    assert "OSError: tidak menjawab" in html
