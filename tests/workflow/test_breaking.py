"""Breaking news: out at once, approved after by another person, logged and on the board until then."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import ModelLogEntry, WorkflowState

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from terbit.staff.models import User
from terbit.workflow import board, breaking
from terbit.workflow.models import BreakingStory, Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory, publish
from tests.workflow.screens import form_of, is_denied, judge, latest, send, signed_in, url

pytestmark = pytest.mark.django_db


class Desk:
    def __init__(self) -> None:
        self.section = SectionFactory()
        self.writer, self.editor, self.other = self.person(), self.person(), self.person()
        self.reporter = self.person(Role.REPORTER)
        self.outsider = UserFactory(role=Role.CHIEF_EDITOR, role__section=SectionFactory())
        self.story = ArticleFactory(
            section=self.section, created_by=self.writer, contributor=ContributorFactory(user=self.writer)
        )

    def person(self, role: str = Role.EDITOR) -> User:
        return UserFactory(role=role, role__section=self.section)

    def publish_at_once(self, user: User, **changes: Any) -> None:
        send(user, self.story, "breaking", **{"breaking-reason": "Gempa."} | changes)

    @property
    def is_out(self) -> bool:
        return Article.objects.get(pk=self.story.pk).live


def approve(user: User, story: Article, read: int | None = None) -> Any:
    """Press the board's button for what is out now, or for the revision that was read."""
    read = read or Article.objects.get(pk=story.pk).live_revision_id
    return signed_in(user).post(url("approve_breaking", story.pk), {"revision": read})


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_editor_publishes_his_own_story_at_once_and_owes_an_approval(desk):
    desk.publish_at_once(desk.writer, **{"breaking-reason": "Gempa besar."})
    assert desk.is_out
    debt = BreakingStory.objects.get()
    assert (debt.article, debt.published_by, debt.reason) == (desk.story, desk.writer, "Gempa besar.")
    assert debt.revision == Article.objects.get().live_revision
    entry = ModelLogEntry.objects.get(action="terbit.breaking")
    assert (entry.user, entry.data) == (desk.writer, {"reason": "Gempa besar."})


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_goes_out_at_once_without_a_reason(desk, reason):
    desk.publish_at_once(desk.writer, **{"breaking-reason": reason})
    assert not desk.is_out


def test_who_may_publish_or_approve_is_not_offered_to_publish_at_once(desk):
    def offered(user: User) -> set[str]:
        page = signed_in(user).get(url("edit", desk.story.pk)).content.decode()
        Article.objects.update(locked=False)
        names = ("action-publish", "action-breaking", "action-submit")
        return {name for name in names if f'name="{name}"' in page}

    assert offered(desk.writer) == {"action-breaking", "action-submit"}
    assert offered(desk.editor) == {"action-publish", "action-submit"}
    desk.story.get_workflow().start(desk.story, desk.writer)
    assert offered(desk.editor) == set()


def test_the_debt_is_on_the_board_of_those_who_see_the_story(desk):
    desk.publish_at_once(desk.writer)
    for user, can_approve in ((desk.writer, False), (desk.other, True)):
        [debt] = board.board(user).debts
        assert debt.is_open_to_user == can_approve
        page = signed_in(user).get("/ruang-redaksi/").content.decode()
        assert (url("approve_breaking", desk.story.pk) in page) == can_approve
    assert board.board(desk.outsider).debts == board.board(desk.reporter).debts == []


def test_another_editor_pays_the_debt_and_it_is_logged(desk):
    desk.publish_at_once(desk.writer)
    approve(desk.other, desk.story)
    debt = BreakingStory.objects.get()
    assert debt.approved_by == desk.other
    assert board.board(desk.other).debts == []
    assert ModelLogEntry.objects.get(action="terbit.breaking_approved").user == desk.other


@pytest.mark.parametrize("who", ["writer", "reporter", "outsider"])
def test_nobody_else_pays_it(desk, who):
    desk.publish_at_once(desk.writer)
    user = getattr(desk, who)
    assert is_denied(approve(user, desk.story))
    with pytest.raises(PermissionDenied):
        breaking.approve(BreakingStory.objects.get(), user, desk.story.live_revision_id)
    assert BreakingStory.objects.get().approved_at is None


def test_who_published_a_colleagues_story_at_once_does_not_approve_it(desk):
    desk.publish_at_once(desk.editor)
    assert is_denied(approve(desk.editor, desk.story))
    assert is_denied(approve(desk.writer, desk.story))
    approve(desk.other, desk.story)
    assert BreakingStory.objects.get().approved_by == desk.other


def test_two_who_publish_at_once_one_after_the_other_do_not_approve_each_other(desk):
    desk.publish_at_once(desk.editor)
    desk.publish_at_once(desk.other, headline="Gempa: Korban Bertambah")
    assert BreakingStory.objects.get().published_by == desk.other
    for user in (desk.editor, desk.other, desk.writer):
        assert is_denied(approve(user, desk.story))
    approve(desk.person(), desk.story)
    assert BreakingStory.objects.get().approved_at


def test_a_debt_is_paid_once(desk):
    desk.publish_at_once(desk.writer)
    third = desk.person()
    for user in (desk.other, third):
        approve(user, desk.story)
    assert BreakingStory.objects.get().approved_by == desk.other


def test_the_next_breaking_version_owes_anew(desk):
    desk.publish_at_once(desk.writer)
    approve(desk.other, desk.story)
    desk.publish_at_once(desk.writer, headline="Gempa Susulan")
    assert BreakingStory.objects.filter(approved_at=None).count() == 1
    assert BreakingStory.objects.count() == 2


def test_a_publication_may_let_editors_approve_their_own(desk):
    Publication.objects.update_or_create(defaults={"own_approval": True})
    desk.publish_at_once(desk.writer)
    approve(desk.writer, desk.story)
    assert BreakingStory.objects.get().approved_by == desk.writer


