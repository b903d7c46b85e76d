"""Background tasks that tests put in the queue."""

from __future__ import annotations

try:
    from django.tasks import task
except ImportError:
    from django_tasks import task

DONE: list[str] = []


@task(backend="background")
def note(word: str) -> None:
    DONE.append(word)


@task(backend="background")
def fail() -> None:
    raise RuntimeError("the press is out of ink")
