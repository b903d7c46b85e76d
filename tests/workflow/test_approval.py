"""From hand to hand: submitted, returned, approved, by another person than the one who wrote or submitted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import WorkflowState

from terbit.newsroom import schedule
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.contributor import Part
from terbit.staff.models import User
from terbit.workflow import breaking
from terbit.workflow.models import BreakingStory, Role
from tests.factories import ArticleFactory, ContributorFactory, UserFactory, publish, redraft
from tests.workflow.screens import form_of, is_denied, judge, latest, send, signed_in, two_stages, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(section: Section, reporter: User) -> Article:
    return ArticleFactory(
        section=section,
        created_by=reporter,
        contributor=ContributorFactory(user=reporter),
        headline="Pasar Pindah",
    )


def status(story: Article) -> str | None:
    state = WorkflowState.objects.for_instance(story).order_by("pk").last()
    return state and state.status


def is_out(story: Article) -> bool:
    return Article.objects.get(pk=story.pk).live


# A story's way ----------------------------------------------------------------------------------------


def test_a_story_goes_from_draft_to_readers(story, reporter, editor):
    send(reporter, story, "submit", headline="Pasar Dipindah")
    assert status(story) == "in_progress"
    judge(editor, story, "reject", "Tambahkan tanggapan pedagang.")
    assert status(story) == "needs_changes"
    [returned] = WorkflowState.objects.for_instance(story)
    assert returned.current_task_state.comment == "Tambahkan tanggapan pedagang."
    send(reporter, story, "submit", headline="Pasar Dipindah, Pedagang Setuju")
    assert status(story) == "in_progress"
    judge(editor, story, "approve")
    assert status(story) == "approved"
    story.refresh_from_db()
    assert (story.live, story.headline) == (True, "Pasar Dipindah, Pedagang Setuju")


def test_an_approved_story_with_a_time_comes_out_at_its_time(story, reporter, editor, time_machine):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    moment = timezone.now() + timedelta(hours=3)
    send(reporter, story, "submit", go_live_at=moment.astimezone().strftime("%Y-%m-%d %H:%M"))
    judge(editor, story, "approve")
    assert not is_out(story)
    time_machine.move_to(moment - timedelta(seconds=1), tick=False)
    assert schedule.work_off() == 0
    time_machine.move_to(moment, tick=False)
    assert schedule.work_off() == 1
    assert is_out(story)


def test_an_editor_may_correct_what_waits_and_approves_what_he_reads(story, reporter, editor):
    send(reporter, story, "submit")
    send(editor, story, "workflow-action", headline="Judul Redaktur", **{"workflow-action-name": "approve"})
    story.refresh_from_db()
    assert (story.live, story.headline) == (True, "Judul Redaktur")


def test_a_story_keeps_a_section_while_it_is_judged(story, reporter, editor, english):
    send(reporter, story, "submit")
    assert "choose the section" in send(editor, story, section="").content.decode()
    assert Article.objects.get(pk=story.pk).section == story.section
    judge(editor, story, "reject", "Pilih rubriknya lagi.")
    send(reporter, story, section="")
    assert Article.objects.get(pk=story.pk).section is None


def test_a_story_without_a_section_is_not_submitted_and_is_told_which_field_lacks(story, reporter):
    sent = form_of(story, section="", headline="Belum Berubrik") | {"action-submit": "1"}
    page = signed_in(reporter).post(url("edit", story.pk), sent, follow=True)
    assert 'data-terbit-field="section"' in page.content.decode()
    story.refresh_from_db()
    assert (story.headline, status(story)) == ("Belum Berubrik", None)


def test_a_text_that_changed_after_it_was_submitted_is_not_approved_unread(story, reporter, editor):
    send(reporter, story, "submit")
    other = UserFactory(role=Role.EDITOR, role__section=story.section)
    send(other, story, headline="Diubah Sesudah Diajukan")
    judge(editor, story, "approve")
    assert status(story) == "in_progress" and not is_out(story)


def test_a_section_may_want_its_chief_editors_word_too(story, reporter, editor, section):
    section.workflow = two_stages()
    section.save()
    managing = UserFactory(role=Role.MANAGING_EDITOR)
    send(reporter, story, "submit")
    judge(editor, story, "approve")
    assert status(story) == "in_progress" and not is_out(story)
    assert is_denied(judge(editor, story, "approve"))
    judge(managing, story, "approve")
    assert is_out(story)


def test_whoever_submitted_takes_the_story_back_and_goes_on_writing(story, reporter):
    send(reporter, story, "submit")
    send(reporter, story, headline="Diam-diam Diganti")
    assert latest(story).headline == "Pasar Pindah"
    send(reporter, story, "cancel-workflow")
    assert status(story) == "cancelled"
    send(reporter, story, headline="Ditulis Ulang")
    assert latest(story).headline == "Ditulis Ulang"


def test_a_submitted_story_is_closed_to_its_reporter_also_where_he_has_it_open(story, reporter):
    client = signed_in(reporter)
    client.get(url("edit", story.pk))
    client.post(url("edit", story.pk), form_of(story) | {"action-submit": "1"})
    for view in ("lock", "take_over"):
        client.post(url(view, story.pk))
    client.post(url("edit", story.pk), form_of(story, headline="Diganti Sesudah Diajukan"))
    assert latest(story).headline == "Pasar Pindah"


def test_a_story_that_its_reporter_left_open_can_be_judged_at_once(story, reporter, editor):
    client = signed_in(reporter)
    client.get(url("edit", story.pk))
    client.post(url("edit", story.pk), form_of(story) | {"action-submit": "1"})
    send(editor, story, "workflow-action", **{"workflow-action-name": "approve"})
    assert is_out(story)


def test_a_story_is_submitted_once(story, reporter, editor):
    send(reporter, story, "submit")
    assert send(editor, story, "submit").status_code == 302
    assert WorkflowState.objects.for_instance(story).count() == 1


# Another person ---------------------------------------------------------------------------------------


def as_maker(story: Article, user: User) -> None:
    Article.objects.filter(pk=story.pk).update(created_by=user)
    submit(story)


def as_reporter_in_the_byline(story: Article, user: User, part: str = Part.REPORTER) -> None:
    draft = latest(story)
    draft.bylines.add(type(draft.bylines.first())(contributor=ContributorFactory(user=user), part=part))
    draft.save()
    draft.save_revision(user=story.created_by, clean=False)
    submit(story)


def as_photographer_in_the_byline(story: Article, user: User) -> None:
    as_reporter_in_the_byline(story, user, Part.PHOTOGRAPHER)


def as_submitter(story: Article, user: User) -> None:
    send(user, story, "submit")


def as_who_submitted_again(story: Article, user: User) -> None:
    submit(story)
    story.current_workflow_task_state.reject(user=None)
    send(user, story, "submit")


def as_who_took_himself_out_of_the_byline(story: Article, user: User) -> None:
    contributor = ContributorFactory(user=user)
    by_writer = [(row.contributor, row.part) for row in story.bylines.all()]
    send(story.created_by, story, bylines=[*by_writer, (contributor, Part.EDITOR)])
    send(user, story, bylines=by_writer)
    assert [row.contributor.user for row in latest(story).bylines.all()] == [story.created_by]
    submit(story)


def as_reporter_whose_name_lost_its_account(story: Article, user: User) -> None:
    as_reporter_in_the_byline(story, user)
    unlink(user)


def as_who_took_himself_out_and_lost_his_name(story: Article, user: User) -> None:
    as_who_took_himself_out_of_the_byline(story, user)
    unlink(user)


def unlink(user: User) -> None:
    contributor = user.contributor
    contributor.user = None
    contributor.save()


def submit(story: Article) -> None:
    story = Article.objects.get(pk=story.pk)
    story.get_workflow().start(story, UserFactory(role=Role.REPORTER))


INVOLVED = (
    as_maker,
    as_reporter_in_the_byline,
    as_photographer_in_the_byline,
    as_submitter,
    as_who_submitted_again,
    as_reporter_whose_name_lost_its_account,
    as_who_took_himself_out_of_the_byline,
    as_who_took_himself_out_and_lost_his_name,
)


def by_publishing(story: Article, user: User) -> None:
    send(user, story, "publish")


def by_the_workflow(story: Article, user: User) -> None:
    judge(user, story, "approve")


def by_the_editors_form(story: Article, user: User) -> None:
    send(user, story, "workflow-action", **{"workflow-action-name": "approve"})


def by_taking_himself_out_in_the_same_breath(story: Article, user: User) -> None:
    others = [
        (row.contributor, row.part) for row in latest(story).bylines.all() if row.contributor.user != user
    ]
    for action in ("publish", "workflow-action"):
        send(user, story, action, bylines=others or [(ContributorFactory(), Part.REPORTER)], **APPROVE)


def by_going_back_to_an_older_version(story: Article, user: User) -> None:
    oldest = story.revisions.order_by("pk").first()
    address = url("revisions_revert", story.pk, oldest.pk)
    for action in ("action-publish", "action-workflow-action"):
        signed_in(user).post(address, form_of(story) | {action: "1"} | APPROVE)


def by_the_task_itself(story: Article, user: User) -> None:
    state = Article.objects.get(pk=story.pk).current_workflow_task_state
    with pytest.raises(PermissionDenied):
        state.task.specific.on_action(state, user, "approve")


def by_the_task_of_another_story(story: Article, user: User) -> None:
    other = ArticleFactory(section=story.section)
    other.get_workflow().start(other, UserFactory(role=Role.REPORTER))
    task = Article.objects.get(pk=story.pk).current_workflow_task_state
    signed_in(user).post(url("workflow_action", other.pk, "approve", task.pk))


APPROVE = {"workflow-action-name": "approve"}
WAYS = (
    by_publishing,
    by_the_workflow,
    by_the_editors_form,
    by_taking_himself_out_in_the_same_breath,
    by_going_back_to_an_older_version,
    by_the_task_itself,
    by_the_task_of_another_story,
)


@pytest.mark.parametrize("involve", INVOLVED)
@pytest.mark.parametrize("way", WAYS)
def test_who_wrote_or_submitted_does_not_approve(story, editor, involve, way):
    involve(story, editor)
    way(story, editor)
    assert not is_out(story)


@pytest.mark.parametrize("way", WAYS[:3])
def test_another_editor_does_approve(story, editor, way):
    submit(story)
    way(story, editor)
    assert is_out(story)


@pytest.mark.parametrize("involve", INVOLVED)
@pytest.mark.parametrize("way", WAYS[:3])
def test_a_publication_may_let_people_approve_their_own(story, editor, involve, way):
    Publication.objects.update_or_create(defaults={"own_approval": True})
    involve(story, editor)
    way(story, editor)
    assert is_out(story)


@pytest.mark.parametrize("involve", INVOLVED[:6])
def test_who_wrote_or_submitted_is_not_the_chief_editor_of_the_second_stage(story, editor, section, involve):
    section.workflow = two_stages()
    section.save()
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    involve(story, chief)
    judge(editor, story, "approve")
    assert status(story) == "in_progress"
    for way in WAYS[:3]:
        way(story, chief)
    assert not is_out(story)


def test_whose_byline_it_was_before_the_story_was_begun_is_another_person(section, reporter, editor):
    pseudonym = ContributorFactory(user=editor)
    unlink(editor)
    story = ArticleFactory(section=section, created_by=reporter, contributor=pseudonym)
    send(reporter, story, "submit")
    judge(editor, story, "approve")
    assert is_out(story)


def test_who_wrote_a_story_under_a_name_that_was_taken_from_him_has_no_more_rights_to_it(story, reporter):
    Article.objects.update(created_by=None)
    unlink(reporter)
    assert is_denied(signed_in(reporter).get(url("edit", story.pk)))


def test_whoever_is_taken_out_of_the_byline_by_somebody_else_is_out_of_it(story, reporter, editor):
    by_writer = [(row.contributor, row.part) for row in story.bylines.all()]
    send(reporter, story, bylines=[*by_writer, (ContributorFactory(user=editor), Part.EDITOR)])
    send(reporter, story, bylines=by_writer)
    send(reporter, story, "submit")
    judge(editor, story, "approve")
    assert is_out(story)


@pytest.mark.parametrize("involve", INVOLVED)
def test_who_wrote_or_submitted_does_not_approve_breaking_news_after(story, section, editor, involve):
    involve(story, editor)
    colleague = UserFactory(role=Role.EDITOR, role__section=section)
    debt = breaking.publish(story, latest(story).latest_revision, colleague)
    assert is_denied(signed_in(editor).post(url("approve_breaking", story.pk)))
    debt.refresh_from_db()
    assert debt.approved_at is None


def test_an_account_that_ended_approves_nothing(story, reporter, editor):
    send(reporter, story, "submit")
    client = signed_in(editor)
    task = story.current_workflow_task_state
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert is_denied(client.post(url("workflow_action", story.pk, "approve", task.pk)))
    with pytest.raises(PermissionDenied):
        task.task.specific.on_action(task, User.objects.get(pk=editor.pk), "approve")
    assert not is_out(story)


def test_an_editor_who_lost_the_section_approves_nothing(story, reporter, editor):
    send(reporter, story, "submit")
    editor.role_assignments.all().delete()
    judge(editor, story, "approve")
    assert not is_out(story)


def test_an_update_of_a_published_story_needs_another_person_too(story, reporter, editor):
    publish(story)
    redraft(story, user=reporter, headline="Diperbarui")
    Article.objects.filter(pk=story.pk).update(created_by=editor)
    send(editor, story, "publish", headline="Diperbarui Sendiri")
    assert Article.objects.get(pk=story.pk).headline == "Pasar Pindah"
    assert not BreakingStory.objects.exists()
