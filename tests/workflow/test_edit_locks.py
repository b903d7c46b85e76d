"""One writes, the others see who; nothing that somebody typed is lost."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import ModelLogEntry, Revision

from terbit.newsroom import publishing, schedule
from terbit.newsroom.models import Article
from terbit.staff import accounts
from terbit.staff.models import User
from terbit.workflow import edit_locks
from terbit.workflow.models import Notice, Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish, redraft
from tests.workflow.screens import form_of, is_denied, latest, signed_in, url

pytestmark = pytest.mark.django_db


class Desk:
    """Two editors of one section and a story of it."""

    def __init__(self) -> None:
        self.section = SectionFactory()
        self.ani = UserFactory(name="Ani", role=Role.EDITOR, role__section=self.section)
        self.budi = UserFactory(name="Budi", role=Role.EDITOR, role__section=self.section)
        self.story = ArticleFactory(section=self.section, headline="Pasar Pindah")
        self.ani_browser, self.budi_browser = signed_in(self.ani), signed_in(self.budi)

    @property
    def address(self) -> str:
        return url("edit", self.story.pk)

    @property
    def row(self) -> Article:
        return Article.objects.get(pk=self.story.pk)

    def save(self, browser: Client, headline: str, **more: Any) -> Any:
        return browser.post(self.address, form_of(self.story, headline=headline) | more)

    def autosave(self, browser: Client, headline: str, **more: Any) -> Any:
        data = form_of(self.story, headline=headline) | more
        return browser.post(self.address, data, headers={"accept": "application/json"})

    def pulse(self, user: User) -> None:
        """What an open tab sends every ten seconds."""
        session = EditingSession.objects.filter(user=user).last()
        names = ("terbit_newsroom", "article", self.story.pk, session.pk)
        signed_in(user).post(reverse("wagtailadmin_editing_sessions:ping", args=names))


@pytest.fixture
def desk(time_machine: Any) -> Desk:
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    return Desk()


# Deleting ---------------------------------------------------------------------------------------------


def test_nobody_deletes_a_draft_under_the_hands_of_who_writes_it(desk, english):
    desk.ani_browser.get(desk.address)
    for press in (desk.budi_browser.get, desk.budi_browser.post):
        answer = press(url("delete", desk.story.pk), follow=True)
        assert "Ani has this story open" in answer.content.decode()
    assert Article.objects.filter(pk=desk.story.pk).exists()
    desk.ani_browser.post(url("delete", desk.story.pk))
    assert not Article.objects.filter(pk=desk.story.pk).exists()


def test_a_draft_can_be_deleted_when_its_writer_has_left(desk, time_machine):
    desk.ani_browser.get(desk.address)
    time_machine.shift(timedelta(minutes=10))
    desk.budi_browser.post(url("delete", desk.story.pk))
    assert not Article.objects.filter(pk=desk.story.pk).exists()


def test_who_may_not_see_a_draft_is_not_told_who_writes_it(desk):
    desk.ani_browser.get(desk.address)
    stranger = signed_in(UserFactory(role=Role.EDITOR, role__section=SectionFactory()))
    answer = stranger.post(url("delete", desk.story.pk))
    assert is_denied(answer)
    assert "Ani" not in stranger.get("/ruang-redaksi/").content.decode()


# Opening ----------------------------------------------------------------------------------------------


def test_who_opens_a_story_has_it_and_the_next_one_sees_who(desk, english):
    desk.ani_browser.get(desk.address)
    assert desk.row.locked_by == desk.ani
    page = desk.budi_browser.get(desk.address).content.decode()
    assert "Ani has this story open since 09.00 WIB." in page
    assert url("take_over", desk.story.pk) in page
    assert desk.row.locked_by == desk.ani


def test_looking_at_a_story_that_one_may_not_change_locks_nothing(desk):
    outsider = signed_in(UserFactory(role=Role.EDITOR, role__section=SectionFactory()))
    assert is_denied(outsider.get(desk.address))
    assert not desk.row.locked


def test_what_the_second_one_saves_is_refused_and_kept(desk):
    desk.ani_browser.get(desk.address)
    response = desk.save(desk.budi_browser, "Ditulis Budi")
    assert "Ani" in response.content.decode()
    assert latest(desk.story).headline == desk.row.headline == "Pasar Pindah"
    kept = Revision.objects.get(object_str="Ditulis Budi")
    assert kept.user == desk.budi
    assert kept.created_at < desk.row.latest_revision.created_at


@pytest.mark.parametrize(("minutes", "is_free"), [(4, False), (6, True)])
def test_a_story_whose_holder_gives_no_pulse_for_five_minutes_is_free(desk, time_machine, minutes, is_free):
    desk.ani_browser.get(desk.address)
    time_machine.shift(timedelta(minutes=minutes))
    desk.budi_browser.get(desk.address)
    assert desk.row.locked_by == (desk.budi if is_free else desk.ani)


def test_a_story_that_stays_open_stays_locked(desk, time_machine):
    desk.ani_browser.get(desk.address)
    for _minute in range(30):
        time_machine.shift(timedelta(minutes=1))
        desk.pulse(desk.ani)
    desk.budi_browser.get(desk.address)
    assert desk.row.locked_by == desk.ani


def test_a_story_that_was_closed_is_free_a_minute_after_it_was_opened(desk, time_machine):
    desk.ani_browser.get(desk.address)
    session = EditingSession.objects.get()
    desk.ani_browser.post(reverse("wagtailadmin_editing_sessions:release", args=[session.pk]))
    time_machine.shift(timedelta(seconds=61))
    assert desk.save(desk.budi_browser, "Ditulis Budi").status_code == 302
    assert latest(desk.story).headline == "Ditulis Budi"


def test_the_pulse_of_another_does_not_keep_the_story(desk, time_machine):
    desk.ani_browser.get(desk.address)
    desk.budi_browser.get(desk.address)
    time_machine.shift(timedelta(minutes=6))
    desk.pulse(desk.budi)
    desk.budi_browser.get(desk.address)
    assert desk.row.locked_by == desk.budi


# Taking over ------------------------------------------------------------------------------------------


def test_taking_over_tells_the_one_who_had_it(desk):
    desk.ani_browser.get(desk.address)
    desk.budi_browser.post(url("take_over", desk.story.pk))
    assert desk.row.locked_by == desk.budi
    [notice] = Notice.objects.all()
    assert (notice.user, notice.actor, notice.kind) == (desk.ani, desk.budi, "taken_over")
    entry = ModelLogEntry.objects.get(action="terbit.take_over")
    assert (entry.user, entry.data) == (desk.budi, {"from": "Ani"})


def test_taking_over_what_nobody_has_tells_nobody(desk):
    desk.budi_browser.post(url("take_over", desk.story.pk))
    assert desk.row.locked_by == desk.budi
    assert not Notice.objects.exists()


def test_nobody_unlocks_for_another_or_takes_over_without_the_right(desk):
    desk.ani_browser.get(desk.address)
    assert is_denied(desk.budi_browser.post(url("unlock", desk.story.pk)))
    reporter = signed_in(UserFactory(role=Role.REPORTER, role__section=desk.section))
    assert is_denied(reporter.post(url("take_over", desk.story.pk)))
    assert desk.row.locked_by == desk.ani


def test_what_the_loser_goes_on_typing_is_kept_as_one_version_that_is_not_the_newest(desk, time_machine):
    desk.ani_browser.get(desk.address)
    desk.autosave(desk.ani_browser, "Ani Satu")
    desk.budi_browser.post(url("take_over", desk.story.pk))
    desk.save(desk.budi_browser, "Budi Satu")
    for headline in ("Ani Dua", "Ani Tiga"):
        time_machine.shift(timedelta(seconds=2))
        response = desk.autosave(desk.ani_browser, headline)
        assert response.status_code == 400
        assert json.loads(response.content)["error_code"] == "locked"
        assert "Budi" in json.loads(response.content)["error_message"]
    assert latest(desk.story).headline == desk.row.headline == "Budi Satu"
    texts = list(Revision.objects.order_by("created_at").values_list("object_str", flat=True))
    assert texts[-1] == "Budi Satu"
    assert "Ani Tiga" in texts and "Ani Dua" not in texts
    time_machine.shift(timedelta(minutes=1))
    desk.save(desk.budi_browser, "Budi Dua")
    assert latest(desk.story).headline == "Budi Dua"


def test_the_kept_version_is_found_in_the_history_and_can_be_read(desk):
    desk.ani_browser.get(desk.address)
    desk.save(desk.budi_browser, "Ditulis Budi")
    kept = Revision.objects.get(object_str="Ditulis Budi")
    history = desk.budi_browser.get(url("history", desk.story.pk)).content.decode()
    assert url("revisions_view", desk.story.pk, kept.pk) in history
    assert (
        "Ditulis Budi"
        in desk.budi_browser.get(url("revisions_view", desk.story.pk, kept.pk)).content.decode()
    )


def test_the_loser_does_not_overwrite_the_newest_version_by_its_number(desk):
    desk.ani_browser.get(desk.address)
    first = json.loads(desk.autosave(desk.ani_browser, "Ani Satu").content)
    desk.budi_browser.post(url("take_over", desk.story.pk))
    desk.autosave(desk.ani_browser, "Ani Dua", overwrite_revision_id=first["revision_id"])
    assert latest(desk.story).headline == "Ani Satu"


def test_a_kept_version_is_never_published_by_itself(desk):
    desk.ani_browser.get(desk.address)
    desk.save(desk.budi_browser, "Ditulis Budi", **{"action-publish": "1"})
    assert not desk.row.live
    publish(desk.story)
    assert desk.row.headline == "Pasar Pindah"


# Leaving ----------------------------------------------------------------------------------------------


def test_a_story_is_free_when_the_account_of_its_holder_ends(desk):
    desk.ani_browser.get(desk.address)
    accounts.end(desk.ani, by=UserFactory(role=Role.ADMINISTRATOR))
    assert edit_locks.holder(desk.row) is None
    desk.budi_browser.get(desk.address)
    assert desk.row.locked_by == desk.budi


# Scheduled --------------------------------------------------------------------------------------------


@pytest.fixture
def scheduled(desk: Desk) -> Desk:
    redraft(desk.story, go_live_at=timezone.now() + timedelta(hours=1)).publish()
    return desk


def test_a_scheduled_story_is_closed_to_all_and_what_they_type_is_kept(scheduled, english):
    desk = scheduled
    page = desk.ani_browser.get(desk.address).content.decode()
    assert "This story comes out on 1 May 2026, 10.00 WIB by itself." in page
    assert url("unschedule", desk.story.pk) in page
    desk.save(desk.ani_browser, "Diganti Diam-diam", **{"action-publish": "1"})
    assert Revision.objects.filter(object_str="Diganti Diam-diam", user=desk.ani).exists()
    assert latest(desk.story).headline == "Pasar Pindah"


def test_a_story_that_its_editor_has_open_while_it_is_scheduled_is_closed_to_him_too(desk):
    desk.ani_browser.get(desk.address)
    moment = (timezone.now() + timedelta(hours=1)).astimezone().strftime("%Y-%m-%d %H:%M")
    desk.save(desk.ani_browser, "Pasar Pindah", go_live_at=moment, **{"action-publish": "1"})
    desk.autosave(desk.ani_browser, "Diketik Sesudahnya")
    assert latest(desk.story).headline == "Pasar Pindah"
    assert Revision.objects.filter(object_str="Diketik Sesudahnya").exists()


def test_unscheduling_makes_it_a_draft_to_be_edited(scheduled, time_machine):
    desk = scheduled
    desk.ani_browser.post(url("unschedule", desk.story.pk))
    assert desk.save(desk.ani_browser, "Diganti").status_code == 302
    time_machine.shift(timedelta(hours=2))
    assert schedule.work_off() == 0
    assert (desk.row.live, latest(desk.story).headline) == (False, "Diganti")


def test_a_reporter_does_not_unschedule_his_approved_story(scheduled):
    desk = scheduled
    reporter = UserFactory(role=Role.REPORTER, role__section=desk.section)
    Article.objects.update(created_by=reporter)
    browser = signed_in(reporter)
    assert is_denied(browser.post(url("unschedule", desk.story.pk)))
    assert is_denied(browser.post(url("delete", desk.story.pk)))
    assert url("unschedule", desk.story.pk) not in browser.get(desk.address).content.decode()
    assert desk.row.approved_schedule


def test_a_scheduled_update_leaves_the_published_story_as_it_is(desk):
    publish(desk.story)
    redraft(desk.story, headline="Besok", go_live_at=timezone.now() + timedelta(hours=1)).publish()
    desk.save(desk.ani_browser, "Diganti", **{"action-publish": "1"})
    assert desk.row.headline == "Pasar Pindah"
    publishing.unschedule(desk.row)
    desk.save(desk.ani_browser, "Diganti", go_live_at="", **{"action-publish": "1"})
    assert desk.row.headline == "Diganti"
