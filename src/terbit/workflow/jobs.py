"""What the background worker does for the newsroom."""

from __future__ import annotations

from terbit.lib import health, schedule
from terbit.newsroom import schedule as due_stories
from terbit.newsroom.clock import publications_time
from terbit.workflow import notices


def register() -> None:
    schedule.register("due_stories", 1, work_off)
    schedule.register("notices", 5, notices.send_emails, apart=True)
    health.register(notices.given_up)


def work_off() -> int:
    """What is due, with its days and hours as the publication counts them."""
    with publications_time():
        return due_stories.work_off()
