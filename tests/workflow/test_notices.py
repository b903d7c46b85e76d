"""Who is told what about a story, in the newsroom and by e-mail."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from terbit.newsroom.models import Article, Publication, Section
from terbit.staff import accounts
from terbit.staff.models import User
from terbit.workflow import board, notices
from terbit.workflow.models import Notice, Role
from terbit.workflow.models.notice import NoticeKind as Kind
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory
from tests.workflow.screens import judge, send, signed_in, two_stages, url

pytestmark = pytest.mark.django_db


class Desk:
    """A section with one under it, another one, and people in all places."""

    def __init__(self) -> None:
        self.daerah = SectionFactory()
        self.kota, self.olahraga = SectionFactory(parent=self.daerah), SectionFactory()
        self.reporter, self.colleague = self.person(Role.REPORTER), self.person(Role.REPORTER)
        self.editor = self.person(Role.EDITOR)
        self.editor_above = self.person(Role.EDITOR, self.daerah)
        self.editor_elsewhere = self.person(Role.EDITOR, self.olahraga)
        self.author_editor = self.person(Role.EDITOR)
        self.ended_editor = UserFactory(role=Role.EDITOR, role__section=self.kota, is_active=False)
        self.chief, self.administrator = (
            UserFactory(role=Role.CHIEF_EDITOR),
            UserFactory(role=Role.ADMINISTRATOR),
        )
        self.story = ArticleFactory(
            headline="Pasar Pindah",
            section=self.kota,
            created_by=self.reporter,
            contributor=ContributorFactory(user=self.author_editor),
        )

    def person(self, role: str, section: Section | None = None) -> User:
        return UserFactory(role=role, role__section=section or self.kota)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def told(kind: str) -> set[User]:
    return {notice.user for notice in Notice.objects.filter(kind=kind)}


# Whom -------------------------------------------------------------------------------------------------


def test_those_who_can_judge_a_submitted_story_are_told_and_nobody_else(desk):
    send(desk.reporter, desk.story, "submit")
    assert told(Kind.SUBMITTED) == {desk.editor, desk.editor_above, desk.chief}
    assert set(Notice.objects.values_list("kind", flat=True)) == {Kind.SUBMITTED}


def test_an_editor_who_submits_is_not_told_of_it(desk):
    send(desk.editor, desk.story, "submit")
    assert told(Kind.SUBMITTED) == {desk.editor_above, desk.chief}


def test_the_authors_are_told_of_a_return_with_the_note(desk):
    send(desk.reporter, desk.story, "submit")
    judge(desk.editor, desk.story, "reject", "Tambahkan tanggapan pedagang.")
    assert told(Kind.RETURNED) == {desk.reporter, desk.author_editor}
    assert set(Notice.objects.filter(kind=Kind.RETURNED).values_list("text", "actor")) == {
        ("Tambahkan tanggapan pedagang.", desk.editor.pk)
    }


def test_the_authors_and_whoever_submitted_are_told_of_the_approval(desk):
    send(desk.editor_above, desk.story, "submit")
    judge(desk.editor, desk.story, "approve")
    assert told(Kind.APPROVED) == {desk.reporter, desk.author_editor, desk.editor_above}


def test_what_comes_back_is_told_again(desk):
    send(desk.reporter, desk.story, "submit")
    judge(desk.editor, desk.story, "reject", "Siapa sumbernya?")
    send(desk.reporter, desk.story, "submit")
    assert Notice.objects.filter(kind=Kind.SUBMITTED, user=desk.editor).count() == 2


def test_at_the_second_stage_those_who_lead_are_told(desk):
    desk.kota.workflow = two_stages()
    desk.kota.save()
    send(desk.reporter, desk.story, "submit")
    assert told(Kind.SUBMITTED) == {desk.editor, desk.editor_above, desk.chief}
    judge(desk.editor, desk.story, "approve")
    assert Notice.objects.filter(kind=Kind.SUBMITTED, user=desk.chief).count() == 2
    assert not told(Kind.APPROVED)
    judge(desk.chief, desk.story, "approve")
    assert told(Kind.APPROVED) == {desk.reporter, desk.author_editor}


def test_a_note_is_told_to_those_who_are_at_the_story_and_still_may_see_it(desk):
    signed_in(desk.editor).post(url("add_note", desk.story.pk), {"text": "Siapa sumbernya?"})
    assert told(Kind.NOTE) == {desk.reporter, desk.author_editor}
    desk.author_editor.role_assignments.all().delete()
    signed_in(desk.reporter).post(url("add_note", desk.story.pk), {"text": "Kepala pasar."})
    assert {notice.user for notice in Notice.objects.filter(text="Kepala pasar.")} == {desk.editor}


def test_whoever_has_no_role_any_more_is_told_nothing(desk):
    send(desk.reporter, desk.story, "submit")
    desk.reporter.role_assignments.all().delete()
    accounts.end(desk.author_editor, by=desk.administrator)
    judge(desk.editor, desk.story, "reject", "Siapa sumbernya?")
    assert told(Kind.RETURNED) == set()


def test_a_notice_is_not_shown_to_whom_the_story_was_taken_from_meanwhile(desk):
    send(desk.reporter, desk.story, "submit")
    assert [notice.article for notice in notices.unread(desk.editor)] == [desk.story]
    Article.objects.update(section=desk.olahraga)
    assert notices.unread(User.objects.get(pk=desk.editor.pk)) == []


def test_the_board_holds_no_story_of_ones_own_that_one_may_not_see_any_more(desk):
    assert board.board(desk.reporter).mine == [desk.story]
    desk.reporter.role_assignments.all().delete()
    assert board.board(User.objects.get(pk=desk.reporter.pk)).mine == []


def test_read_notices_are_read_by_oneself_only(desk):
    send(desk.reporter, desk.story, "submit")
    signed_in(desk.editor).post("/ruang-redaksi/kabar-dibaca/")
    assert not notices.unread(desk.editor)
    assert notices.unread(desk.chief)


# By e-mail --------------------------------------------------------------------------------------------


def recipients(outbox: list[Any]) -> list[str]:
    return sorted(address for message in outbox for address in message.to)


def test_each_is_written_to_once(desk, mailoutbox):
    send(desk.reporter, desk.story, "submit")
    assert notices.send_emails() == 3
    assert notices.send_emails() == 0
    assert recipients(mailoutbox) == sorted(
        user.email for user in (desk.editor, desk.editor_above, desk.chief)
    )
    message = next(message for message in mailoutbox if message.to == [desk.editor.email])
    assert "Pasar Pindah" in message.subject
    assert f"http://testserver{url('edit', desk.story.pk)}" in message.body
    assert desk.reporter.name in message.body


def test_nothing_is_sent_about_a_story_that_was_taken_away_meanwhile(desk, mailoutbox):
    send(desk.reporter, desk.story, "submit")
    Article.objects.update(section=desk.olahraga)
    accounts.end(desk.chief, by=desk.administrator)
    notices.send_emails()
    assert not mailoutbox


def test_what_a_person_is_called_makes_no_second_header(desk, mailoutbox):
    User.objects.filter(pk=desk.reporter.pk).update(name="Sari\r\nBcc: musuh@lain.example")
    Article.objects.update(headline="Pasar\r\nBcc: musuh@lain.example")
    Publication.objects.update_or_create(defaults={"name": "Kabar\nBcc: musuh@lain.example"})
    send(desk.reporter, Article.objects.get(), "submit")
    notices.send_emails()
    assert mailoutbox
    assert all(len(message.recipients()) == 1 and "\n" not in message.subject for message in mailoutbox)


class Broken(EmailBackend):
    """A mail server that is away, or that does not like one of the addresses."""

    error: Exception = ConnectionRefusedError("nobody listens")
    hated: str | None = None

    def send_messages(self, messages: list[Any]) -> int:
        if self.hated in (None, messages[0].to[0]):
            raise self.error
        return super().send_messages(messages)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, settings: Any) -> type[Broken]:
    if hasattr(settings, "MAILERS"):
        settings.MAILERS = {"default": {"BACKEND": f"{__name__}.Broken"}}
    else:
        settings.EMAIL_BACKEND = f"{__name__}.Broken"
    monkeypatch.setattr(Broken, "hated", None)
    return Broken


def test_a_mail_that_could_not_be_sent_is_tried_five_times_over_hours(desk, server, time_machine, caplog):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    send(desk.reporter, desk.story, "submit")
    Notice.objects.exclude(user=desk.editor).delete()
    tries = []
    for minute in range(24 * 60):
        time_machine.move_to(timezone.now() + timedelta(minutes=minute > 0), tick=False)
        before = Notice.objects.get().email_failures
        notices.send_emails()
        if Notice.objects.get().email_failures > before:
            tries.append(minute)
    assert len(tries) == 5
    assert tries[0] == 0 and tries[-1] >= 60
    assert notices.unread(desk.editor) == [Notice.objects.get()]


def test_a_mail_is_sent_when_the_server_is_back(desk, server, time_machine, monkeypatch, mailoutbox):
    time_machine.move_to("2026-05-01T02:00:00Z", tick=False)
    send(desk.reporter, desk.story, "submit")
    assert notices.send_emails() == 0
    monkeypatch.setattr(server, "hated", "")
    time_machine.shift(timedelta(minutes=2))
    assert notices.send_emails() == 3
    assert len(mailoutbox) == 3


@pytest.mark.parametrize(
    "error", [smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), ValueError("not an address")]
)
def test_one_address_that_fails_holds_nobody_else(desk, server, monkeypatch, mailoutbox, error):
    monkeypatch.setattr(server, "hated", desk.editor.email)
    monkeypatch.setattr(server, "error", error)
    send(desk.reporter, desk.story, "submit")
    assert notices.send_emails() == 2
    assert recipients(mailoutbox) == sorted([desk.editor_above.email, desk.chief.email])


@pytest.mark.parametrize(
    "error", [ConnectionRefusedError("away"), TimeoutError("silent"), smtplib.SMTPServerDisconnected("gone")]
)
def test_a_server_that_is_away_is_asked_once_and_not_for_each_mail(desk, server, monkeypatch, error):
    asked = []

    def refuse(self: Broken, messages: list[Any]) -> int:
        asked.append(messages)
        raise error

    monkeypatch.setattr(server, "send_messages", refuse)
    send(desk.reporter, desk.story, "submit")
    assert notices.send_emails() == 0
    assert len(asked) == 1
    assert set(Notice.objects.values_list("email_failures", flat=True)) == {1}


def test_mail_that_was_given_up_is_told_to_those_who_look_after_the_house(desk, english):
    send(desk.reporter, desk.story, "submit")
    Notice.objects.update(email_failures=len(notices.TRIES))
    assert any("e-mail" in sentence for sentence in board.board(desk.administrator).house)
