"""Periodic jobs; whoever has one registers it, the worker runs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    name: str
    seconds: float
    run: Callable[[], object]


jobs: dict[str, Job] = {}


def register(name: str, seconds: float, run: Callable[[], object]) -> None:
    """Run `run` every `seconds` in the background worker."""
    jobs[name] = Job(name, seconds, run)
