"""Moving a story and taking it offline, by their screens."""

from __future__ import annotations

import pytest
from django.test import Client

from terbit.newsroom.models import Article
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, UserFactory
from tests.workflow.screens import signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    return signed_in(UserFactory(role=Role.CHIEF_EDITOR))


@pytest.mark.parametrize("view", ["move", "unpublish"])
def test_the_screen_says_which_story_it_is_about_and_its_address(chief, view):
    story = ArticleFactory(headline="Harga Cabai Turun", published=True)
    html = chief.get(url(view, story.pk)).content.decode()
    assert "“Harga Cabai Turun”" in html
    assert story.path in html
    assert url("edit", story.pk) in html


@pytest.mark.parametrize("view", ["move", "unpublish"])
def test_a_story_never_published_is_neither_moved_nor_taken_offline(chief, view):
    assert chief.get(url(view, ArticleFactory().pk)).status_code == 404


@pytest.mark.parametrize(
    ("reason", "is_enough"),
    [("salah", False), ("Salahsemuanyasekali", False), ("Berita ini memuat harga yang keliru.", True)],
)
def test_a_story_goes_offline_with_a_whole_sentence(chief, reason, is_enough):
    story = ArticleFactory(published=True)
    chief.post(url("unpublish", story.pk), {"reason": reason})
    assert Article.objects.get(pk=story.pk).live is not is_enough
