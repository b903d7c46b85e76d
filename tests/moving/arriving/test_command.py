"""`terbit import` as its operator meets it; and every export at hand arrives with sums that agree."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from terbit.moving.arriving import running
from terbit.newsroom.models import Article, Publication
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, TopicFactory
from tests.moving.arriving.exports import ghost_paper, old_paper
from tests.sources import ROOT

pytestmark = pytest.mark.django_db

DATA = ROOT.parent / "shared" / "data"
LARGEST = 400_000  # bytes; `bench/moving.py everything` imports the others as well
FILES = sorted(
    path for path in [*DATA.glob("wxr/*.xml"), *DATA.glob("ghost/*.json")] if path.stat().st_size < LARGEST
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "kabar.xml"
    path.write_text(old_paper())
    return path


def run(*words: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("import", *map(str, words), stdout=out, **options)
    return out.getvalue()


def test_the_report_is_sentences_or_json(export):
    told = json.loads(run("wordpress", export, "--json"))
    assert told["items"] == told["arrived"] + sum(told["skipped"].values())
    assert told["site"] == "https://muara.example"
    said = run("wordpress", export)
    assert "7 items of https://muara.example: 6 arrived, 1 skipped." in said
    assert "skipped: 1 (in the bin there)" in said and "drafts: 1 (behind a password)" in said


def test_the_ledger_has_a_line_for_every_old_address(export, tmp_path):
    ledger = tmp_path / "buku.csv"
    run("wordpress", export, "--ledger", ledger)
    lines = {row["old_address"]: row for row in csv.DictReader(io.StringIO(ledger.read_text()))}
    banjir = lines["/2026/02/1/"]
    assert (banjir["now"], banjir["byline"]) == ("/2026/02/1/", "Sari Dewi")
    assert banjir["date"] == "2026-02-01T08:00:00+07:00"
    assert banjir["words_before"] == banjir["words_after"] != "0"
    assert lines["/category/daerah/agam/"]["now"] == "/agam/"
    assert lines["/2026/02/7/"]["reason"] == "trash"


def test_cells_of_the_ledger_are_no_formulas(export, tmp_path):
    export.write_text(old_paper().replace("Pasar Pagi", "=HYPERLINK(1)"))
    ledger = tmp_path / "buku.csv"
    run("wordpress", export, "--ledger", ledger)
    assert "'=HYPERLINK" in ledger.read_text()


def test_a_mapping_is_written_changed_and_given_back(export, tmp_path):
    mapping = tmp_path / "peta.json"
    assert "change it" in run("wordpress", export, "--write-mapping", mapping)
    assert not Article.objects.exists()
    given = json.loads(mapping.read_text())
    assert given["categories"]["agam"] == {
        "name": "Agam", "stories": 1, "becomes": "section", "slug": "agam", "under": "daerah"
    }  # fmt: skip
    given["categories"]["agam"]["becomes"] = "topic"
    mapping.write_text(json.dumps(given))
    run("wordpress", export, "--mapping", mapping)
    assert Article.objects.get(path="/2026/02/1/").section.slug == "daerah"


WRONG = {
    '{"kategori": {}}': "known are bases, categories, section, types",
    '{"categories": {"agam": {"becomes": "rubrik"}}}': "must be one of section, topic, nothing",
    '{"categories": {"agam": {"becomes": "section", "slug": "topik"}}}': "cannot have the address “topik”",
    '{"types": []}': "must be a JSON object",
    "[]": "must be a JSON object",
    "{": "is no JSON",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items())
def test_a_mapping_that_cannot_be_is_refused_in_a_sentence(export, tmp_path, text, said):
    mapping = tmp_path / "peta.json"
    mapping.write_text(text)
    with pytest.raises(CommandError, match=said):
        run("wordpress", export, "--mapping", mapping)
    assert not Article.objects.exists()


def test_what_is_no_export_is_refused_in_a_sentence(export, tmp_path):
    for name, content, said in (
        ("a.html", "<!doctype html><html>", "it is a web page"),
        ("b.xml", "", "is empty"),
        ("c.json", ghost_paper(), "use `terbit import ghost`"),
    ):
        (tmp_path / name).write_text(content)
        with pytest.raises(CommandError, match=said):
            run("wordpress", tmp_path / name)
    with pytest.raises(CommandError, match="Name the files"):
        run("wordpress")
    with pytest.raises(CommandError, match="Nothing has moved in from Ghost"):
        run("ghost", undo=True)


def test_undo_and_declare_done(export):
    run("wordpress", export)
    assert "has moved in for good" in run("wordpress", "--declare-done")
    with pytest.raises(CommandError, match="declared this move done"):
        run("wordpress", "--undo")


# Text ------------------------------------------------------------------------------------------------

PAGE = """Daerah
Banjir Rendam Tiga Nagari di Agam

