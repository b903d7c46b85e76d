"""Lists are asked for in two steps; between them the newsroom goes on."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from terbit.newsroom import lists
from terbit.newsroom.models import Article
from tests.factories import ArticleFactory

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
