"""The house's own print folder, in a state that a test describes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from terbit.press.folder import Folder


def ask(folder: Folder, address: str, rank: int = 5, tries: int = 0, reason: str = "") -> None:
    """A job that waits, or that has failed so many times."""
    folder.index.do(
        "INSERT OR IGNORE INTO job (address, rank, heat, asked, due, tries, reason) VALUES (?, ?, 0, ?, ?, ?, ?)",
        *(address, rank, time.time(), time.time() + 60 * tries, tries, reason),
    )


def print_made_up(folder: Folder, number: int, each: int = 1000) -> None:
    """Rows of that many sheets, without files."""
    with folder.index.writing():
        for count in range(number):
            folder.index.add(
                [], address=f"/karangan/{count}/", edition=folder.current, name="-", status=200, bytes=each,
                mtime=1, written=1.0, position="0", quick=0,
            )  # fmt: skip


def worked(folder: Folder, seconds: float) -> None:
    """The press last did something so many seconds ago."""
    for fact in ("followed", "pressed"):
        folder.index.state(fact, time.time() - seconds)


@contextmanager
def losing_the_database() -> Iterator[None]:
    """It is lost, and whoever works says so, when sections are asked for."""

    def refuse(execute, sql, params, many, context):
        if "terbit_newsroom_section" in sql:
            raise OperationalError("the connection is lost")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError):
        yield
