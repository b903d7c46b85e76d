"""What the house itself does once a day and after a restore."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from terbit.lib import content, schedule

DAY = 24 * 60 * 60
# Long enough to look into what failed over a holiday weekend.
KEPT = timedelta(days=7)


def register() -> None:
    schedule.register("forget finished tasks", DAY, forget_finished_tasks)
    schedule.register("forget expired sessions", DAY, forget_expired_sessions)
    content.remake(index_for_choosers)


def forget_finished_tasks() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


def forget_expired_sessions() -> None:
    call_command("clearsessions")


def index_for_choosers() -> None:
    """Wagtail's own search, which finds pictures, media and people in the newsroom's choosers."""
    call_command("update_index", verbosity=0)
