"""What the search engine knows of stories follows them: what readers may find, and what only the newsroom may."""

from __future__ import annotations

import pytest

from terbit.newsroom import archive, publishing
from terbit.search import api as search
from tests.factories import ArticleFactory, SectionFactory, publish, redraft
from tests.newsroom import consistency

pytestmark = pytest.mark.django_db


def test_a_move_keeps_the_draft_of_a_story_findable_in_the_newsroom():
    story = publish(ArticleFactory())
    redraft(story, standfirst="Air sungai Zamrud naik lagi.")
    publishing.move(story, section=SectionFactory(), slug="baru")
    assert consistency.faults() == []


def test_a_story_taken_offline_is_found_by_its_newest_draft():
    story = publish(ArticleFactory())
    redraft(story, standfirst="Air sungai Zamrud naik lagi.")
    publishing.take_offline(story, reason="Diperiksa ulang.")
    assert consistency.faults() == []


def test_the_index_is_made_anew_from_the_stories():
    publish(ArticleFactory())
    ArticleFactory()
    redraft(publish(ArticleFactory()), standfirst="Air sungai Zamrud naik lagi.")
    redraft(ArticleFactory(), standfirst="Air sungai Zamrud surut.")
    for collection in (archive.ARCHIVE, archive.NEWSROOM):
        search.clear(collection)
    assert len(consistency.faults()) > 0
    archive.rebuild()
    assert consistency.faults() == []
