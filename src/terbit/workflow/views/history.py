"""A story's history: one row for each sitting, not for each time the editor saved by itself."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import history
from wagtail.models import ModelLogEntry
from wagtail.snippets.views import snippets

from terbit.workflow.views.permissions import StoryPermissionMixin

ONE_SITTING = timedelta(minutes=10)
EDIT = "wagtail.edit"


class SittingColumn(history.ActionColumn):
    """Compares with the version before the sitting."""

    def __init__(self, *args: Any, before: dict[int, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before

    def get_actions(self, instance: ModelLogEntry, parent_context: Any) -> list[dict[str, Any]]:
        instance.previous_revision_id = self.before.get(instance.pk, instance.previous_revision_id)
        return super().get_actions(instance, parent_context)


class StoryHistoryView(StoryPermissionMixin, snippets.HistoryView):
    needs = "view"

    @cached_property
    def columns(self) -> list[Column]:
        action, *others = super().columns
        column = SittingColumn(
            action.name,
            label=action.label,
            object=self.object,
            url_names=action.url_names,
            user_can_unschedule=action.user_can_unschedule,
            before=self.sittings[1],
        )
        return [column, *others]

    @cached_property
    def sittings(self) -> tuple[list[int], dict[int, int | None]]:
        rows = super().get_base_queryset().order_by("timestamp", "pk")
        return fold(rows.values_list("pk", "action", "user_id", "timestamp", "previous_revision_id"))

    def get_base_queryset(self) -> QuerySet[ModelLogEntry]:
        return super().get_base_queryset().exclude(pk__in=self.sittings[0])


def fold(rows: Any) -> tuple[list[int], dict[int, int | None]]:
    """Keys of entries that a later one of the same sitting stands for, and the version before each sitting.

    `rows` are (pk, action, user, timestamp, version before), the oldest first. What came between two
    savings, such as a submission, ends the sitting.
    """
    folded: list[int] = []
    before: dict[int, int | None] = {}
    last: Any = None
    for row in rows:
        key, action, user, moment, version_before = row
        if action != EDIT:
            last = None
            continue
        if last and last[2] == user and moment - last[3] <= ONE_SITTING:
            folded.append(last[0])
            before[key] = before.pop(last[0])
        else:
            before[key] = version_before
        last = row
    return folded, before
