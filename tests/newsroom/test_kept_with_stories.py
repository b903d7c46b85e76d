"""What is kept with a published story so that its readers' page need not ask for it."""

from __future__ import annotations

from typing import Any

import pytest

from terbit.lib import content
from terbit.newsroom.models import Article, ArticleTopic, Statement
from tests.factories import ArticleFactory, PersonFactory, TopicFactory, publish, redraft
from tests.newsroom.bodies import Body

pytestmark = pytest.mark.django_db
MIGRATIONS = ("terbit_newsroom.0008_shown_with_a_story", "terbit_newsroom.0013_unverified_statements")


def kept() -> list[Any]:
    """Of each story whether it needs verification; of each statement what a person's page shows."""
    return [
        sorted(Article.objects.values_list("headline", "unverified")),
        sorted(
            Statement.objects.values_list("article", "person", "position", "day", "occasion", "unverified")
        ),
    ]


def said(person: Any, **more: Any) -> Any:
    statement = {"words": "Kami siap.", "person": person, "verb": "kata", "where": "Balai Kota"} | more
    return Body().to_python([("paragraph", "<p>Hujan turun.</p>"), ("statement", statement)])


def test_stories_published_before_an_upgrade_get_what_later_ones_have():
    topic, person = TopicFactory(), PersonFactory()
    for number in range(3):
        story = ArticleFactory(headline=f"Banjir {number}", body=said(person, needs_verification=number == 1))
        redraft(story, article_topics=[ArticleTopic(topic=topic)])
        publish(story)
    before = kept()
    assert [unverified for _headline, unverified in before[0]] == [False, True, False]
    assert [unverified for *_statement, unverified in before[1]] == [False, True, False]
    Article.objects.update(related=[], unverified=False)
    Statement.objects.all().delete()
    for fill in content.fillers(MIGRATIONS):
        fill()
    assert kept() == before
    assert [len(story.related) for story in Article.objects.all()] == [2, 2, 2]


def test_a_house_that_lacks_no_such_migration_is_left_alone():
    assert content.fillers(["terbit_newsroom.0001_initial"]) == []
