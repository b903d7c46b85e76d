"""Forms that no browser sends: an answer for each, none of them an error of the program, and nothing lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from terbit.newsroom.models import Article, Section
from terbit.staff.models import User
from terbit.workflow.models import BreakingStory, Notice, Role
from tests.factories import ArticleFactory, PictureFactory, SectionFactory, UserFactory
from tests.workflow.screens import body, form_of, latest, send, signed_in, url

pytestmark = pytest.mark.django_db

DEEP, LONG = "[" * 100_000, "9" * 5000
PICTURE = {"-picture": "x", "-caption": "", "-alt": ""}
FORMS: dict[str, dict[str, Any]] = {
    "an embargo from before all time": {"embargo_until": "0001-01-01 00:00"},
    "an hour to come out before all time": {"go_live_at": "0001-01-01 00:00"},
    "an end after all time": {"expire_at": "9999-12-31 23:59"},
    "a picture of five thousand digits": {"lead_picture": LONG},
    "a picture that is no number": {"lead_picture": "x"},
    "a contributor that is no number": {"bylines-0-contributor": "x"},
    "a contributor of five thousand digits": {"bylines-0-contributor": LONG},
    "a body of abc blocks": {"body-count": "abc"},
    "a table without end": body([("table", DEEP)]),
    "a table of a number": body([("table", "5")]),
    "a paragraph that is a list": body([("paragraph", "[]")]),
    "a paragraph of five": body([("paragraph", '{"blocks": 5}')]),
    "a paragraph without end": body([("paragraph", DEEP)]),
    "a picture block that names no number": body([("picture", PICTURE)]),
}


@pytest.fixture
def section() -> Section:
    return SectionFactory()


@pytest.fixture
def editor(section: Section) -> User:
    return UserFactory(role=Role.EDITOR, role__section=section)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_that_cannot_be_read_is_refused_and_the_story_stays(editor, section, form):
    story, browser = ArticleFactory(section=section), signed_in(editor)
    for view in ("edit", "preview_on_edit"):
        answer = browser.post(url(view, story.pk), form_of(story) | form)
        assert answer.status_code in (200, 302, 400), view
    assert browser.get(url("edit", story.pk)).status_code == 200
    assert browser.get(url("list")).status_code == 200
    assert browser.post(url("add"), form_of(story) | form).status_code in (200, 302, 400)
    assert latest(story).embargo_until is None


def test_the_year_of_a_moment_is_asked_for(editor, section, english):
    story = ArticleFactory(section=section)
    answer = send(editor, story, embargo_until="0001-01-01 00:00")
    assert "Check the year." in answer.content.decode()


def test_a_picture_chosen_by_a_browser_is_taken(editor, section):
    story, picture = ArticleFactory(section=section), PictureFactory()
    send(editor, story, lead_picture=picture.pk, no_picture="")
    assert latest(story).lead_picture == picture


@pytest.mark.parametrize("days", ["created_at_from=0001-01-01", "created_at_to=9999-12-31"])
def test_no_story_is_from_a_day_outside_the_calendar(editor, section, days):
    story = ArticleFactory(section=section)
    page = signed_in(editor).get(f"{url('list')}?{days}")
    assert page.status_code == 200
    assert story.headline not in page.content.decode()


@pytest.mark.parametrize("number", ["0", "x", "-1", LONG, "٣"])
def test_a_strange_number_of_a_story_or_note_is_not_there(editor, section, number):
    story, browser = ArticleFactory(section=section), signed_in(editor)
    assert browser.get(url("history", 1).replace("/1/", f"/{number}/")).status_code == 404
    assert browser.post(url("resolve_note", story.pk), {"note": number}).status_code == 404


# What PostgreSQL cannot store ---------------------------------------------------------------------------


def test_the_reason_of_breaking_news_is_kept_without_what_nobody_sees(editor, section):
    story = ArticleFactory(section=section)
    send(editor, story, "breaking", **{"breaking-reason": "Gempa\x00 besar."})
    assert BreakingStory.objects.get().reason == "Gempa besar."


def test_a_story_is_returned_without_what_nobody_sees_in_the_comment(editor, section):
    story = ArticleFactory(section=section, created_by=UserFactory(role=Role.REPORTER, role__section=section))
    send(story.created_by, story, "submit")
    comment = json.dumps({"comment": "Periksa\x00 angkanya."})
    data = {"workflow-action-name": "reject", "workflow-action-extra-data": comment}
    send(editor, story, "workflow-action", **data)
    assert not Article.objects.get(pk=story.pk).workflow_in_progress
    assert Notice.objects.get(user=story.created_by).text == "Periksa angkanya."


def test_a_comment_that_cannot_be_read_is_no_error(editor, section):
    story = ArticleFactory(section=section, created_by=UserFactory(role=Role.REPORTER, role__section=section))
    send(story.created_by, story, "submit")
    data = {"workflow-action-name": "reject", "workflow-action-extra-data": DEEP}
    assert send(editor, story, "workflow-action", **data).status_code == 302


def test_a_withdrawal_says_its_reason_without_what_nobody_sees(section):
    story = ArticleFactory(section=section, published=True)
    chief = signed_in(UserFactory(role=Role.CHIEF_EDITOR))
    for reason in ("Narasumber\x00 keberatan atas kutipan.", "Narasumber keberatan atas kutipan."):
        assert chief.post(url("unpublish", story.pk), {"reason": reason}).status_code in (200, 302)
    assert "\x00" not in Article.objects.get(pk=story.pk).withdrawn_reason
