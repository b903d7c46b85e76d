"""What is wrong with the house, in sentences. Packages register checks; the board and `doctor` ask.

A check is a function without arguments that yields sentences, translated at the time of asking; none when all
is well. It must be quick: the board asks at each visit.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

Check = Callable[[], Iterable[str]]

log = logging.getLogger("terbit.health")
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Ask `check` too. Usable as a decorator, in a module that `AppConfig.ready()` imports."""
    if check not in _checks:
        _checks.append(check)
    return check


def sentences() -> list[str]:
    """All that is wrong, in the order of registration. A check that fails itself says so in a sentence."""
    found: list[str] = []
    for check in _checks:
        try:
            found.extend(str(sentence) for sentence in check())
        except Exception as error:
            log.exception("A health check failed: %s.%s", check.__module__, check.__qualname__)
            found.append(f"{check.__module__}.{check.__qualname__}: {type(error).__name__}")
    return found
