"""What was taken offline stays so until somebody who may take stories offline brings it back."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from wagtail.models import ModelLogEntry, WorkflowState

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Section
from terbit.staff.models import User
from terbit.workflow.models import BreakingStory, Notice, Role
from tests.factories import ArticleFactory, ContributorFactory, UserFactory
from tests.workflow.screens import judge, send

pytestmark = pytest.mark.django_db

REASON = "Putusan Dewan Pers nomor 4."


@pytest.fixture
def leader(section: Section) -> User:
    return UserFactory(role=Role.MANAGING_EDITOR, role__section=section)


@pytest.fixture
def story(section: Section, reporter: User) -> Article:
    contributor = ContributorFactory(user=reporter)
    return ArticleFactory(section=section, created_by=reporter, contributor=contributor, published=True)


def stored(story: Article) -> tuple[bool, str]:
    row = Article.objects.get(pk=story.pk)
    return row.live, row.withdrawn_reason


@pytest.mark.parametrize("returned", [False, True])
def test_an_approval_under_way_ends_when_the_story_is_taken_offline(
    story, reporter, editor, leader, returned
):
    send(reporter, story, "submit", headline="Pembaruan")
    state = Article.objects.get(pk=story.pk).current_workflow_task_state
    if returned:
        state.reject(user=editor)
    publishing.take_offline(story, reason=REASON, user=leader)
    assert WorkflowState.objects.get().status == "cancelled"
    if not returned:
        state.refresh_from_db()
        assert state.status == "cancelled"


def test_an_editor_does_not_approve_a_withdrawn_story_back_to_readers(story, reporter, editor, english):
    publishing.take_offline(story, reason=REASON)
    send(reporter, story, "submit", headline="Pembaruan")
    said = [str(message) for message in get_messages(judge(editor, story, "approve").wsgi_request)]
    assert any("taken offline for a reason" in sentence for sentence in said)
    assert stored(story) == (False, REASON)
    assert Article.objects.get(pk=story.pk).workflow_in_progress


@pytest.mark.parametrize("action", ["publish", "breaking"])
def test_an_editor_does_not_publish_a_withdrawn_story(story, editor, action):
    publishing.take_offline(story, reason=REASON)
    send(editor, story, action)
    assert stored(story) == (False, REASON)
    assert not BreakingStory.objects.exists()


def test_an_editor_does_not_schedule_a_withdrawn_story(story, editor):
    publishing.take_offline(story, reason=REASON)
    send(editor, story, "publish", go_live_at="2030-01-01 10:00")
    assert not story.revisions.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("by_approval", [False, True])
def test_a_leader_brings_it_back_and_the_old_reason_is_in_the_log(story, reporter, leader, by_approval):
    publishing.take_offline(story, reason=REASON, user=leader)
    if by_approval:
        send(reporter, story, "submit")
        judge(leader, story, "approve")
    else:
        send(leader, story, "publish")
    assert stored(story) == (True, "")
    entry = ModelLogEntry.objects.get(action="terbit.reappear")
    assert (entry.user, entry.data) == (leader, {"reason": REASON})


def test_what_never_was_withdrawn_does_not_reappear(story, editor):
    send(editor, story, "publish", headline="Diperbarui")
    assert stored(story) == (True, "")
    assert not ModelLogEntry.objects.filter(action="terbit.reappear").exists()


def test_author_and_submitter_are_told_why_their_story_is_gone(story, reporter, editor, leader):
    send(editor, story, "submit", headline="Pembaruan")
    publishing.take_offline(story, reason=REASON, user=leader)
    told = Notice.objects.filter(kind="offline")
    assert {notice.user for notice in told} == {reporter, editor}
    assert {(notice.actor, notice.text) for notice in told} == {(leader, REASON)}
