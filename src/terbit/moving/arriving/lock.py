"""One import at a time in a house."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


class Busy(Exception):
    """Another import is under way."""


@contextmanager
def the_only_one(*, dry: bool = False) -> Iterator[None]:
    """Held by this process, and let go of whatever way it ends. Raises `Busy`."""
    if dry:
        yield
        return
    with Path(settings.HOME, "import.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Busy("Another import is under way in this house: wait until it has ended.") from None
        yield


def is_held() -> bool:
    """Whether some process of this machine is at an import now."""
    try:
        with the_only_one():
            return False
    except Busy:
        return True
