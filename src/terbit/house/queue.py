"""Does the tasks that wait in the database (`TASKS["background"]`), with django-tasks-db's own worker."""

from __future__ import annotations

import logging
from typing import Any

from django.db.models import QuerySet
from django.dispatch import receiver
from django_tasks_db.compat import TaskResultStatus, task_finished
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult

BACKEND = "background"
# A task that was under way when its worker died is tried again, but not for ever: it may be what kills it.
ATTEMPTS = 3

log = logging.getLogger("terbit.queue")


def waiting() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.ready().filter(backend_name=BACKEND)


def do_one(worker_id: str) -> bool:
    """Do the task that is first in line; False when none waits. How it ended is stored with the task."""
    # The look costs no write lock; the worker's own claim takes one even when there is nothing to do.
    if not waiting().exists():
        return False
    DatabaseWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=BACKEND,
        startup_delay=False,
        max_tasks=1,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()
    return True


def take_up_abandoned() -> int:
    """Put back what a dead worker left under way; call only while no other worker can be at it."""
    abandoned = DBTaskResult.objects.running().filter(backend_name=BACKEND)
    for task in abandoned:
        if len(task.worker_ids) < ATTEMPTS:
            task.status = TaskResultStatus.READY
            task.save(update_fields=["status"])
            log.warning("Taking up again what a dead worker left: %s", task.task_path)
        else:
            task.set_failed(RuntimeError(f"Its worker died {ATTEMPTS} times."))
            log.error("Given up, because its worker died %s times: %s", ATTEMPTS, task.task_path)
    return len(abandoned)


@receiver(task_finished)
def log_failure(task_result: Any, **kwargs: Any) -> None:
    if task_result.status == TaskResultStatus.FAILED:
        trouble = task_result.errors[-1].traceback if task_result.errors else ""
        log.error("The background task %s failed.\n%s", task_result.task.module_path, trouble)
