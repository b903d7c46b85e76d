"""What the house itself does once a day and after a restore."""

from __future__ import annotations

from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from terbit.lib import content, memory, schedule

MINUTE, DAY = 60, 24 * 60 * 60
# Long enough to look into what failed over a holiday weekend.
KEPT = timedelta(days=7)


def register() -> None:
    schedule.register("forget finished tasks", DAY, forget_finished_tasks)
    schedule.register("forget expired sessions", DAY, forget_expired_sessions)
    schedule.register("measure the tables", DAY, measure_tables)
    schedule.register("give memory back", MINUTE, memory.give_back)
    content.remake(index_for_choosers)
    content.remake(measure_tables)


def forget_finished_tasks() -> None:
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()


def forget_expired_sessions() -> None:
    call_command("clearsessions")


def measure_tables() -> None:
    """Tell SQLite's planner how large and how even its tables are; PostgreSQL does so by itself.

    Index by index, so that nobody who saves meanwhile waits longer than for one of them.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'index'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")


def index_for_choosers() -> None:
    """Wagtail's own search, which finds pictures, media and people in the newsroom's choosers."""
    call_command("update_index", verbosity=0)
