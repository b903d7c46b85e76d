"""Tests that one of the two runs of `make test` leaves to the other, so that both together stay short.

They are long, and what they are about is the same on either database and with either Django. A run by itself, and
`TERBIT_TEST_PAIRS=all make test`, leaves out nothing.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
# What a browser shows, what a program does when it is started and ended, what the press does with files.
WITH_SQLITE = """
    demo
    fronts/test_screen.py
    house/test_cdn.py house/test_cli.py house/test_prints.py house/test_run.py
    newsroom/test_body_in_the_editor.py
    press/test_answering.py press/test_board_line.py press/test_cdn.py press/test_crashes.py press/test_editions.py
    press/test_health.py press/test_report.py
    workflow/test_editor.py workflow/test_story_life.py
"""
# Who may do what: the same questions, asked through forms by everybody of everything.
WITH_POSTGRESQL = """
    fronts/test_arranging.py fronts/test_composing.py
    workflow/test_approval.py workflow/test_breaking.py workflow/test_chief_editors_word.py
    workflow/test_hostile_forms.py workflow/test_notices.py workflow/test_other_addresses.py
    workflow/test_permission_matrix.py workflow/test_story_secrecy.py workflow/test_told.py
"""
LEFT_OUT = {"sqlite": WITH_POSTGRESQL, "postgresql": WITH_SQLITE}


def leave_out(items: list[pytest.Item], config: pytest.Config, vendor: str) -> None:
    """Where `TERBIT_TEST_HALVES` says that the other half runs too."""
    if not os.environ.get("TERBIT_TEST_HALVES"):
        return
    places = [TESTS / name for name in LEFT_OUT[vendor].split()]
    left = [item for item in items if any(item.path.is_relative_to(place) for place in places)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in set(left)]


def unknown() -> list[str]:
    """Names above of which there is no test any more."""
    return [name for names in LEFT_OUT.values() for name in names.split() if not (TESTS / name).exists()]
