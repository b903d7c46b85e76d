"""Several editors arrange one front at the same moment, in processes of their own: nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from terbit.fronts import drafts, publications
from terbit.fronts.models import Arrangement, Draft
from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory
from tests.houses import suites_own_house
from tests.nursery import Call, Nursery, Say

pytestmark = pytest.mark.django_db(transaction=True)
SLOTS = ("lead", "second-1", "second-2", "second-3")


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with Nursery(suites_own_house(tmp_path_factory.mktemp("house"))) as nursery:
        yield nursery


@pytest.fixture
def editors(db: None) -> list[User]:
    return [UserFactory(role=Role.CHIEF_EDITOR) for _ in SLOTS]


@pytest.fixture
def stories(db: None) -> list[Article]:
    made = {"section": SectionFactory(), "contributor": ContributorFactory(), "published": True}
    return [ArticleFactory(**made) for _ in SLOTS]


def put(say: Say, *, user: int, story: int, slot: str) -> Iterator[None]:
    person, given = User.objects.get(pk=user), Article.objects.get(pk=story)
    yield
    drafts.put(drafts.front_of(None), person, slot, given, seen=0)
    say(done=True)


def publish(say: Say, *, user: int, seen: int) -> Iterator[None]:
    person, front = User.objects.get(pk=user), drafts.front_of(None)
    yield
    try:
        publications.publish(front, person, seen=seen)
    except publications.Overtaken:
        say(done=False)
    else:
        say(done=True)


def let_go(say: Say, *, hours: int) -> Iterator[None]:
    yield
    say(changed=publications.release_due(timezone.now() + timedelta(hours=hours)))


def at_once(nursery: Nursery, *calls: Call) -> list[dict[str, Any]]:
    """What each of them says; an error of one is the test's."""
    outcomes = nursery.together(*calls)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    return [outcome.said[0] for outcome in outcomes]


def chosen(user: User) -> dict[str, int]:
    draft = drafts.of(drafts.front_of(None), user)
    return {slot: held["story"] for slot, held in draft.slots.items()} if draft else {}


def test_all_who_begin_an_untouched_front_at_once_have_a_draft(nursery, editors, stories):
    at_once(
        nursery,
        *(
            Call(put, {"user": user.pk, "story": story.pk, "slot": slot})
            for user, story, slot in zip(editors, stories, SLOTS, strict=True)
        ),
    )
    for user, story, slot in zip(editors, stories, SLOTS, strict=True):
        assert chosen(user) == {slot: story.pk}


def test_one_editor_in_two_windows_at_once_keeps_both_choices(nursery, editors, stories):
    editor = editors[0]
    at_once(
        nursery,
        *(
            Call(put, {"user": editor.pk, "story": story.pk, "slot": slot})
            for story, slot in zip(stories, SLOTS, strict=True)
        ),
    )
    assert chosen(editor) == {slot: story.pk for slot, story in zip(SLOTS, stories, strict=True)}
    assert Draft.objects.count() == 1


def test_of_all_who_publish_at_once_one_does_and_every_choice_reaches_readers_in_turn(
    nursery, editors, stories
):
    front = drafts.front_of(None)
    for user, story, slot in zip(editors, stories, SLOTS, strict=True):
        drafts.put(front, user, slot, story, seen=0)
    said = at_once(nursery, *(Call(publish, {"user": user.pk, "seen": 0}) for user in editors))
    assert sorted(answer["done"] for answer in said) == [False, False, False, True]
    for user, answer in zip(editors, said, strict=True):
        if not answer["done"]:
            drafts.catch_up(drafts.front_of(None), user)
            publications.publish(drafts.front_of(None), user, seen=drafts.front_of(None).number)
    front = drafts.front_of(None)
    assert front.number == len(editors)
    assert {slot: held["story"] for slot, held in front.published.slots.items()} == {
        slot: story.pk for slot, story in zip(SLOTS, stories, strict=True)
    }


def test_a_pin_that_ends_while_somebody_publishes_takes_nothing_with_it(nursery, editors, stories):
    front, (first, second) = drafts.front_of(None), editors[:2]
    drafts.put(front, first, "lead", stories[0], seen=0, until=timezone.now() + timedelta(hours=1))
    publications.publish(front, first, seen=0)
    drafts.put(front, second, "second-1", stories[1], seen=1)
    _published, *swept = at_once(
        nursery,
        Call(publish, {"user": second.pk, "seen": 1}),
        *(Call(let_go, {"hours": 2}) for _ in range(2)),
    )
    assert sum(answer["changed"] for answer in swept) == 1  # two workers free the place once
    drafts.catch_up(drafts.front_of(None), second)
    if drafts.of(drafts.front_of(None), second):  # the clock was first
        publications.publish(drafts.front_of(None), second, seen=drafts.front_of(None).number)
    held = drafts.front_of(None).published.slots
    assert {slot: kept["story"] for slot, kept in held.items()} == {"second-1": stories[1].pk}
    numbers = list(Arrangement.objects.order_by("number").values_list("number", flat=True))
    assert numbers == [1, 2, 3]
