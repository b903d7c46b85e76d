"""Telling people in the newsroom, and by e-mail, what happened to a story."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.permissions import policy_registry

from terbit.newsroom.models import Article, Publication
from terbit.newsroom.publishing import may
from terbit.workflow.models import Notice
from terbit.workflow.models.notice import NoticeKind as Kind

if TYPE_CHECKING:
    from terbit.staff.models import User

logger = logging.getLogger(__name__)
AT_ONCE = 20
LOOKED_AT = 100  # notices, the newest, among which are those still worth telling
# How long after the notice each try to send its e-mail comes: a server may be away for some hours.
TRIES = [timedelta(minutes=minutes) for minutes in (0, 2, 15, 60, 360)]
REMEMBERED = timedelta(days=7)
# What smtplib says about one message, where every other trouble with the network is one with the server.
ABOUT_ONE = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def tell(users: Iterable[User], article: Article, kind: Kind, *, actor: User | None, text: str = "") -> None:
    """Write a notice to those of the users who may see the story, but the one who did it."""
    Notice.objects.bulk_create(
        Notice(user=user, article_id=article.pk, kind=kind, actor=actor, text=text)
        for user in {user.pk: user for user in users}.values()
        if user != actor and may(user, "view", article)
    )


def unread(user: User) -> list[Notice]:
    """Those about stories that the user still may see."""
    rows = Notice.objects.filter(user=user, read_at__isnull=True)
    rows = list(rows.select_related("actor")[:LOOKED_AT])
    policy = policy_registry.get_by_type(Article)
    visible = policy.instances_user_has_permission_for(user, "view").defer("body")
    stories = visible.in_bulk({notice.article_id for notice in rows})
    told = [notice for notice in rows if notice.article_id in stories]
    for notice in told:
        notice.article = stories[notice.article_id]
    return told


def send_emails() -> int:
    """Send what waits; a failure is tried again, five times at most. Returns how many were sent.

    A server that cannot be reached is asked once, not once for each: all that wait count as tried.
    """
    now = timezone.now()
    due = [Q(email_failures=failed, created_at__lte=now - after) for failed, after in enumerate(TRIES)]
    waiting = Notice.objects.filter(reduce(or_, due), emailed_at__isnull=True)
    waiting = waiting.select_related("user", "article", "actor").order_by("created_at", "pk")
    batch, sent = list(waiting[:AT_ONCE]), 0
    for place, notice in enumerate(batch):
        try:
            sent += _send(notice)
        except OSError as error:
            logger.error("The mail server cannot be used, e-mails wait: %s", error)
            _count_failure(batch[place:])
            break
    return sent


def _send(notice: Notice) -> bool:
    """Whether it was sent. Raises OSError when the server is what fails."""
    if not may(notice.user, "view", notice.article):  # the story or the account went elsewhere meanwhile
        notice.delete()
        return False
    try:
        message(notice).send()
    except Exception as error:  # whatever one of them meets must not hold the others
        if isinstance(error, OSError) and not isinstance(error, ABOUT_ONE):
            raise
        logger.exception("The e-mail about notice %s was not sent", notice.pk)
        _count_failure([notice])
        return False
    Notice.objects.filter(pk=notice.pk).update(emailed_at=timezone.now())
    return True


def _count_failure(unsent: Iterable[Notice]) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in unsent]).update(
        email_failures=F("email_failures") + 1
    )


def given_up() -> Iterator[str]:
    """A sentence where e-mails of the last days could not be sent; the notices themselves are on the board."""
    lost = Notice.objects.filter(
        emailed_at__isnull=True,
        email_failures__gte=len(TRIES),
        created_at__gt=timezone.now() - REMEMBERED,
    ).count()
    if lost:
        sentence = _("%(number)d e-mails about stories could not be sent; check the mail settings.")
        yield sentence % {"number": lost}


def message(notice: Notice) -> EmailMessage:
    """The e-mail in Indonesian, with the address of the story in the newsroom."""
    with translation.override(settings.LANGUAGE_CODE):
        article = notice.article
        url = settings.TERBIT_URL + reverse(article.snippet_viewset.get_url_name("edit"), args=[article.pk])
        subject = f"[{Publication.load().name}] {notice.get_kind_display()}: {article.headline}"
        subject = " ".join(subject.split())  # one line, whatever was typed
        body = render_to_string("terbit_workflow/notice.txt", {"notice": notice, "url": url})
        return EmailMessage(subject, body, to=[notice.user.email])
