"""Pictures and media that somebody may not see yet, as the rows above tell.

An app registers in its `ready()` a function from an account and a model to the primary keys that are hidden
from it. Without any, everything is open to whoever may enter the newsroom.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model

Hides = Callable[[Any, type[Model]], set[int]]
_registered: list[Hides] = []


def register(hides: Hides) -> Hides:
    """Usable as a decorator."""
    if hides not in _registered:
        _registered.append(hides)
    return hides


def hidden_from(user: Any, model: type[Model]) -> set[int]:
    """Primary keys of `Picture` or `MediaFile` that the account may neither see nor use."""
    return set().union(*(hides(user, model) for hides in _registered))
