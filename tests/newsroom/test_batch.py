"""Stories of an archive that come in bulk are stories like all others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex

from terbit.newsroom import publishing, shown
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    TopicFactory,
    publish,
)
from tests.newsroom.bodies import media_file

pytestmark = pytest.mark.django_db


def in_bulk(number: int = 0, **facts: Any) -> Article:
    """An old story with its address, as an archive brings it."""
    story = ArticleFactory.build(headline=f"Arsip {number}", contributor=None, **facts)
    story.path = f"/{number}.html"
    story.first_published_at = story.last_published_at = timezone.now()
    return story


def uses(story: Article) -> set[tuple[str, str]]:
    rows = ReferenceIndex.objects.filter(
        base_content_type=Article.get_base_content_type(), object_id=str(story.pk)
    )
    return set(rows.values_list("to_content_type__model", "to_object_id"))


def test_what_stories_of_an_archive_show_is_shown_to_readers_at_once(client):
    lead, inside, poster = PictureFactory(), PictureFactory(), PictureFactory()
    film = media_file(poster=poster)
    story = in_bulk(
        section=SectionFactory(),
        lead_picture=lead,
        no_picture=False,
        body=[
            ("picture", {"picture": inside}),
            ("media", {"file": film}),
            ("baca_juga", [publish(ArticleFactory())]),
        ],
    )
    story.bylines.add(Byline(contributor=ContributorFactory()))
    story.article_topics.add(ArticleTopic(topic=TopicFactory()))
    story.article_people.add(ArticlePerson(person=PersonFactory()))
    with publishing.batch() as stories:
        stories.append(story)
    assert shown.pictures({lead.pk, inside.pk}) == {lead.pk, inside.pk}
    assert shown.media({film.pk}) == {film.pk}
    in_bulk_uses = uses(story)
    story = Article.objects.get(pk=story.pk)
    story.save()
    assert in_bulk_uses == uses(story)
    assert {model for model, _key in in_bulk_uses} == {
        "section",
        "picture",
        "mediafile",
        "article",
        "contributor",
        "topic",
        "person",
    }


def test_a_larger_batch_takes_no_more_queries():
    section, picture, counts = SectionFactory(), PictureFactory(), []
    for first, last in ((0, 2), (2, 22)):
        with publishing.batch() as stories, CaptureQueriesContext(connection) as captured:
            for number in range(first, last):
                body = [("picture", {"picture": picture})]
                stories.append(
                    in_bulk(number, section=section, lead_picture=picture, no_picture=False, body=body)
                )
            stories.flush()
        counts.append(sum("referenceindex" in query["sql"] for query in captured))
    assert counts == [1, 1]
