"""Where a story stands, for lists: one query for the whole page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from terbit.newsroom.models import Article

LABELS = {
    "draft": _("draft"),
    "submitted": _("submitted"),
    "returned": _("returned"),
    "scheduled": _("scheduled"),
    "live": _("published"),
    "live_changed": _("published, with a draft"),
    "offline": _("offline"),
}
BEFORE_ALL = datetime(1000, 1, 1, tzinfo=UTC)
CHOICES = [(key, label) for key, label in LABELS.items() if key != "live_changed"]


def with_status(stories: QuerySet[Article]) -> QuerySet[Article]:
    """Annotate `scheduled_at` and `workflow_status`; `status_of` reads them."""
    return stories.annotate(
        scheduled_at=Subquery(_scheduled().values("approved_go_live_at")[:1]),
        workflow_status=Subquery(_active().values("status")[:1]),
    )


def _of_this_story(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.filter(
        base_content_type=Article.get_base_content_type(),
        object_id=Cast(OuterRef("pk"), CharField(max_length=255)),
    )


def _scheduled() -> QuerySet[Revision]:
    return _of_this_story(Revision.objects.filter(approved_go_live_at__isnull=False))


def _active() -> QuerySet[WorkflowState]:
    return _of_this_story(WorkflowState.objects.active())


def status_of(story: Article) -> str:
    """A key of `LABELS` for a story that `with_status` annotated."""
    if story.scheduled_at:
        return "scheduled"
    if story.workflow_status == WorkflowState.STATUS_IN_PROGRESS:
        return "submitted"
    if story.workflow_status == WorkflowState.STATUS_NEEDS_CHANGES:
        return "returned"
    if story.live:
        return "live_changed" if story.has_unpublished_changes else "live"
    return "offline" if story.is_gone else "draft"


def in_status(stories: QuerySet[Article], status: str) -> QuerySet[Article]:
    """Stories in a status of `CHOICES`. Begins at the few rows of revisions and workflows, not at the archive."""
    scheduled = Q(pk__in=_keys(Revision.objects.filter(approved_go_live_at__isnull=False)))
    states = WorkflowState.objects
    submitted = Q(pk__in=_keys(states.filter(status=WorkflowState.STATUS_IN_PROGRESS)))
    returned = Q(pk__in=_keys(states.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)))
    return stories.filter(
        {
            "scheduled": scheduled,
            "submitted": submitted & ~scheduled,
            "returned": returned & ~scheduled,
            # SQLite counts off the partial index, 4 ms of 100,000, only where one of its columns is asked for.
            "live": Q(live=True, created_at__gt=BEFORE_ALL),
            # Not by the path: SQLite would walk its index through the whole archive.
            "offline": Q(live=False, withdrawn_at__isnull=False),
            "draft": Q(live=False, path__isnull=True) & ~scheduled & ~submitted & ~returned,
        }[status]
    )


def _keys(rows: QuerySet[Any]) -> list[int]:
    content_type = Article.get_base_content_type()
    return [int(pk) for pk in rows.filter(base_content_type=content_type).values_list("object_id", flat=True)]
