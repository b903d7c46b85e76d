"""The digest: equal on equal content, different when anything an editor or reader could notice differs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Collection, Revision, Site

from terbit.house import digest, tables
from terbit.newsroom.models import Article, ArticleTopic, Byline, Redirect, Section, StandingPage
from terbit.pictures.models import Picture
from terbit.staff.models import User
from tests.factories import ArticleFactory, PictureFactory, redraft
from tests.house.content import newsroom

pytestmark = pytest.mark.django_db


def now() -> str:
    return digest.of(connection).digest


@contextmanager
def for_a_moment() -> Iterator[None]:
    """What is done in the block never was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_digest_says_nothing_of_keys_clocks_and_file_names():
    with for_a_moment():
        first, once = newsroom(), digest.of(connection)
    second, again = newsroom(first=False), digest.of(connection)
    assert first.pk != second.pk and first.uuid != second.uuid
    assert {kind for kind, part in again.kinds.items() if part != once.kinds[kind]} == set()
    assert again.digest == once.digest


def other_picture() -> None:
    story = Article.objects.get()
    other = PictureFactory(title="Jembatan", file_hash="b2")
    body = [("picture", {"picture": other, "caption": "Sungai itu"})]
    story.body = body
    Article.objects.filter(pk=story.pk).update(body=story.body)


def relink() -> None:
    story = Article.objects.get()
    story.body = [("paragraph", f'<p><a linktype="article" id="{story.pk}">ini</a></p>')]
    Article.objects.filter(pk=story.pk).update(body=story.body)


CHANGES = {
    "a headline": lambda: Article.objects.update(headline="Lain"),
    "a draft": lambda: redraft(Article.objects.get(), standfirst="Ringkasan lain."),
    "the picture in a body": other_picture,
    "the order of bylines": lambda: Byline.objects.filter(contributor__slug="ani").update(sort_order=9),
    "a topic": lambda: ArticleTopic.objects.all().delete(),
    "when it was first published": lambda: Article.objects.update(first_published_at=timezone.now()),
    "what is live": lambda: Article.objects.update(live=False),
    "the alt text of a picture": lambda: Picture.objects.update(description="Lain"),
    "a lost file": lambda: Path(Picture.objects.get().file.path).unlink(),
    "who may what": lambda: User.objects.get().role_assignments.first().delete(),
    "the name of a section": lambda: Section.objects.update(name="Lain"),
    "a collection": lambda: Collection.get_first_root_node().add_child(name="Arsip"),
    "an address that leads elsewhere": lambda: Redirect.objects.create(path="/lama/", target="/baru/"),
    "a link in a body": relink,
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_digest_notices(change: str):
    newsroom()
    before = now()
    CHANGES[change]()
    assert now() != before


def test_the_digest_does_not_notice_who_was_here_when():
    newsroom()
    before = now()
    User.objects.update(last_login=timezone.now(), last_seen_at=timezone.now())
    Article.objects.update(last_published_at=timezone.now())
    assert now() == before


def test_a_draft_without_an_address_is_named_by_what_it_says():
    draft = ArticleFactory(headline="Rancangan")
    before = now()
    Byline.objects.filter(article=draft).update(
        article=ArticleFactory(headline="Lain", section=draft.section)
    )
    assert now() != before


def test_what_refers_to_a_deleted_row_is_still_counted():
    story = newsroom()
    relink()
    Article.objects.filter(pk=story.pk).update(lead_picture=None)
    text = f'<p><a linktype="article" id="{story.pk + 1000}">hilang</a></p>'
    story.body = [("paragraph", text)]
    Article.objects.filter(pk=story.pk).update(body=story.body)
    assert len(now()) == 64


def test_what_a_page_was_is_kept_without_the_key_its_kind_has_in_one_database():
    page = Site.objects.get().root_page.add_child(instance=StandingPage(title="Kode etik", slug="kode-etik"))
    page.save_revision()
    names = tables.Names(connection)
    revisions = tables.Table(Revision, connection, names)
    place = next(place for place, column in enumerate(revisions.columns) if column.name == "content")
    kept = [row[place] for row in revisions.rows()][-1]
    assert kept["content_type"] == ["terbit_newsroom", "standingpage"]
    names.of[tables.CONTENT_TYPE] = {4711: kept["content_type"]}  # as another database numbers them
    written = revisions.columns[place].writer(connection)(kept)
    held = json.loads(written) if isinstance(written, str) else written.obj
    assert held["content_type"] == 4711
