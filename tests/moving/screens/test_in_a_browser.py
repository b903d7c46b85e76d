"""An archive moves in and out again by hand, in a real browser; the test does what the background worker would."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from terbit.moving.models import Move, State
from terbit.moving.screens import receiving
from terbit.newsroom.models import Article, Publication
from terbit.workflow.models import Role
from tests.conftest import VENDOR
from tests.factories import UserFactory
from tests.moving.arriving.exports import old_paper
from tests.moving.screens.sending import work
from tests.workflow.desk import Desk

pytestmark = pytest.mark.skipif(VENDOR != "sqlite", reason="what the browser does knows no database")


def fits(page) -> bool:
    """Whether nothing of the page that is open stands out of a phone's screen."""
    page.set_viewport_size({"width": 360, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wide == 360


def unreadable(page) -> list[str]:
    found = Axe().run(page, context=".terbit-moving", options={"runOnly": ["wcag2a", "wcag2aa"]})
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def test_an_archive_moves_in_and_is_taken_back(page, live_house, transactional_db, tmp_path, monkeypatch):
    monkeypatch.setattr(receiving, "PART", 2000)  # so that it comes in several parts
    export, wrong = tmp_path / "kabar.xml", tmp_path / "baca.html"
    export.write_text(old_paper())
    wrong.write_text("<!doctype html><html>")
    Publication.load()
    Desk(page, live_house, UserFactory(role=Role.CHIEF_EDITOR)).open("pindahan/")
    page.get_by_role("link", name="Kirim arsip").click()
    assert fits(page)
    page.get_by_label("Berkas", exact=True).set_input_files([export, wrong])
    page.get_by_role("button", name="Kirim").click()
    page.get_by_text("Menunggu giliran").wait_for()
    assert fits(page)
    work()
    page.get_by_role("heading", name="Isi berkas").wait_for()  # by itself
    page.get_by_text("baca.html bukan ekspor WordPress atau Ghost: itu halaman web.").wait_for()
    assert fits(page) and unreadable(page) == [] and not Article.objects.exists()
    page.get_by_label("“Agam” menjadi apa").select_option("topik")
    assert page.get_by_label("Alamat “Agam”").is_hidden()
    page.get_by_role("button", name="Mulai pindahan").click()
    page.get_by_role("button", name="Hentikan").wait_for()
    work()
    page.get_by_role("heading", name="Laporan").wait_for()
    assert (
        fits(page)
        and unreadable(page) == []
        and Article.objects.filter(live=True, section__slug="daerah").count() == 2
    )
    page.get_by_role("link", name="Buku alamat", exact=True).click()
    page.get_by_label("Alamat lama, nomor, atau kata dari judul").fill("https://muara.example/pasar.html")
    page.locator("#main").get_by_role("button", name="Cari").click()
    page.get_by_role("link", name="Pasar Pagi").wait_for()
    assert fits(page) and unreadable(page) == []
    page.get_by_role("link", name="Kembali").click()
    page.get_by_role("link", name="Tarik pindahan").click()
    page.get_by_text("5 naskah").wait_for()
    assert fits(page)
    page.get_by_role("button", name="Ya, tarik").click()
    page.get_by_text("Menarik kembali").wait_for()
    work()
    page.get_by_text("sudah ditarik").wait_for()
    assert Move.objects.get().state == State.UNDONE and not Article.objects.exists()
