"""Lists are asked for in two steps; between them the newsroom goes on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from terbit.newsroom import lists
from terbit.newsroom.models import Article, Byline
from tests.factories import ArticleFactory, ContributorFactory

pytestmark = pytest.mark.django_db


def test_a_story_that_goes_while_a_list_is_made_is_not_in_it():
    stays, goes = ArticleFactory(), ArticleFactory()
    asked = []

    def gone_before_the_second(execute: Any, *question: Any) -> Any:
        asked.append(question)
        if len(asked) == 2:
            Article.objects.filter(pk=goes.pk).delete()
        return execute(*question)

    with connection.execute_wrapper(gone_before_the_second):
        assert [story.pk for story in lists.teasers(Article.objects.order_by("pk"))] == [stays.pk]


def test_names_without_a_place_stand_as_they_were_given_whatever_was_written_meanwhile():
    """PostgreSQL hands out rows as they lie in the table, and a changed row lies at its end."""
    story = ArticleFactory()
    story.bylines.add(Byline(contributor=ContributorFactory()))
    story.save()
    given = [row.pk for row in story.bylines.all()]
    Byline.objects.filter(pk=given[0]).update(contributor=ContributorFactory())
    assert Byline.objects.filter(sort_order=None).count() == 2
    (listed,), (teaser,) = lists.listed(Article.objects.all()), lists.teasers(Article.objects.all())
    for read in (Article.objects.get(), listed, teaser):
        assert [row.pk for row in read.bylines.all()] == given
