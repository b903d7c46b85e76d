"""What an editor is told: after a step with a story, and above its text."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from terbit.newsroom import publishing
from terbit.newsroom.models import Article
from terbit.workflow.models import Note, Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory, publish
from tests.workflow.screens import body, form_of, judge, paragraph, send, signed_in, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


class Desk:
    def __init__(self) -> None:
        self.section = SectionFactory()
        self.reporter = UserFactory(name="Sari", role=Role.REPORTER, role__section=self.section)
        self.editor = UserFactory(name="Bahri", role=Role.EDITOR, role__section=self.section)
        self.story = ArticleFactory(
            section=self.section, created_by=self.reporter, contributor=ContributorFactory(user=self.reporter)
        )

    def submit(self) -> None:
        self.story.get_workflow().start(self.story, self.reporter)

    def page(self, user: Any) -> str:
        return signed_in(user).get(url("edit", self.story.pk)).content.decode()


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def step(action: str, **more: str) -> dict[str, str]:
    extra = json.dumps(more)
    names = {"action-workflow-action": "true", "workflow-action-name": action}
    return names | {"workflow-action-extra-data": extra}


def test_each_step_says_what_happened(desk):
    assert "Draft saved." in told(send(desk.reporter, desk.story))
    assert "The story is with the editors." in told(send(desk.reporter, desk.story, "submit"))
    returned = told(send(desk.editor, desk.story, **step("reject", comment="Sebut angkanya.")))
    assert "The story is returned to Sari." in returned
    send(desk.reporter, desk.story, "submit")
    approved = told(send(desk.editor, desk.story, **step("approve")))
    assert "The story is approved and out." in approved
    assert Article.objects.get().get_absolute_url() in approved
    assert "The story is out." in told(send(desk.editor, desk.story, "publish", standfirst="Warga senang."))


def test_publishing_for_later_says_when(desk):
    later = (timezone.now() + timedelta(days=1)).astimezone().strftime("%Y-%m-%d %H:%M")
    said = told(send(desk.editor, desk.story, "publish", go_live_at=later))
    assert "Scheduled: the story comes out on" in said
    assert "See it on the site" not in said


def test_a_story_that_came_back_says_who_sent_it_and_why(desk):
    desk.submit()
    judge(desk.editor, desk.story, "reject", "Sebut <b>angkanya</b>.")
    page = desk.page(desk.reporter)
    assert "Returned by Bahri," in page
    assert "Sebut &lt;b&gt;angkanya&lt;/b&gt;." in page
    note = Note.objects.get()
    assert (note.author, note.text) == (desk.editor, "Sebut <b>angkanya</b>.")
    send(desk.reporter, desk.story, "submit")
    assert "Returned by" not in desk.page(desk.editor)


def test_a_story_does_not_come_back_without_a_reason(desk):
    desk.submit()
    refused = send(desk.editor, desk.story, **step("reject", comment="  "))
    assert "Write what has to be mended." in told(refused)
    desk.story.refresh_from_db()
    assert desk.story.workflow_in_progress


def test_a_story_under_approval_is_closed_to_its_author_who_can_take_it_back(desk):
    desk.submit()
    page = desk.page(desk.reporter)
    assert "An editor is checking this story. Take it back to change it." in page
    assert "data-terbit-text disabled" in page
    assert 'name="action-cancel-workflow"' in page and "action-locked" not in page
    answer = signed_in(desk.reporter).post(url("edit", desk.story.pk), {"action-cancel-workflow": "1"})
    assert "The story is yours again." in told(answer)
    assert "data-terbit-text disabled" not in desk.page(desk.reporter)
    assert not Article.objects.get().workflow_in_progress


def test_a_withdrawn_story_says_when_and_why(desk):
    publish(desk.story)
    publishing.take_offline(desk.story, reason="Narasumber keberatan atas kutipan.")
    page = desk.page(desk.editor)
    assert "Withdrawn " in page
    assert "Narasumber keberatan atas kutipan." in page


def test_who_saves_while_another_has_the_story_keeps_a_closed_form(desk):
    signed_in(desk.reporter).get(url("edit", desk.story.pk))
    refused = signed_in(desk.editor).post(url("edit", desk.story.pk), form_of(desk.story))
    assert "data-terbit-text disabled" in refused.content.decode()


def test_refused_publishing_lists_why_and_leads_to_each_field(desk):
    refused = told(send(desk.editor, desk.story, "publish", standfirst="", no_picture=""))
    assert "Not published yet:" in refused
    assert 'data-terbit-field="standfirst"' in refused
    assert 'data-terbit-field="lead_picture"' in refused


def test_a_form_that_cannot_be_saved_names_its_first_faults(desk):
    form = form_of(desk.story, headline="", source_url="bukan alamat") | {"action-submit": "1"}
    said = told(signed_in(desk.reporter).post(url("edit", desk.story.pk), form))
    assert 'data-terbit-field="headline"' in said
    assert 'data-terbit-field="source_url"' in said


def test_a_story_without_a_headline_has_a_name_all_the_same(desk):
    assert str(Article(headline="")) == "Untitled"


def test_a_new_story_opens_with_a_paragraph_and_the_byline_of_its_writer(desk):
    contributor = desk.reporter.contributor
    form = signed_in(desk.reporter).get(url("add")).context["form"]
    assert [block.block_type for block in form["body"].value()] == ["paragraph"]
    assert [row["contributor"].value() for row in form.formsets["bylines"].forms] == [contributor.pk]


def test_a_byline_that_the_writer_takes_out_of_a_new_story_stays_out(desk):
    form = form_of(desk.story, headline="Tanpa Nama") | {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}
    signed_in(desk.reporter).post(url("add"), form)
    assert not Article.objects.get(headline="Tanpa Nama").bylines.exists()


def test_an_empty_paragraph_holds_nobody_up(desk):
    filled = paragraph("Jembatan dipakai lagi.")["body-0-value"]
    send(desk.editor, desk.story, "publish", **body([("paragraph", "null"), ("paragraph", filled)]))
    assert Article.objects.get().live


def test_beside_a_published_story_is_the_way_to_the_readers_page(desk):
    assert "See it on the site" not in desk.page(desk.reporter)
    publish(desk.story)
    page = desk.page(desk.reporter)
    assert "See it on the site" in page and Article.objects.get().get_absolute_url() in page
