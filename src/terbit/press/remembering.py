"""Short facts that packages above keep with the prints of this machine: they concern these, and go with them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress

from terbit.press import condition
from terbit.press.folder import folder


def remember(name: str, value: str) -> None:
    """A folder that takes nothing has its own sentences; reading goes on."""
    with suppress(OSError, sqlite3.Error):
        folder().index.state(name, value)


def remembered(name: str) -> str:
    """ "" where nothing was ever printed."""
    place = condition.opened()
    return place.index.fact(name) if place else ""
