"""Two people, one story, one after the other: nobody saves an old text over a newer one."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import Revision

from terbit.newsroom.models import Article
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import form_of, latest, signed_in, url

pytestmark = pytest.mark.django_db
LOADED = re.compile(r'name="(loaded_revision_\w+)" value="([^"]*)"')


class Page:
    """The story as somebody has it open, with what the browser sends along."""

    def __init__(self, user: User, story: Article) -> None:
        self.browser, self.story = signed_in(user), story
        shown = self.browser.get(url("edit", story.pk)).content.decode()
        self.form = form_of(story) | dict(LOADED.findall(shown))

    def save(self, **typed: Any) -> Any:
        return self.browser.post(url("edit", self.story.pk), self.form | typed, follow=True)

    def autosave(self, **typed: Any) -> Any:
        headers = {"accept": "application/json"}
        return self.browser.post(url("edit", self.story.pk), self.form | typed, headers=headers)


@pytest.fixture
def ani(time_machine: Any) -> Page:
    """Ani has the story open."""
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    section = SectionFactory()
    story = ArticleFactory(section=section, headline="Pasar Pindah")
    return Page(UserFactory(name="Ani", role=Role.EDITOR, role__section=section), story)


@pytest.fixture
def corrected(ani: Page, time_machine: Any) -> Article:
    """While she is at lunch, Budi corrects the story and leaves."""
    time_machine.shift(timedelta(minutes=10))
    budi = Page(UserFactory(name="Budi", role=Role.EDITOR, role__section=ani.story.section), ani.story)
    budi.save(standfirst="Yang pindah pasar ikan.")
    time_machine.shift(timedelta(minutes=10))
    return ani.story


@pytest.mark.parametrize("button", [{}, {"action-publish": "1"}, {"action-submit": "1"}])
def test_what_was_saved_meanwhile_stays_and_ones_own_text_is_kept_beside_it(ani, corrected, english, button):
    shown = ani.save(headline="Judul Ani", **button)
    draft = latest(corrected)
    assert (draft.headline, draft.standfirst) == ("Pasar Pindah", "Yang pindah pasar ikan.")
    assert not draft.live and not draft.workflow_in_progress
    kept = Revision.objects.get(object_str="Judul Ani")
    assert "Budi saved this story while you had it open" in shown.content.decode()
    assert "Yang pindah pasar ikan." in shown.content.decode()
    comparison = url("revisions_compare", corrected.pk, draft.latest_revision_id, kept.pk)
    assert comparison in shown.content.decode()
    assert "Judul" in ani.browser.get(comparison).content.decode()


def test_the_page_that_opens_then_can_be_saved(ani, corrected):
    ani.save(headline="Judul Ani")
    again = Page(User.objects.get(name="Ani"), corrected)
    again.save(headline="Judul Ani")
    draft = latest(corrected)
    assert (draft.headline, draft.standfirst) == ("Judul Ani", "Yang pindah pasar ikan.")


def test_an_old_page_that_saves_by_itself_keeps_one_version(ani, corrected):
    for headline in ("Judul Satu", "Judul Dua"):
        answer = json.loads(ani.autosave(headline=headline).content)
        assert answer["error_code"] == "invalid_revision"
        assert "Budi" in answer["error_message"]
    assert latest(corrected).headline == "Pasar Pindah"
    kept = Revision.objects.filter(user__name="Ani").values_list("object_str", flat=True)
    assert list(kept) == ["Judul Dua"]


def test_an_old_page_that_saved_itself_before_is_old_as_well(ani, corrected, time_machine):
    section, story = ani.story.section, ArticleFactory(section=ani.story.section)
    page = Page(User.objects.get(name="Ani"), story)
    own = json.loads(page.autosave(headline="Judul Satu").content)["revision_id"]
    time_machine.shift(timedelta(minutes=10))
    Page(UserFactory(role=Role.EDITOR, role__section=section), story).save(standfirst="Dikoreksi Budi.")
    time_machine.shift(timedelta(minutes=10))
    page.save(headline="Judul Dua", overwrite_revision_id=own)
    draft = latest(story)
    assert (draft.headline, draft.standfirst) == ("Judul Satu", "Dikoreksi Budi.")


def test_a_form_with_errors_stays_old_when_it_is_shown_again(ani, corrected):
    shown = ani.save(headline="Panjang " * 50).content.decode()
    ani.form |= dict(LOADED.findall(shown))
    ani.save(headline="Judul Ani")
    assert latest(corrected).standfirst == "Yang pindah pasar ikan."


def test_pressing_twice_is_no_conflict_and_keeps_nothing(ani, time_machine):
    blocks = dict.fromkeys(["body-0-id"], "9d6a8c1e-0000-4000-8000-000000000001")
    for _time in range(2):
        ani.save(headline="Judul Ani", **blocks)
        time_machine.shift(timedelta(seconds=1))
    assert latest(ani.story).headline == "Judul Ani"
    assert Revision.objects.filter(object_str="Judul Ani").count() == 1


def test_a_page_that_is_up_to_date_saves_by_itself_and_by_hand(ani, time_machine):
    first = json.loads(ani.autosave(headline="Judul Satu").content)
    time_machine.shift(timedelta(seconds=5))
    ani.save(headline="Judul Dua", overwrite_revision_id=first["revision_id"])
    assert latest(ani.story).headline == "Judul Dua"
