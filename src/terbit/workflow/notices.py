"""Telling people in the newsroom, and by e-mail, what happened to a story."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from terbit.newsroom.models import Article, Publication
from terbit.workflow.models import Notice
from terbit.workflow.models.notice import NoticeKind as Kind

if TYPE_CHECKING:
    from terbit.staff.models import User

logger = logging.getLogger(__name__)
MOST_TRIES = 5
AT_ONCE = 20


def tell(users: Iterable[User], article: Article, kind: Kind, *, actor: User | None, text: str = "") -> None:
    """Write a notice to each of the users but the one who did it; the worker sends the e-mails."""
    Notice.objects.bulk_create(
        Notice(user=user, article_id=article.pk, kind=kind, actor=actor, text=text)
        for user in {user.pk: user for user in users}.values()
        if user.is_active and user != actor
    )


def unread(user: User) -> list[Notice]:
    rows = Notice.objects.filter(user=user, read_at__isnull=True).select_related("article", "actor")
    return list(rows[:20])


def send_emails() -> int:
    """Send what waits; a failure is tried again, five times at most. Returns how many were sent."""
    sent = 0
    waiting = Notice.objects.filter(
        emailed_at__isnull=True, email_failures__lt=MOST_TRIES, user__is_active=True
    )
    for notice in waiting.select_related("user", "article", "actor").order_by("created_at", "pk")[:AT_ONCE]:
        try:
            message(notice).send()
        except OSError as error:  # smtplib's errors are OSErrors too
            logger.warning("The e-mail about notice %s was not sent: %s", notice.pk, error)
            Notice.objects.filter(pk=notice.pk).update(email_failures=notice.email_failures + 1)
        else:
            Notice.objects.filter(pk=notice.pk).update(emailed_at=timezone.now())
            sent += 1
    return sent


def message(notice: Notice) -> EmailMessage:
    """The e-mail in Indonesian, with the address of the story in the newsroom."""
    with translation.override(settings.LANGUAGE_CODE):
        article = notice.article
        url = settings.TERBIT_URL + reverse(article.snippet_viewset.get_url_name("edit"), args=[article.pk])
        headline = " ".join(article.headline.split())  # a subject is one line
        subject = f"[{Publication.load().name}] {notice.get_kind_display()}: {headline}"
        body = render_to_string("terbit_workflow/notice.txt", {"notice": notice, "url": url})
        return EmailMessage(subject, body, to=[notice.user.email])
