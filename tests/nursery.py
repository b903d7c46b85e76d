"""Processes at work on one database at the same moment: Django is loaded once and forked, as `terbit run` does.

A call names a generator function. What comes before its `yield` is done beforehand, what comes after it
begins in all processes at once; `say` writes down what the process has been told is done, and outlives it.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

Say = Callable[..., None]
Job = Callable[..., Iterator[None]]
LONGEST = 90.0


@dataclass(frozen=True)
class Call:
    job: Job
    arguments: dict[str, Any] = field(default_factory=dict)
    killed_after: float | None = None  # seconds from the common beginning until `kill -9`

    def as_json(self) -> dict[str, Any]:
        name = [self.job.__module__, self.job.__qualname__]
        return {"job": name, "arguments": self.arguments, "killed_after": self.killed_after}


@dataclass(frozen=True)
class Outcome:
    """What a process said, and how it ended: the traceback of its error, or whether it was killed."""

    said: list[dict[str, Any]]
    error: str = ""
    killed: bool = False


class Nursery:
    """`with Nursery(environment) as nursery: nursery.together(Call(job, {"story": 1}), …)`."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"],
            env=environment | {"DJANGO_SETTINGS_MODULE": "terbit.settings"},
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def together(self, *calls: Call) -> list[Outcome]:
        """Do all calls at once and wait for the last. Without an error, unless the test asks for it."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps([call.as_json() for call in calls]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "the nursery has ended"
        return [Outcome(**outcome) for outcome in json.loads(answer)]

    def alone(self, job: Job, **arguments: Any) -> list[dict[str, Any]]:
        """What one process says; its error is the test's."""
        (outcome,) = self.together(Call(job, arguments))
        assert not outcome.error, outcome.error
        return outcome.said

    def __enter__(self) -> Nursery:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=30)


def _all_at_once(calls: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    for call in calls:
        importlib.import_module(call["job"][0])  # once, before the fork
    ready, is_ready = os.pipe()
    gate, opener = os.pipe()
    children = []
    for number, call in enumerate(calls):
        if (pid := os.fork()) == 0:
            os.close(ready)
            os.close(opener)
            _live(call, folder / str(number), is_ready, gate)
        children.append(pid)
    os.close(is_ready)
    os.close(gate)
    while os.read(ready, 1):  # until every child is ready or has ended
        pass
    os.close(opener)
    os.close(ready)
    endings = _wait(children, [call["killed_after"] for call in calls])
    return [_outcome(folder / str(number), ending) for number, ending in enumerate(endings)]


def _live(call: dict[str, Any], report: Path, is_ready: int, gate: int) -> None:
    """A child's whole life."""
    os.dup2(2, 1)  # what is printed is not an answer
    with report.open("a", buffering=1) as lines:

        def say(**said: Any) -> None:
            lines.write(json.dumps({"said": said}) + "\n")

        try:
            module, name = call["job"]
            job = getattr(importlib.import_module(module), name)(say, **call["arguments"])
            next(job)
            os.close(is_ready)
            os.read(gate, 1)
            next(job, None)
        except BaseException:  # noqa: BLE001 - whatever it is, the test is told
            lines.write(json.dumps({"error": traceback.format_exc()}) + "\n")
    os._exit(0)


def _wait(children: list[int], killed_after: list[float | None]) -> list[int]:
    """The wait status of each child."""
    began, endings = time.monotonic(), dict.fromkeys(children, -1)
    running = dict(zip(children, killed_after, strict=True))
    while running:
        passed = time.monotonic() - began
        for pid, limit in list(running.items()):
            if passed > (LONGEST if limit is None else limit):
                os.kill(pid, signal.SIGKILL)
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                endings[pid] = status
                del running[pid]
        time.sleep(0.002)
    return list(endings.values())


def _outcome(report: Path, status: int) -> dict[str, Any]:
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    said = [line["said"] for line in lines if "said" in line]
    error = "".join(line["error"] for line in lines if "error" in line)
    return {"said": said, "error": error, "killed": os.WIFSIGNALED(status)}


def main() -> None:
    import django
    from django.urls import get_resolver

    django.setup()
    get_resolver()._populate()
    for line in sys.stdin:
        with tempfile.TemporaryDirectory(prefix="terbit-nursery-") as folder:
            print(json.dumps(_all_at_once(json.loads(line), Path(folder))), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
