"""What leads from a name to a story knows since when readers see it, whoever writes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module

import pytest
from django.db import connection

from terbit.newsroom import dating, publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline, Statement
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    TopicFactory,
    publish,
)
from tests.newsroom import consistency

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 5, tzinfo=UTC)


def about_everything(story: Article) -> Article:
    ArticleTopic.objects.create(article=story, topic=TopicFactory())
    ArticlePerson.objects.create(article=story, person=PersonFactory())
    Statement.objects.create(
        article=story, person=PersonFactory(), position=9, day=date(2026, 3, 1), paragraphs=["Siap."]
    )
    return story


def dates(story: Article) -> set[datetime | None]:
    found = set()
    for model in (ArticleTopic, ArticlePerson, Byline, Statement):
        (moment,) = set(model.objects.filter(article=story).values_list("published_at", flat=True))
        found.add(moment)
    return found


def test_rows_are_dated_while_readers_see_their_story_and_no_longer():
    story = about_everything(ArticleFactory())
    assert dates(story) == {None}
    Article.objects.filter(pk=story.pk).update(live=True, first_published_at=NOON)
    assert dates(story) == {NOON}
    Article.objects.filter(pk=story.pk).update(first_published_at=NOON.replace(hour=7))
    assert dates(story) == {NOON.replace(hour=7)}
    Article.objects.filter(pk=story.pk).update(live=False)
    assert dates(story) == {None}


def test_what_the_newsroom_does_dates_them():
    story = ArticleFactory()
    story.article_topics.add(ArticleTopic(topic=TopicFactory()))
    story.save()
    story.save_revision(clean=False)
    publish(story)
    row = story.article_topics.get()
    assert row.published_at == story.first_published_at == story.bylines.get().published_at
    publishing.take_offline(story, reason="Keliru.")
    assert story.article_topics.get().published_at is None
    row.save()  # read while the story was live
    assert story.article_topics.get().published_at is None
    assert consistency.undated() == []


def test_rows_that_come_later_or_go_to_another_story_are_dated_by_it():
    published, draft = ArticleFactory(published=True), ArticleFactory()
    row = ArticleTopic.objects.create(article=published, topic=TopicFactory(), published_at=NOON)
    row.refresh_from_db()
    assert row.published_at == published.first_published_at
    ArticleTopic.objects.filter(pk=row.pk).update(article=draft)
    row.refresh_from_db()
    assert row.published_at is None
    Byline.objects.bulk_create([Byline(article=published, contributor=ContributorFactory())])
    assert consistency.undated() == []


def test_a_version_keeps_nothing_of_it():
    story = ArticleFactory(published=True)
    assert "published_at" not in story.live_revision.content["bylines"][0]


def test_triggers_are_made_once_and_again_where_they_lack():
    using = connection.alias
    before = dating.triggers.found(connection, dating.NAME)
    dating.make(using)
    assert dating.triggers.found(connection, dating.NAME) == before
    dating.remove(using)
    assert dating.triggers.found(connection, dating.NAME) == {}
    dating.make(using)
    assert dating.triggers.found(connection, dating.NAME) == before


def test_what_was_there_before_is_dated_by_the_migration():
    story = about_everything(ArticleFactory(published=True))
    dating.remove(connection.alias)
    for model in (ArticleTopic, ArticlePerson, Byline, Statement):
        model.objects.update(published_at=None)
    made = import_module("terbit.newsroom.migrations.0019_dated_names")
    with connection.cursor() as cursor:
        for table in made.TABLES:
            cursor.execute(made.FILL.format(table=table))
    dating.make(connection.alias)
    assert dates(story) == {story.first_published_at}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's triggers call no function")
def test_functions_that_a_newer_release_wrote_anew_are_made_anew(monkeypatch):
    monkeypatch.setattr(dating, "FUNCTIONS", dating.FUNCTIONS.replace("RETURN NULL", "RETURN NEW"))
    dating.make(connection.alias)
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [f"{dating.NAME}_rows"])
        assert "RETURN NEW" in cursor.fetchone()[0]
