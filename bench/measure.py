"""Measuring one thing many times: queries, milliseconds of CPU with those of the database, the clock."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass
class Figure:
    """Milliseconds; `cpu`, `database` and `wall` are medians, `least` and `p95` are of CPU.

    `least` is nearest to a machine at rest: neighbours on the same cores make CPU time dearer, too. `bar` is
    what `cpu` must stay under, None where nothing is asked.
    """

    what: str
    queries: int
    cpu: float
    least: float
    database: float
    p95: float
    wall: float
    bar: float | None = None

    @property
    def passes(self) -> bool:
        return self.bar is None or self.cpu <= self.bar


def measure(
    what: str, act: Callable[[], Any], *, runs: int, bar: float | None = None, warm: int = 2
) -> Figure:
    """Call `act` `warm` times unmeasured, once counting queries, then `runs` times."""
    for _ in range(warm):
        act()
    with CaptureQueriesContext(connection) as captured:
        act()
        queries = len(captured)
    samples = [_sample(act) for _ in range(runs)]
    cpu, database, wall = zip(*samples, strict=True)
    return Figure(
        what,
        queries,
        statistics.median(cpu),
        min(cpu),
        statistics.median(database),
        percentile(cpu, 95),
        statistics.median(wall),
        bar,
    )


def percentile(values: Any, percent: int) -> float:
    """The value that `percent` of the sorted values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def _sample(act: Callable[[], Any]) -> tuple[float, float, float]:
    gc.collect()
    wall, cpu, server = time.perf_counter(), time.process_time(), _server_seconds()
    act()
    database = _server_seconds() - server
    cpu = time.process_time() - cpu + database
    return cpu * 1000, database * 1000, (time.perf_counter() - wall) * 1000


def _server_seconds() -> float:
    """CPU seconds of this connection's server process; SQLite works in our own process, so 0 there.

    Linux tells them in nanoseconds. The server must be on this machine, and not run queries in parallel.
    """
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
