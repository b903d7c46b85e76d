"""Choosing a published story, and nothing but a published story."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from terbit.newsroom import archive
from terbit.newsroom.models import Article
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft

pytestmark = pytest.mark.django_db

NAMESPACE = "wagtailsnippetchoosers_terbit_newsroom_article"


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(UserFactory(role="reporter"))
    return client


def listed(client: Client, view: str = "choose_results", **asked: Any) -> str:
    response = client.get(reverse(f"{NAMESPACE}:{view}"), asked)
    assert response.status_code == 200
    return response.json()["html"] if view == "choose" else response.text


def dated(day: int, **fields: Any) -> Article:
    """A story published on a day of January 2026."""
    story = ArticleFactory(published=True, **fields)
    moment = datetime.datetime(2026, 1, day, 5, tzinfo=datetime.UTC)
    Article.objects.filter(pk=story.pk).update(first_published_at=moment)
    story.refresh_from_db()
    archive.put_published([story])
    return story


def test_published_stories_are_listed_newest_first_with_section_and_day(reporter: Client) -> None:
    old, new = dated(1, headline="Naskah lama"), dated(2, headline="Naskah baru")
    html = listed(reporter)
    assert html.index(new.headline) < html.index(old.headline)
    assert new.section.name in html


def test_drafts_embargoed_and_withdrawn_stories_cannot_be_found_or_chosen(reporter: Client) -> None:
    draft = ArticleFactory(headline="RAHASIA")
    embargoed = ArticleFactory(
        headline="RAHASIA embargo", embargo_until=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    )
    withdrawn = ArticleFactory(headline="RAHASIA dicabut", published=True)
    Article.objects.filter(pk=withdrawn.pk).update(live=False)
    for asked in ({}, {"q": "rahasia"}):
        assert "RAHASIA" not in listed(reporter, **asked)
        assert "RAHASIA" not in listed(reporter, "choose", **asked)
    for story in (draft, embargoed, withdrawn):
        chosen = reporter.get(reverse(f"{NAMESPACE}:chosen", args=[story.pk]))
        assert chosen.status_code == 404
    several = reporter.get(
        reverse(f"{NAMESPACE}:chosen_multiple"), {"id": [draft.pk, withdrawn.pk], "multiple": 1}
    )
    assert "RAHASIA" not in several.text


def test_the_draft_of_an_update_is_not_shown(reporter: Client) -> None:
    story = ArticleFactory(headline="Judul terbit", published=True)
    redraft(story, headline="RAHASIA judul baru")
    assert "Judul terbit" in listed(reporter) and "RAHASIA" not in listed(reporter)
    assert "RAHASIA" not in listed(reporter, q="rahasia")


def test_stories_are_found_by_words_section_and_days(reporter: Client) -> None:
    parent = SectionFactory(name="Olahraga")
    child = SectionFactory(name="Sepak Bola", parent=parent)
    match = dated(10, headline="Semen Padang menang", section=child)
    other = dated(20, headline="Harga cabai naik")
    for asked, found in (
        ({"q": "kemenangan semen"}, [match]),
        ({"section": parent.pk}, [match]),
        ({"section": child.pk, "q": "cabai"}, []),
        ({"since": "2026-01-11"}, [other]),
        ({"until": "2026-01-10"}, [match]),
        ({"since": "2026-01-10", "until": "2026-01-10"}, [match]),
    ):
        html = listed(reporter, **asked)
        assert [story for story in (match, other) if story.headline in html] == found, asked


def test_long_lists_come_in_parts(reporter: Client) -> None:
    stories = [dated(1 + number, headline=f"Naskah ke-{number:02}.") for number in range(25)]
    first = listed(reporter)
    after = first.split("after=")[1].split('"')[0]
    second = listed(reporter, after=after)
    assert [story.headline for story in stories if story.headline in first] == [
        story.headline for story in stories[5:]
    ]
    assert [story.headline for story in stories if story.headline in second] == [
        story.headline for story in stories[:5]
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"section": "x"},
        {"section": "1 or 1=1"},
        {"since": "kemarin", "until": "9999-12-31"},
        {"q": '"' * 300},
        {"q": '") OR 1=1 --'},
        {"after": "x'"},
        {"multiple": "1"},
    ],
)
def test_a_strange_question_gets_an_answer(reporter: Client, asked: dict[str, str]) -> None:
    dated(1)
    listed(reporter, **asked)
    listed(reporter, "choose", **asked)


@pytest.mark.parametrize("key", ["x", "0", "9" * 30, "-1", "²"])
def test_a_strange_choice_is_refused(reporter: Client, key: str) -> None:
    assert reporter.get(reverse(f"{NAMESPACE}:chosen", args=[key])).status_code == 404
    several = reporter.get(reverse(f"{NAMESPACE}:chosen_multiple"), {"id": key, "multiple": "1"})
    assert several.json()["result"] == []


def test_a_choice_says_what_a_link_needs(reporter: Client) -> None:
    story = ArticleFactory(headline="Naskah <b>", published=True)
    result = reporter.get(reverse(f"{NAMESPACE}:chosen", args=[story.pk])).json()["result"]
    assert result["id"] == str(story.pk)
    assert result["title"] == result["string"] == "Naskah <b>"
    assert result["url"] == story.path
    assert "Naskah &lt;b&gt;" in listed(reporter)


def test_several_are_chosen_in_the_order_asked(reporter: Client) -> None:
    stories = ArticleFactory.create_batch(3, published=True)
    asked = [stories[2].pk, stories[0].pk]
    response = reporter.get(reverse(f"{NAMESPACE}:chosen_multiple"), {"id": asked, "multiple": "1"})
    assert [item["id"] for item in response.json()["result"]] == [str(key) for key in asked]


def test_a_dialogue_needs_the_same_few_queries_however_many_stories_there_are(
    reporter: Client, django_assert_max_num_queries: Any
) -> None:
    for story in ArticleFactory.create_batch(15):
        publish(story)
    with django_assert_max_num_queries(12) as few:
        listed(reporter)
    assert not [query for query in few.captured_queries if "COUNT(" in query["sql"].upper()]


def test_nobody_without_an_account_sees_the_dialogue(client: Client) -> None:
    for view in ("choose", "choose_results", "chosen_multiple"):
        assert client.get(reverse(f"{NAMESPACE}:{view}")).status_code in {302, 403}
