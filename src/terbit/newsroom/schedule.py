"""Stories whose time has come.

Wagtail's `publish_scheduled` stops at the first failure and leaves the rest unpublished; here each story
has its own transaction, and a failure is told on the board.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ScheduleFailure

logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(minutes=1)


def work_off(now: datetime | None = None) -> int:
    """Publish and expire everything due at `now`; returns how many stories changed."""
    now = now or timezone.now()
    waiting = set(
        ScheduleFailure.objects.filter(last_tried__gt=now - RETRY_AFTER).values_list("article_id", flat=True)
    )
    return _publish_due(now, waiting) + _expire_due(now, waiting)


def _publish_due(now: datetime, waiting: set[int]) -> int:
    due = Revision.objects.filter(
        base_content_type=Article.get_base_content_type(), approved_go_live_at__lte=now
    ).order_by("approved_go_live_at", "pk")
    done = 0
    for revision in due.defer("content"):
        pk = int(revision.object_id)
        if pk not in waiting:
            done += _attempt(
                pk, lambda article, revision=revision: publishing.publish_due(article, revision, now)
            )
    return done


def _expire_due(now: datetime, waiting: set[int]) -> int:
    due = (
        Article.objects.live().filter(expire_at__lte=now).exclude(pk__in=waiting).order_by("expire_at", "pk")
    )
    return sum(_attempt(pk, publishing.expire) for pk in list(due.values_list("pk", flat=True)))


def _attempt(pk: int, act: Callable[[Article], None]) -> bool:
    """One story's own transaction; what goes wrong is kept for the board and holds nobody else."""
    try:
        act(Article.objects.get(pk=pk))
    except (OperationalError, InterfaceError):
        raise  # the database itself is ill: the worker tries everything again at its next round
    except publishing.PublicationRefused as refusal:
        _remember(pk, str(refusal))
    except Exception as error:
        logger.exception("Story %s is due and could not be published", pk)
        _remember(pk, _("An error in the program: %(error)s") % {"error": type(error).__name__})
    else:
        ScheduleFailure.objects.filter(article_id=pk).delete()
        return True
    return False


def _remember(pk: int, reason: str) -> None:
    ScheduleFailure.objects.update_or_create(
        article_id=pk, defaults={"reason": reason, "last_tried": timezone.now()}
    )


def overdue(now: datetime | None = None) -> int:
    """How many publications are more than five seconds late: the worker is slow, dead or they failed."""
    limit = (now or timezone.now()) - timedelta(seconds=5)
    return Revision.objects.filter(
        base_content_type=Article.get_base_content_type(), approved_go_live_at__lte=limit
    ).count()
