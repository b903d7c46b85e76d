"""The table of stories, as large archives need it."""

from __future__ import annotations

import pytest
from django.db import connection

from terbit.newsroom.models import Article
from tests.conftest import VENDOR

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL keeps long texts apart")
def test_the_text_of_a_story_is_the_last_column():
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, Article._meta.db_table)
    assert columns[-1].name == "body"
