"""*Naskah*: the list of stories, found by words, status, section, author and date."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from terbit.newsroom import archive
from terbit.newsroom.models import Article
from terbit.search import api as search
from terbit.staff.models import User
from terbit.workflow.models.role import Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


def listed(user: User, **asked: object) -> list[Article]:
    client = Client()
    client.force_login(user)
    address = reverse(Article.snippet_viewset.get_url_name("list"))
    return list(client.get(address, asked).context["object_list"])


def test_the_newest_story_stands_first():
    first, second = ArticleFactory(), ArticleFactory()
    assert listed(UserFactory(role=Role.CHIEF_EDITOR)) == [second, first]


def test_stories_are_narrowed_by_section_with_the_ones_under_it_author_and_status():
    sport = SectionFactory(broad=True)
    football = SectionFactory(parent=sport)
    author = ContributorFactory()
    wanted = ArticleFactory(section=football, contributor=author)
    ArticleFactory(contributor=author, published=True)
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    assert listed(chief, section=sport.pk) == [wanted]
    assert listed(chief, author=author.pk, status="draft") == [wanted]
    assert len(listed(chief, author=author.pk)) == 2


def test_words_find_drafts_and_published_stories():
    draft = ArticleFactory(headline="Kapal Motor Kandas di Teluk")
    published = ArticleFactory(headline="Kapal Kandas Ditarik", published=True)
    ArticleFactory(headline="Panen Raya")
    assert listed(UserFactory(role=Role.CHIEF_EDITOR), q="kapal kandas") == [published, draft]


def test_an_editor_finds_the_stories_of_the_section_among_any_number_of_others():
    section, author = SectionFactory(), ContributorFactory()
    own = ArticleFactory(section=section, contributor=author, headline="Kapal Kandas")
    others = ArticleFactory(contributor=author, headline="Kapal Kandas Lain")
    hit = archive.document(others, archive.NEWSROOM, {})
    search.put(replace(hit, key=str(others.pk + number)) for number in range(search.BATCH + 5))
    editor = UserFactory(role=Role.EDITOR, role__section=section)
    assert listed(editor, q="kapal kandas") == [own]


def test_each_status_is_named_and_has_its_colour():
    ArticleFactory(published=True), ArticleFactory()
    client = Client()
    client.force_login(UserFactory(role=Role.CHIEF_EDITOR))
    html = client.get(reverse(Article.snippet_viewset.get_url_name("list"))).text
    for key, word in (("live", "terbit"), ("draft", "draf")):
        assert f'terbit-status--{key}">{word}</span>' in html
    assert "Tulis naskah" in html
