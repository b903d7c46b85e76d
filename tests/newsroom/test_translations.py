"""A story in several languages: its pages say which, and lead to each other as soon as readers may see them."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from terbit.newsroom import readiness, reading
from terbit.newsroom.models import Article, Publication
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.workflow.screens import form_of, latest, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Article:
    return ArticleFactory(headline="Jembatan Dibuka", published=True)


def translated(story: Article, language: str = "en", **fields: object) -> Article:
    return ArticleFactory(language=language, translation_of=story, section=story.section, **fields)


def page(story: Article) -> str:
    return Client().get(story.path).content.decode()


def alternates(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<link rel="alternate" hreflang="(\w+)" href="http://testserver([^"]+)">', html)


def test_a_story_in_another_language_says_so_to_those_who_listen_and_to_machines(story):
    english = translated(story, headline="Bridge Opened", published=True)
    html = page(english)
    assert '<h1 class="headline" lang="en">Bridge Opened</h1>' in html
    assert '<div class="body" lang="en">' in html
    assert '<meta property="og:locale" content="en_US">' in html
    graph = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert {node.get("inLanguage") for node in graph["@graph"] if node["@type"] == "NewsArticle"} == {"en"}
    feed = json.loads(Client().get("/feed.json").content)
    assert {item["title"]: item["language"] for item in feed["items"]} == {
        "Bridge Opened": "en",
        "Jembatan Dibuka": "id",
    }
    front = Client().get(f"/{story.section.slug}/").content.decode()
    assert re.search(r'<h\d class="headline" lang="en"><a [^>]*>Bridge Opened', front)
    assert ' lang="' not in page(story).split("<body>")[1].split("</header>")[0]


def test_all_languages_of_a_story_lead_to_each_other(story):
    english, minang = (
        translated(story, language, headline=headline, published=True)
        for language, headline in (("en", "Bridge Opened"), ("min", "Jambatan Dibukak"))
    )
    wanted = {"id": story.path, "en": english.path, "min": minang.path}
    for each in (story, english, minang):
        html = page(each)
        assert dict(alternates(html)) == wanted
        links = dict(re.findall(r'<a href="([^"]+)" hreflang="\w+" lang="(\w+)">', html))
        assert links == {path: language for language, path in wanted.items() if path != each.path}
    assert 'lang="en">English</a>' in page(story)


def test_a_story_without_translation_says_nothing_of_languages(story):
    html = page(story)
    assert alternates(html) == []
    assert "Dalam bahasa lain" not in html


def test_a_translation_that_readers_may_not_see_is_not_led_to(story):
    english = translated(story, headline="Bridge Opened")
    assert alternates(page(story)) == []
    publish(english)
    assert alternates(page(story)) != []
    draft = redraft(english, headline="Bridge Open at Last")
    assert "at Last" not in page(story) and draft
    Article.objects.filter(pk=english.pk).update(live=False)
    assert alternates(page(story)) == []


def test_a_story_has_its_translations_in_six_questions(story, django_assert_max_num_queries):
    translated(story, headline="Bridge Opened", published=True)
    Publication.load()
    page(story)
    with django_assert_max_num_queries(1):
        found = reading.at(story.path)
        assert [each.language for each in reading.translations(found)] == ["en"]


# The form ---------------------------------------------------------------------------------------------


@pytest.fixture
def editor(story):
    return UserFactory(role=Role.EDITOR, role__section=story.section)


def sent(editor, english: Article, **changes: object) -> str:
    return (
        signed_in(editor)
        .post(url("edit", english.pk), form_of(english, **changes), follow=True)
        .content.decode()
    )


def test_whoever_translates_a_translation_translates_the_first(story, editor):
    english = translated(story, published=True)
    minang = ArticleFactory(section=story.section)
    sent(editor, minang, language="min", translation_of=english.pk)
    assert (latest(minang).language, latest(minang).translation_of) == ("min", story)


@pytest.mark.parametrize("chosen", ["itself", "its translation", "a draft", "another, as the first"])
def test_what_cannot_be_translated_is_refused(story, editor, english, chosen):
    translation = translated(story, published=True)
    secret = ArticleFactory(section=SectionFactory(), headline="Rahasia Besar")
    other = ArticleFactory(section=story.section, published=True)
    keys = {
        "itself": story.pk,
        "its translation": translation.pk,
        "a draft": secret.pk,
        "another, as the first": other.pk,
    }
    html = sent(editor, story, translation_of=keys[chosen])
    assert latest(story).translation_of is None
    assert "Rahasia" not in html
    assert {
        "itself": "no translation of itself",
        "its translation": "no translation of itself",
        "a draft": "Select a valid choice",
        "another, as the first": "Other stories are translations of this one",
    }[chosen] in html


def test_a_translation_is_not_published_in_the_language_of_the_first(story, english):
    same = ArticleFactory(translation_of=story, section=story.section)
    assert [reason.field for reason in readiness.reasons_against(same)] == ["language"]
    same.language = "en"
    assert readiness.reasons_against(same) == []
