"""What is wrong with the house, in sentences; whoever knows registers a check."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check that gives one sentence for each thing that is wrong. Usable as a decorator."""
    if check not in _checks:
        _checks.append(check)
    return check


def sentences() -> list[str]:
    return [sentence for check in _checks for sentence in check()]
