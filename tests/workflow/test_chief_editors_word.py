"""In a section that wants its chief editor's word, nothing reaches readers by another way than that word."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from wagtail.models import WorkflowState

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Section
from terbit.staff.models import User
from terbit.workflow import board
from terbit.workflow.models import BreakingStory, Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory
from tests.workflow.screens import judge, latest, send, two_stages

pytestmark = pytest.mark.django_db

APPROVE = {"workflow-action-name": "approve"}


@pytest.fixture
def strict() -> Section:
    return SectionFactory(slug="politik", workflow=two_stages())


@pytest.fixture
def lax() -> Section:
    return SectionFactory(slug="olahraga")


@pytest.fixture
def reporter() -> User:
    return UserFactory(role=Role.REPORTER)


@pytest.fixture
def editor() -> User:
    """Of all sections, leader of none."""
    return UserFactory(role=Role.EDITOR)


@pytest.fixture
def leader(strict: Section) -> User:
    return UserFactory(role=Role.MANAGING_EDITOR, role__section=strict)


@pytest.fixture
def story(strict: Section, reporter: User) -> Article:
    contributor = ContributorFactory(user=reporter)
    return ArticleFactory(section=strict, created_by=reporter, contributor=contributor)


def is_out(story: Article) -> bool:
    return Article.objects.get(pk=story.pk).live


def sentences(response: object) -> str:
    return " ".join(str(said) for said in get_messages(response.wsgi_request))


@pytest.mark.parametrize("moment", [{}, {"go_live_at": "2030-01-01 10:00"}])
def test_an_editor_neither_publishes_nor_schedules_there(story, editor, leader, moment):
    send(editor, story, "publish", **moment)
    assert not is_out(story)
    assert not story.revisions.filter(approved_go_live_at__isnull=False).exists()
    send(leader, story, "publish", **moment)
    assert is_out(story) or story.revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_section_under_it_is_as_strict(strict, reporter, editor):
    story = ArticleFactory(section=SectionFactory(parent=strict), created_by=reporter)
    send(editor, story, "publish")
    assert not is_out(story)


@pytest.mark.parametrize("stages", [0, 1])
def test_a_story_taken_back_is_no_more_published_by_its_editor(story, reporter, editor, stages):
    send(reporter, story, "submit")
    if stages:
        judge(editor, story, "approve")
    send(reporter, story, "cancel-workflow")
    assert WorkflowState.objects.get().status == "cancelled"
    send(editor, story, "publish")
    assert not is_out(story)


def test_one_leader_may_give_both_approvals(story, reporter, leader):
    send(reporter, story, "submit")
    judge(leader, story, "approve")
    assert not is_out(story)
    judge(leader, story, "approve")
    assert is_out(story)


def test_a_story_of_a_lax_section_is_not_approved_into_a_strict_one(strict, lax, reporter, editor, english):
    story = ArticleFactory(section=lax, created_by=reporter)
    send(reporter, story, "submit")
    response = send(editor, story, "workflow-action", section=strict.pk, **APPROVE)
    assert "another way of approval" in sentences(response)
    assert not is_out(story)
    assert "another way of approval" in sentences(judge(editor, story, "approve"))
    assert not is_out(story)


def test_a_story_of_a_strict_section_is_not_finished_by_the_lax_ones_editor(story, lax, reporter, editor):
    send(reporter, story, "submit")
    send(editor, story, "workflow-action", section=lax.pk, **APPROVE)
    assert WorkflowState.objects.get().status == "in_progress"
    assert not is_out(story)


def test_a_story_returned_from_the_lax_way_goes_the_strict_one_when_submitted_again(
    strict, lax, reporter, editor
):
    story = ArticleFactory(section=lax, created_by=reporter)
    send(reporter, story, "submit")
    send(editor, story, section=strict.pk)
    judge(editor, story, "reject", "Ini berita politik.")
    send(reporter, story, "submit")
    assert Article.objects.get(pk=story.pk).current_workflow_state.workflow == strict.workflow
    assert list(WorkflowState.objects.order_by("pk").values_list("status", flat=True)) == [
        "cancelled",
        "in_progress",
    ]


def test_a_story_returned_within_its_section_goes_on_where_it_was(story, reporter, editor):
    send(reporter, story, "submit")
    judge(editor, story, "reject", "Tambahkan tanggapan.")
    send(reporter, story, "submit")
    assert WorkflowState.objects.get().status == "in_progress"


def test_breaking_news_goes_out_there_but_a_leader_approves_it_after(story, editor, leader):
    send(editor, story, "breaking", **{"breaking-reason": "Gempa besar."})
    assert is_out(story)
    other = UserFactory(role=Role.EDITOR)
    assert [debt.is_open_to_user for debt in board.board(other).debts] == [False]
    assert [debt.is_open_to_user for debt in board.board(leader).debts] == [True]
    assert BreakingStory.objects.get().approved_at is None


def test_an_editor_moves_no_published_story_into_it(lax, strict, editor, leader):
    story = ArticleFactory(section=lax, published=True)
    with pytest.raises(publishing.PublicationRefused):
        publishing.move(story, section=strict, slug="sampai", user=editor)
    assert latest(story).section == lax
    everywhere = UserFactory(role=Role.CHIEF_EDITOR)
    assert publishing.move(story, section=strict, slug="sampai", user=everywhere).section == strict


def test_an_editor_gives_its_story_another_address_within_it(strict, editor):
    story = ArticleFactory(section=strict, published=True)
    moved = publishing.move(story, section=strict, slug="alamat-lain", user=editor)
    assert moved.path == "/politik/alamat-lain/"
