"""A story that is offline is a draft again: another section knows of it what readers knew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from terbit.newsroom import plaintext, publishing
from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.workflow.screens import body, latest, send, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def offline() -> Article:
    """Of another section, withdrawn and being rewritten."""
    story = publish(ArticleFactory(headline="Judul Lama"))
    publishing.take_offline(story, reason="Diperiksa ulang.")
    redraft(story, headline="Judul Rahasia")
    return story


@pytest.fixture
def reporter() -> User:
    return UserFactory(role=Role.REPORTER, role__section=SectionFactory())


def naming(kind: str, story: Article) -> Any:
    """A block of a form that names the story."""
    if kind == "baca_juga":
        return (kind, {"-count": 1, "-0-deleted": "", "-0-order": 0, "-0-id": "", "-0-value": story.pk})
    link = {"type": "ARTICLE", "mutability": "MUTABLE", "data": {"id": str(story.pk)}}
    words = {"key": "a", "text": "klik", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    words["entityRanges"] = [{"offset": 0, "length": 4, "key": 0}]
    return (kind, json.dumps({"blocks": [words], "entityMap": {"0": link}}))


def stored(kind: str, story: Article) -> Any:
    return (kind, [story] if kind == "baca_juga" else f'<p><a linktype="article" id="{story.pk}">x</a></p>')


@pytest.mark.parametrize("kind", ["baca_juga", "paragraph"])
def test_who_named_it_before_sees_the_headline_that_readers_knew(offline, reporter, kind):
    own = ArticleFactory(section=reporter.role_assignments.get().section, created_by=reporter)
    redraft(own, body=[stored(kind, offline)])
    browser = signed_in(reporter)
    editor = browser.get(url("edit", own.pk)).content.decode()
    compared = browser.get(url("revisions_compare", own.pk, "earliest", "latest")).content.decode()
    assert "Judul Lama" in editor
    assert "Judul Rahasia" not in editor + compared


@pytest.mark.parametrize("kind", ["baca_juga", "paragraph"])
def test_it_stays_in_a_story_that_named_it_and_comes_into_no_other(offline, reporter, kind):
    section = reporter.role_assignments.get().section
    old, new = (ArticleFactory(section=section, created_by=reporter) for _ in range(2))
    redraft(old, body=[stored(kind, offline)])
    for story in (old, new):
        send(reporter, story, headline="Disimpan", **body([naming(kind, offline)]))
    assert (latest(old).headline, plaintext.articles_in(latest(old).body)) == ("Disimpan", [offline.pk])
    assert plaintext.articles_in(latest(new).body) == []
