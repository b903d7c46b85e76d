"""What must lie ready before readers may see a story, as the rows above tell; so that publishing only looks for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wagtail.signals import task_submitted

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

Make = Callable[["Article"], None]
_registered: list[Make] = []


def register(make: Make) -> Make:
    """Have this done with each version of a story that is handed in, approved, scheduled or published."""
    if make not in _registered:
        _registered.append(make)
    return make


def prepare(story: Article) -> None:
    for make in _registered:
        make(story)


def connect() -> None:
    task_submitted.connect(_prepare_submitted, dispatch_uid="terbit_preparing")


def _prepare_submitted(instance: Any, **kwargs: Any) -> None:
    from terbit.newsroom.models import Article

    submitted = instance.revision.as_object() if instance.revision else None
    if isinstance(submitted, Article):
        prepare(submitted)
