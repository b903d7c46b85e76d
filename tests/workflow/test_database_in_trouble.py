"""What an editor reads who saves while the database is locked or its disk is full, and that nothing is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from django.db import connection
from django.test import Client

from terbit.newsroom.models import Article, Publication, Section
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import form_of, latest, paragraph, url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL has one writer a row, and a disk of its own"),
]


@contextmanager
def locked() -> Iterator[str]:
    """Another process writes for longer than anyone waits; told is what the editor is to read."""
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with connection.cursor() as cursor:
            [waits] = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute("PRAGMA busy_timeout = 50")
            yield "Basis data sedang sibuk dengan hal lain: coba lagi sebentar lagi."
            cursor.execute(f"PRAGMA busy_timeout = {waits}")


@contextmanager
def full() -> Iterator[str]:
    """Not one page more may be stored; the error is the one of a full disk."""
    with connection.cursor() as cursor:
        [most] = cursor.execute("PRAGMA max_page_count").fetchone()
        cursor.execute("VACUUM")  # no free page is left
        cursor.execute("PRAGMA max_page_count = 1")  # at least as many as there are
        yield "Diska penuh: tidak ada yang dapat disimpan sampai administrator menyediakan ruang."
        cursor.execute(f"PRAGMA max_page_count = {most}")


@pytest.fixture
def section() -> Section:
    Publication.load()  # stored when it is asked for first
    return SectionFactory(slug="kota")


@pytest.fixture
def editor(section: Section) -> User:
    return UserFactory(role=Role.EDITOR, role__section=section)


@pytest.mark.parametrize("trouble", [locked, full])
def test_an_editor_reads_one_sentence_and_loses_nothing(trouble, section, editor):
    story = ArticleFactory(section=section, created_by=editor, headline="Sebelum")
    browser = Client(raise_request_exception=False)
    browser.force_login(editor)
    written = form_of(story, headline="Sesudah") | paragraph("Air naik sampai ke lutut. " * 2_000)
    with trouble() as sentence:
        answer = browser.post(url("edit", story.pk), written)
        assert answer.status_code == 503
        assert sentence in answer.content.decode()
        assert "Traceback" not in answer.content.decode()
        assert browser.get(url("list")).status_code == 200
    assert latest(story).headline == "Sebelum"
    assert Article.objects.get(pk=story.pk).revisions.count() == 1
    answer = browser.post(url("edit", story.pk), written)
    assert answer.status_code == 302
    assert latest(story).headline == "Sesudah"
