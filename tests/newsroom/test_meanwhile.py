"""Somebody else acts between the moment a story is read and the moment it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.dispatch import Signal
from django.utils import timezone
from wagtail.actions.edit import EditAction
from wagtail.models import Revision
from wagtail.signals import published, unpublished

from terbit.newsroom import publishing, schedule
from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow import edit_locks
from terbit.workflow.models import Role
from terbit.workflow.panels import article_edit_handler
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.newsroom import consistency
from tests.workflow.screens import form_of, latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return UserFactory(role=Role.CHIEF_EDITOR)


@contextmanager
def saving(story: Article, user: User) -> Iterator[None]:
    """The editor's form is filled and checked before the block, and saved after it."""
    draft = latest(story)
    form_class = article_edit_handler.bind_to_model(Article).get_form_class()
    form = form_class(form_of(story, standfirst="Yang baru ditulis."), instance=draft, for_user=user)
    assert form.is_valid(), form.errors
    yield
    EditAction(draft, user=user, form=form, clean=False).execute(skip_permission_checks=True)
    story.refresh_from_db()


def test_a_draft_saved_while_the_story_is_published_does_not_take_it_offline(editor: User):
    story = ArticleFactory()
    with saving(story, editor):
        publish(story)
    assert story.live and story.path
    assert story.standfirst != latest(story).standfirst == "Yang baru ditulis."
    assert consistency.faults() == []


def test_a_draft_saved_while_the_story_is_moved_does_not_move_it_back(editor: User):
    story = publish(ArticleFactory())
    publishing.take_offline(story, reason="Diperiksa ulang.")
    with saving(story, editor):
        moved = publishing.move(story, section=SectionFactory(slug="kota"), slug="alamat-baru")
    assert (story.path, story.section) == (moved.path, moved.section)
    assert consistency.faults() == []


def test_a_draft_saved_while_the_story_is_taken_over_does_not_take_it_back(editor: User):
    story, other = ArticleFactory(), UserFactory(role=Role.CHIEF_EDITOR)
    edit_locks.open_story(story, editor)
    with saving(story, editor):
        edit_locks.take_over(story, other)
    assert story.locked_by == other


def test_autosave_rewrites_no_version_that_was_published_meanwhile(editor: User):
    story = ArticleFactory(created_by=editor)
    draft, last = latest(story), story.latest_revision
    publish(story)
    draft.standfirst = "Yang baru ditulis."
    assert draft.save_revision(user=editor, clean=False, overwrite_revision=last) != last
    assert consistency.faults() == []


def test_autosave_rewrites_no_version_that_was_scheduled_meanwhile(editor: User):
    story = ArticleFactory(created_by=editor, go_live_at=timezone.now() + timedelta(days=1))
    draft, last = latest(story), Revision.objects.get(pk=story.latest_revision_id)
    publish(story)
    assert draft.save_revision(user=editor, clean=False, overwrite_revision=last) != last


def test_what_was_unscheduled_at_the_last_moment_does_not_come_out(time_machine: Any):
    time_machine.move_to(timezone.now())
    first, second = (
        publish(ArticleFactory(go_live_at=timezone.now() + timedelta(hours=1))) for _ in range(2)
    )
    time_machine.shift(timedelta(hours=2))
    with on(published, first, lambda: publishing.unschedule(second)):
        schedule.work_off()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.live, second.live) == (True, False)
    assert consistency.faults() == []


def test_a_story_that_gets_more_time_at_the_last_moment_stays_online(time_machine: Any):
    time_machine.move_to(timezone.now())
    first, second = (publish(ArticleFactory(expire_at=timezone.now() + timedelta(hours=1))) for _ in range(2))
    time_machine.shift(timedelta(hours=2))
    longer = redraft(second, expire_at=timezone.now() + timedelta(days=1))
    with on(unpublished, first, longer.publish):
        schedule.work_off()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.live, second.live) == (False, True)
    assert consistency.faults() == []


@contextmanager
def on(signal: Signal, story: Article, act: Callable[[], Any]) -> Iterator[None]:
    """Acts as soon as this happens to the story, and so before the next one's turn."""

    def receiver(instance: Article, **kwargs: Any) -> None:
        if instance.pk == story.pk:
            act()

    signal.connect(receiver, sender=Article)
    yield
    signal.disconnect(receiver, sender=Article)
