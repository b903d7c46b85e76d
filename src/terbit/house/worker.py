"""The background worker: jobs that come round by the clock, and tasks that wait in the database."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from dataclasses import dataclass
from threading import Thread
from types import FrameType
from typing import Literal

from django.db import DatabaseError, InterfaceError, close_old_connections, connections, reset_queries
from django.utils import timezone

from terbit.house import queue
from terbit.house.lock import worker_lock
from terbit.house.models import JobState, WorkerBeat
from terbit.lib import schedule

TICK = 0.5
BEAT = 5
# A worker in the middle of a long task beats late; after two minutes nobody should count on it.
LATE, DEAD = 20, 120
STANDBY = 5
# How long the end waits for a job that stands apart, in seconds: less than the supervisor's grace.
PATIENCE = 5

log = logging.getLogger("terbit.worker")


@dataclass(frozen=True)
class WorkerState:
    """How the worker is, seconds since its last sign of life (None: never any), and what it was doing."""

    state: Literal["ok", "late", "dead"]
    seconds: float | None
    doing: str = ""


def worker_state() -> WorkerState:
    beat = WorkerBeat.objects.first()
    if beat is None:
        return WorkerState("dead", None)
    seconds = (timezone.now() - beat.beat_at).total_seconds()
    state: Literal["ok", "late", "dead"] = "ok" if seconds <= LATE else "late" if seconds <= DEAD else "dead"
    return WorkerState(state, seconds, beat.doing)


class Worker:
    """`run()` returns after SIGTERM, when what is under way is finished."""

    def __init__(self) -> None:
        self.stopping = False
        self.name = f"{socket.gethostname()}:{os.getpid()}"
        self.lock = worker_lock()
        self.rota: schedule.Rota | None = None
        self.standby: schedule.Rota | None = None
        self._started = timezone.now()
        self._beaten, self._doing = -float(BEAT), ""
        self._saved: dict[str, tuple[float, str]] = {}
        self._apart: dict[str, Thread] = {}

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.stopping = True

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        trouble = 0
        while not self.stopping:
            try:
                pause = self.round()
                if trouble:
                    log.warning("The database is back.")
                trouble = 0
            except (DatabaseError, InterfaceError) as error:
                trouble += 1
                pause = min(2.0**trouble, 10)
                if trouble == 1:
                    log.error("The background worker cannot use the database and waits: %s", error)
                connections.close_all()
                self.rota = None
            self._sleep(pause)
        for thread in self._apart.values():
            thread.join(PATIENCE)
        self.lock.release()

    def round(self) -> float:
        """One look at clock and queue; return how many seconds there is nothing to do."""
        close_old_connections()
        reset_queries()
        if not self.lock.held():
            self.rota = None
            self._do_everywhere()
            return STANDBY
        if self.rota is None:
            self._take_over()
        assert self.rota is not None  # noqa: S101
        self._beat()
        for job in self.rota.due(time.monotonic()):
            if self.stopping:
                return 0
            self._do_apart(job) if job.apart else self.do(job)
            self.rota.done(job, time.monotonic())
        # One task at a time, so that a long queue never keeps a story from being published on time.
        return 0 if queue.do_one(self.name) else TICK

    def do(self, job: schedule.Job) -> None:
        """Do one job; its failure is logged, stored and never the worker's own."""
        if job.seconds >= BEAT:
            self._beat(job.name)
        self._run(job)

    def _do_everywhere(self) -> None:
        """While another works: what nobody but this machine can do."""
        if self.standby is None:
            here = [job for job in schedule.jobs() if job.everywhere]
            self.standby = schedule.Rota(here, time.monotonic())
        for job in self.standby.due(time.monotonic()):
            self._run(job)
            self.standby.done(job, time.monotonic())

    def _do_apart(self, job: schedule.Job) -> None:
        """Do one job in a thread of its own, unless the round before is still at it."""
        before = self._apart.get(job.name)
        if before is None or not before.is_alive():
            self._apart[job.name] = Thread(target=self._run_apart, args=[job], name=job.name, daemon=True)
            self._apart[job.name].start()

    def _run_apart(self, job: schedule.Job) -> None:
        try:
            self._run(job)
        except (DatabaseError, InterfaceError) as error:
            log.error("How the job “%s” ended could not be stored: %s", job.name, error)
        finally:
            connections.close_all()  # those of this thread

    def _run(self, job: schedule.Job) -> None:
        started, error = timezone.now(), ""
        try:
            job.run()
        except Exception as failure:
            log.exception("The job “%s” failed and comes round again in %g s.", job.name, job.seconds)
            error = f"{type(failure).__name__}: {failure}"
            # A job may leave its connection in a transaction that cannot go on.
            connections.close_all()
        self._save(job, started, error)

    def _take_over(self) -> None:
        """Begin as the one worker: know what was done before, and pick up what was left lying."""
        log.info("The background worker %s begins.", self.name)
        now = timezone.now()
        ages = {state.name: (now - state.last_finished).total_seconds() for state in JobState.objects.all()}
        queue.take_up_abandoned()
        self.rota = schedule.Rota(schedule.jobs(), time.monotonic(), ages)

    def _beat(self, doing: str = "") -> None:
        if doing == self._doing and time.monotonic() - self._beaten < BEAT:
            return
        host, _, pid = self.name.rpartition(":")
        values = {"beat_at": timezone.now(), "started_at": self._started, "host": host, "pid": int(pid)}
        WorkerBeat.objects.update_or_create(pk=1, defaults=values | {"doing": doing})
        self._beaten, self._doing = time.monotonic(), doing

    def _save(self, job: schedule.Job, started: object, error: str) -> None:
        """Store how a job ended; a job that comes round each second is not stored each second."""
        saved_at, saved_error = self._saved.get(job.name, (-float(BEAT), ""))
        if error == saved_error and time.monotonic() - saved_at < BEAT:
            return
        JobState.objects.update_or_create(
            name=job.name,
            defaults={"last_started": started, "last_finished": timezone.now(), "last_error": error},
        )
        self._saved[job.name] = (time.monotonic(), error)

    def _sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, TICK))
