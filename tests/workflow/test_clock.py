"""One clock for the newsroom: the publication's, in Jayapura as in Jakarta."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from terbit.newsroom import readiness
from terbit.newsroom.models import Publication
from terbit.staff.models import User
from terbit.workflow import jobs
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, PictureFactory, SectionFactory, UserFactory, publish, redraft
from tests.workflow.screens import HOME, latest, send, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def papua(time_machine: Any) -> Publication:
    """A newspaper two hours ahead of the machine it runs on; it is eleven there."""
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    publication = Publication.load()
    publication.time_zone = "Asia/Jayapura"
    publication.save()
    return publication


@pytest.fixture
def editor() -> User:
    return UserFactory(role=Role.EDITOR, role__section=SectionFactory())


def a_story(editor: User, **fields: Any) -> Any:
    return ArticleFactory(section=editor.role_assignments.get().section, **fields)


def test_what_is_typed_is_the_time_of_the_publication(papua, editor):
    story = a_story(editor)
    send(editor, story, embargo_until="2026-05-02 10:00", go_live_at="2026-05-02 10:30")
    draft = latest(story)
    assert draft.embargo_until.astimezone(papua.zone).isoformat() == "2026-05-02T10:00:00+09:00"
    assert draft.go_live_at.astimezone(papua.zone).isoformat() == "2026-05-02T10:30:00+09:00"


def test_the_form_shows_what_was_typed_and_whose_time_it_is(papua, editor, english):
    story = a_story(editor)
    send(editor, story, embargo_until="2026-05-02 10:00")
    page = signed_in(editor).get(url("edit", story.pk)).content.decode()
    assert 'value="2026-05-02 10:00"' in page
    assert page.count("By the publication&#x27;s clock: WIT.") == 3


def test_an_account_has_no_time_of_its_own(papua, editor):
    UserProfile.objects.create(user=editor, current_time_zone="Asia/Jakarta")
    story = a_story(editor)
    send(editor, story, embargo_until="2026-05-02 10:00")
    assert latest(story).embargo_until.astimezone(papua.zone).hour == 10
    assert UserProfile.objects.get(user=editor).current_time_zone == "Asia/Jakarta"


def test_the_board_names_the_zone_behind_its_times(papua, editor):
    publish(a_story(editor, go_live_at=timezone.now() + timedelta(hours=1)))
    publish(a_story(editor))
    board = signed_in(editor).get(HOME).content.decode()
    assert "12.00 WIT" in board and "11.00 WIT" in board


def test_a_refusal_names_the_zone_also_outside_the_newsrooms_screens(papua, editor, english):
    story = a_story(editor, embargo_until=timezone.now() + timedelta(hours=1))
    assert "until 1 May 2026 12.00 WIT" in " ".join(readiness.reasons_against(story))


def test_a_scheduled_story_says_when_it_comes_out(papua, editor, english):
    story = a_story(editor)
    redraft(story, go_live_at=timezone.now() + timedelta(hours=1)).publish()
    page = signed_in(editor).get(url("edit", story.pk)).content.decode()
    assert "comes out on 1 May 2026, 12.00 WIT by itself" in page


def test_a_licence_ends_with_the_day_of_the_publication(papua, editor, time_machine):
    picture = PictureFactory(licence_expires=date(2026, 5, 1))
    midnight = timezone.now() + timedelta(hours=13)
    story = a_story(editor, lead_picture=picture, no_picture=False, go_live_at=midnight)
    publish(story)
    time_machine.move_to(midnight, tick=False)
    assert jobs.work_off() == 0
    story.refresh_from_db()
    assert not story.live