AGAM – Air sungai naik sejak pagi dan merendam tiga nagari di Kabupaten Agam, kata petugas di lapangan pada Selasa.

“Air naik sejak pukul lima pagi dan belum surut sampai sekarang,” kata Rudi Hartono, Kepala BPBD Agam.

Baca juga: Jembatan Gantung Putus

Petugas mengungsikan warga ke masjid dan sekolah terdekat sampai air surut.

(rst)

Tags: Banjir, Agam

Share
"""


def test_a_page_saved_as_text_becomes_a_draft(tmp_path):
    (tmp_path / "banjir.txt").write_text(PAGE)
    section, rst = SectionFactory(name="Daerah"), ContributorFactory(initials="rst")
    bridge = ArticleFactory(headline="Jembatan Gantung Putus", published=True)
    TopicFactory(name="Banjir")
    told = json.loads(run("text", tmp_path / "banjir.txt", "--json"))
    assert (told["items"], told["arrived"], told["skipped"]) == (1, 1, {})
    draft = Article.objects.get(headline="Banjir Rendam Tiga Nagari di Agam")
    assert not draft.live and draft.section == section and draft.dateline_place == "AGAM"
    kinds = [block["type"] for block in draft.body.raw_data]
    assert kinds == ["paragraph", "statement", "baca_juga", "paragraph"]
    assert draft.body.raw_data[2]["value"][0]["value"] == bridge.pk
    assert [row.contributor for row in draft.bylines.all()] == [rst]
    assert [row.topic.name for row in draft.article_topics.all()] == ["Banjir"]
    assert told["told"][0]["topics"] == ["Agam"]
    assert "is here already" in run("text", tmp_path / "banjir.txt")


def test_what_is_no_saved_page_is_told(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "b.txt").write_text("")
    said = run("text", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "tidak-ada.txt")
    assert "0 came as drafts, 3 skipped" in said
    with pytest.raises(CommandError, match="--undo is for exports"):
        run("text", tmp_path / "a.txt", undo=True)


# Real files ------------------------------------------------------------------------------------------


@pytest.mark.skipif(not FILES, reason="no ../shared/data here")
def test_every_export_at_hand_arrives_with_sums_that_agree():
    Publication.load()
    wrong = {}
    for path in FILES:
        with transaction.atomic():  # a house of its own for each
            source = "ghost" if path.suffix == ".json" else "wordpress"
            first = running.run(running.Plan(source, [path]))
            again = running.run(running.Plan(source, [path]))
            settled = {name: again.counts[name] for name in ("new", "updated", "conflicts")}
            if not first.adds_up or not again.adds_up or any(settled.values()):
                wrong[path.name] = (first.counts, settled)
            transaction.set_rollback(True)
    assert wrong == {}


def test_files_that_cannot_be_read_or_written_are_said_in_a_sentence(export, tmp_path):
    nowhere = tmp_path / "tidak-ada" / "berkas"
    for option, said in (("--mapping", "cannot be read"), ("--write-mapping", "cannot be written")):
        with pytest.raises(CommandError, match=said):
            run("wordpress", export, option, nowhere)
    with pytest.raises(CommandError, match="The import is done"):
        run("wordpress", export, "--ledger", nowhere)
    assert Article.objects.filter(live=True).count() == 3
