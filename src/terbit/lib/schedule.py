"""Work that comes round by the clock. Packages register it here; the background worker of the house does it.

Register in `AppConfig.ready()`: `schedule.register("publish what is due", 5, publish_due)`. A job must bear
being run late, twice or not at all for a while, and must leave nothing half done when it is cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[[], object])


@dataclass(frozen=True)
class Job:
    """`run` is called without arguments every `seconds`; its result is not looked at.

    A job that stands `apart` waits for others (a mail server) and is done in a thread of its own, so that it
    holds nothing else up; it never runs twice at the same time. A job for what lies on this machine is
    done `everywhere`: also where the worker waits for that of another machine to go.
    """

    name: str
    seconds: float
    run: Callable[[], object]
    apart: bool = False
    everywhere: bool = False


_jobs: dict[str, Job] = {}


def register(
    name: str, seconds: float, run: Callable[[], object], *, apart: bool = False, everywhere: bool = False
) -> None:
    """Have `run` done every `seconds`. Raises ValueError when another function has the same name."""
    if seconds <= 0:
        raise ValueError(f"{name}: a job comes round after more than 0 seconds, not {seconds}")
    if name in _jobs and _jobs[name].run is not run:
        raise ValueError(f"There is another job called {name}")
    _jobs[name] = Job(name, seconds, run, apart, everywhere)


def every(seconds: float, name: str) -> Callable[[Function], Function]:
    """Decorator form of `register`: the module it stands in must be imported by `AppConfig.ready()`."""

    def decorate(function: Function) -> Function:
        register(name, seconds, function)
        return function

    return decorate


def jobs() -> list[Job]:
    return list(_jobs.values())


class Rota:
    """Tells which jobs are due. Knows no clock: the caller says what time it is, in seconds."""

    def __init__(self, jobs: list[Job], now: float, ages: Mapping[str, float] | None = None) -> None:
        """`ages`: seconds since a job was last done, where known; a job never done is due at once."""
        self._jobs = jobs
        self._due = {job.name: now + _left(job, (ages or {}).get(job.name)) for job in jobs}

    def due(self, now: float) -> list[Job]:
        """The jobs whose time has come, the longest overdue first."""
        ready = [job for job in self._jobs if self._due[job.name] <= now]
        return sorted(ready, key=lambda job: self._due[job.name])

    def done(self, job: Job, now: float) -> None:
        """Rounds that were missed are not made up for."""
        self._due[job.name] = now + job.seconds


def _left(job: Job, age: float | None) -> float:
    """Seconds until a job is due. One done in the future (the clock was ahead) counts as done just now."""
    return 0.0 if age is None else max(0.0, job.seconds - max(0.0, age))
