"""The log is for people to read, and strangers write into it."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings

from terbit.house.logs import Line

FORMAT = settings.LOGGING["formatters"]["line"]


@pytest.fixture
def line() -> Line:
    return Line(FORMAT["format"], style=FORMAT["style"])


def record(message: str, error: BaseException | None = None) -> logging.LogRecord:
    told = (type(error), error, None) if error else None
    return logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (message,), told)


def test_every_log_is_written_so():
    assert FORMAT["()"] == "terbit.house.logs.Line"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"line"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_what_a_stranger_asks_for_is_never_a_record_of_its_own(line: Line, end: str):
    forged = f"{end}2026-11-24 08:00:00,000 WARNING terbit.run: All passwords were changed."
    said = line.format(record(f"/a{forged}"))
    assert "All passwords were changed." in said
    assert [one for one in said.splitlines() if one.startswith("20")] == said.splitlines()[:1]


def test_nothing_in_the_log_speaks_to_the_terminal(line: Line):
    assert "\x1b" not in line.format(record("/\x1b[2J")) and "\\x1b[2J" in line.format(record("/\x1b[2J"))


def test_a_traceback_stays_readable_and_indented(line: Line):
    try:
        raise ValueError("a\n2026-11-24 forged")
    except ValueError:
        written = logging.LogRecord("a", logging.ERROR, "", 0, "It failed.", (), sys.exc_info())
    first, *more = line.format(written).split("\n")
    assert first.endswith("a: It failed.") and "Traceback" in more[0]
    assert all(one.startswith("    ") for one in more)