def test_a_reporter_publishes_nothing_at_once(desk):
    Article.objects.update(created_by=desk.reporter)
    desk.publish_at_once(desk.reporter)
    with pytest.raises(PermissionDenied):
        breaking.publish(desk.story, latest(desk.story).latest_revision, desk.reporter)
    assert not desk.is_out
    assert not BreakingStory.objects.exists()


def test_a_story_that_lacks_something_is_not_published_at_once_either(desk):
    desk.publish_at_once(desk.writer, standfirst="")
    assert not desk.is_out
    assert not BreakingStory.objects.exists()
    assert not ModelLogEntry.objects.filter(action="terbit.breaking").exists()


def test_an_embargo_holds_also_for_breaking_news(desk):
    tomorrow = (timezone.now() + timedelta(days=1)).astimezone().strftime("%Y-%m-%d %H:%M")
    desk.publish_at_once(desk.writer, embargo_until=tomorrow)
    assert not desk.is_out
    assert not BreakingStory.objects.exists()


def test_publishing_at_once_ends_the_approval_under_way(desk):
    desk.story.get_workflow().start(desk.story, desk.reporter)
    desk.publish_at_once(desk.editor)
    assert desk.is_out
    assert WorkflowState.objects.get().status == "cancelled"
    assert board.board(desk.other).waiting == []


def test_a_story_may_go_out_at_once_as_it_is_made(desk):
    writer = ContributorFactory(user=desk.editor)
    form = form_of(desk.story, headline="Gempa Mengguncang Kota", bylines=[(writer, "reporter")])
    form |= {"action-breaking": "1", "breaking-reason": "Gempa.", "bylines-INITIAL_FORMS": 0}
    signed_in(desk.editor).post(url("add"), form | {"bylines-0-id": ""})
    story = Article.objects.get(headline="Gempa Mengguncang Kota")
    assert story.live
    assert BreakingStory.objects.get().article == story
    assert is_denied(approve(desk.editor, story))


# What was read ----------------------------------------------------------------------------------------


def test_nobody_approves_a_version_that_came_out_after_the_one_he_read(desk):
    desk.publish_at_once(desk.writer, headline="Versi Satu")
    page = signed_in(desk.other).get("/ruang-redaksi/").content.decode()
    read = Article.objects.get().live_revision_id
    assert f'name="revision" value="{read}"' in page
    desk.publish_at_once(desk.writer, headline="Versi Dua yang Belum Dibaca")
    approve(desk.other, desk.story, read)
    assert BreakingStory.objects.get().approved_at is None
    approve(desk.other, desk.story)
    assert BreakingStory.objects.get().approved_at


@pytest.mark.parametrize("read", ["", "0", "-1", "kata", "9" * 400])
def test_nobody_approves_without_naming_what_he_read(desk, read):
    desk.publish_at_once(desk.writer)
    answer = signed_in(desk.other).post(url("approve_breaking", desk.story.pk), {"revision": read})
    assert answer.status_code == 302
    assert BreakingStory.objects.get().approved_at is None


def test_what_came_out_in_the_usual_way_since_is_what_is_approved(desk):
    desk.publish_at_once(desk.writer, headline="Versi Satu")
    read = Article.objects.get().live_revision_id
    send(desk.other, desk.story, "publish", headline="Versi Dua")
    approve(desk.other, desk.story, read)
    assert BreakingStory.objects.get().approved_at is None
    approve(desk.other, desk.story)
    assert BreakingStory.objects.get().approved_by == desk.other


def test_who_approves_the_next_version_in_the_usual_way_pays_the_debt(desk):
    desk.publish_at_once(desk.writer, headline="Versi Satu")
    assert send(desk.editor, desk.story, "submit", headline="Versi Dua").status_code == 302
    judge(desk.other, desk.story, "approve")
    assert latest(desk.story).live_revision.content["headline"] == "Versi Dua"
    assert BreakingStory.objects.get().approved_by == desk.other


def test_who_published_at_once_does_not_pay_by_approving_the_next_version(desk):
    desk.publish_at_once(desk.editor, headline="Versi Satu")
    assert send(desk.other, desk.story, "submit", headline="Versi Dua").status_code == 302
    judge(desk.editor, desk.story, "approve")
    assert latest(desk.story).live_revision.content["headline"] == "Versi Dua"
    assert BreakingStory.objects.get().approved_at is None


def test_who_took_himself_out_before_a_colleague_published_does_not_approve_after(desk):
    send(desk.writer, desk.story, bylines=[(ContributorFactory(), "reporter")])
    Article.objects.update(created_by=desk.reporter)
    desk.publish_at_once(desk.editor)
    assert is_denied(approve(desk.writer, desk.story))
    assert BreakingStory.objects.get().approved_at is None


def test_breaking_news_does_not_wait_for_the_time_that_was_set(desk):
    desk.publish_at_once(desk.writer, go_live_at="2030-01-01 10:00")
    assert desk.is_out
    assert Article.objects.get().go_live_at is None
    assert latest(desk.story).go_live_at is None
    assert BreakingStory.objects.get().revision == Article.objects.get().live_revision


def test_the_debt_of_a_story_taken_offline_leaves_the_board_until_it_is_back(desk):
    desk.publish_at_once(desk.writer)
    read = Article.objects.get().live_revision_id
    publishing.take_offline(desk.story, reason="Diperiksa ulang oleh redaksi.")
    assert board.board(desk.other).debts == []
    approve(desk.other, desk.story, read)
    assert BreakingStory.objects.get().approved_at is None
    publish(desk.story)
    assert [debt.revision for debt in board.board(desk.other).debts] == [desk.story.live_revision]
