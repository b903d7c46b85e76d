"""Several people write at once, in processes of their own: nothing is lost, nobody is told of a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import ModelLogEntry, TaskState

from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow import breaking, edit_locks
from terbit.workflow.models import Notice, Role
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    SectionFactory,
    UserFactory,
    publish,
    redraft,
)
from tests.houses import suites_own_house
from tests.newsroom import consistency, writers
from tests.newsroom.writers import DEEDS
from tests.nursery import Call, Nursery
from tests.workflow.screens import form_of, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def nursery(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    with Nursery(suites_own_house(tmp_path_factory.mktemp("house"))) as nursery:
        yield nursery


@pytest.fixture
def editors(db: None) -> list[User]:
    """Eight who may do everything with each other's stories."""
    return [UserFactory(role=Role.CHIEF_EDITOR) for _ in range(8)]


def test_eight_writers_at_once_lose_nothing(nursery: Nursery, editors: list[User]):
    for _ in range(3):
        SectionFactory()
    contributor = ContributorFactory()
    stories = [ArticleFactory(contributor=contributor, created_by=user) for user in editors]
    for story in stories[:4]:
        publish(story)
    calls = [
        Call(writers.write, {"user": user.pk, "seed": f"meja {number}", "seconds": 5})
        for number, user in enumerate(editors)
    ]
    outcomes = nursery.together(*calls)
    for user, outcome in zip(editors, outcomes, strict=True):
        assert not outcome.error and not outcome.killed, outcome.error
        assert consistency.lost(user.pk, outcome.said) == []
        assert consistency.unasked(user.pk, outcome.said) == []
    assert consistency.faults() == []
    done = Counter(said["did"] for outcome in outcomes for said in outcome.said)
    assert {*DEEDS, "approve", "reject"} - {"judge", "update"} <= done.keys(), done


def at_once(nursery: Nursery, *calls: Call) -> list[dict[str, Any]]:
    """What each of them says who do one thing at the same moment; an error of one is the test's."""
    outcomes = nursery.together(*calls)
    assert [outcome.error for outcome in outcomes if outcome.error] == []
    assert consistency.faults() == []
    return [outcome.said[0] for outcome in outcomes]


def test_a_story_published_by_several_at_once_comes_out_once(nursery: Nursery, editors: list[User]):
    story = ArticleFactory(headline="Banjir Surut", section=SectionFactory(slug="daerah"))
    first, second = story.latest_revision, redraft(story, short_headline="Surut")
    said = at_once(
        nursery,
        Call(writers.publish, {"revision": first.pk, "user": editors[0].pk}),
        *(Call(writers.publish, {"revision": second.pk, "user": user.pk}) for user in editors[1:4]),
    )
    assert [answer["done"] for answer in said] == [True] * 4
    story.refresh_from_db()
    assert (story.live, story.path, story.updated_at) == (True, "/daerah/banjir-surut/", None)


def test_stories_that_want_one_address_at_once_get_one_each(nursery: Nursery, editors: list[User]):
    section, user = SectionFactory(slug="daerah"), editors[0].pk
    drafts = [ArticleFactory(headline="Banjir Surut", section=section) for _ in range(3)]
    older = [publish(ArticleFactory(section=section)) for _ in range(2)]
    said = at_once(
        nursery,
        *(Call(writers.publish, {"revision": story.latest_revision_id, "user": user}) for story in drafts),
        *(Call(writers.move, {"story": story.pk, "slug": "banjir-surut", "user": user}) for story in older),
    )
    assert [answer["done"] for answer in said] == [True] * 5
    paths = Article.objects.live().values_list("path", flat=True)
    ends = ("", "-2", "-3", "-4", "-5")
    assert set(paths) == {f"/daerah/banjir-surut{end}/" for end in ends}


@pytest.mark.parametrize("other", ["approve", "reject"])
def test_of_several_who_judge_at_once_one_does_and_the_others_are_told(
    other: str, nursery: Nursery, editors: list[User]
):
    state = submitted(editors[0])
    said = at_once(
        nursery,
        *(
            Call(writers.judge, {"state": state.pk, "user": user.pk, "action": action})
            for user, action in zip(editors[1:4], ["approve", other, "approve"], strict=True)
        ),
    )
    assert sorted(answer["done"] for answer in said) == [False, False, True]
    assert {answer["refusal"] for answer in said if not answer["done"]} == {"PublicationRefused"}
    state.refresh_from_db()
    winner = next(user for user, answer in zip(editors[1:4], said, strict=True) if answer["done"])
    assert state.finished_by == winner


def test_two_who_approve_at_once_by_the_screens_see_who_was_first(nursery: Nursery, editors: list[User]):
    state = submitted(editors[0])
    address = url("workflow_action", state.revision.object_id, "approve", state.pk)
    said = at_once(
        nursery,
        *(Call(writers.post, {"address": address, "data": {}, "user": user.pk}) for user in editors[1:4]),
    )
    assert [answer["status"] for answer in said] == [302] * 3
    assert sum(bool(answer["told"]) for answer in said) == 2
    assert ModelLogEntry.objects.filter(action="wagtail.workflow.approve").count() == 1


def test_a_story_submitted_twice_at_once_waits_once(nursery: Nursery, editors: list[User]):
    story = ArticleFactory(created_by=editors[0])
    post = {"address": url("edit", story.pk), "user": editors[0].pk}
    data = form_of(story) | {"action-submit": "1"}
    said = at_once(nursery, *(Call(writers.post, post | {"data": data}) for _ in range(3)))
    assert [answer["status"] for answer in said] == [302] * 3
    assert story.workflow_states.count() == 1


def test_breaking_news_is_approved_by_one_person_only(nursery: Nursery, editors: list[User]):
    story = ArticleFactory(created_by=editors[0])
    breaking.publish(story, story.latest_revision, editors[0])
    said = at_once(
        nursery,
        *(Call(writers.approve_breaking, {"story": story.pk, "user": user.pk}) for user in editors[1:4]),
    )
    assert sorted(answer["done"] for answer in said) == [False, False, True]
    assert ModelLogEntry.objects.filter(action="terbit.breaking_approved").count() == 1


def test_of_two_who_take_a_story_over_at_once_the_second_has_it(nursery: Nursery, editors: list[User]):
    holder, *takers = editors[:3]
    story = ArticleFactory(created_by=holder)
    assert edit_locks.open_story(story, holder)
    said = at_once(
        nursery, *(Call(writers.take_over, {"story": story.pk, "user": user.pk}) for user in takers)
    )
    story.refresh_from_db()
    assert story.locked_by in takers
    lost_it = {holder.pk, *(user.pk for user in takers)} - {story.locked_by_id}
    assert {answer["before"] for answer in said} == lost_it
    assert set(Notice.objects.values_list("user", flat=True)) == lost_it


def test_a_story_is_published_or_thrown_away_never_both(nursery: Nursery, editors: list[User]):
    for _ in range(3):
        story = ArticleFactory()
        publishes = {"revision": story.latest_revision_id, "user": editors[0].pk}
        published, deleted = at_once(
            nursery, Call(writers.publish, publishes), Call(writers.throw_away, {"story": story.pk})
        )
        assert published["done"] is not deleted["done"]
        assert Article.objects.filter(pk=story.pk).exists() is published["done"]


def submitted(author: User) -> TaskState:
    story = ArticleFactory(created_by=author)
    story.get_workflow().start(story, author)
    return story.current_workflow_task_state
