"""The background worker: one job's failure stops no other, nothing in the queue is lost."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from terbit.house import queue, worker
from terbit.house.models import JobState, WorkerBeat
from terbit.house.worker import Worker, worker_state
from terbit.lib import schedule
from tests.house import tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def jobs(monkeypatch) -> None:
    monkeypatch.setattr(schedule, "_jobs", {})
    tasks.DONE.clear()


@pytest.fixture
def one():
    made = Worker()
    yield made
    made.lock.release()


def test_the_worker_does_each_job_and_remembers_it(one: Worker):
    done = []
    schedule.register("publish", 1, lambda: done.append(1))
    one.round()
    one.round()
    assert done == [1]
    state = JobState.objects.get(name="publish")
    assert state.last_error == "" and state.last_finished >= state.last_started


def test_one_jobs_failure_stops_no_other_and_is_told(one: Worker, caplog):
    done = []

    def broken():
        raise RuntimeError("no ink")

    schedule.register("broken", 1, broken)
    schedule.register("publish", 1, lambda: done.append(1))
    one.round()
    assert done == [1]
    assert JobState.objects.get(name="broken").last_error == "RuntimeError: no ink"
    assert "The job “broken” failed" in caplog.text


def test_a_failure_is_forgotten_when_the_job_succeeds(one: Worker, monkeypatch):
    answers = [RuntimeError("no ink"), None]

    def sometimes():
        if answer := answers.pop(0):
            raise answer

    schedule.register("sometimes", 0.01, sometimes)
    one.round()
    time.sleep(0.02)
    one.round()
    assert JobState.objects.get(name="sometimes").last_error == ""


def test_a_job_that_breaks_its_transaction_hurts_no_other(one: Worker):
    def broken():
        with connection.cursor() as cursor:
            cursor.execute("SELECT word FROM nowhere")

    schedule.register("broken", 1, broken)
    one.round()
    assert "nowhere" in JobState.objects.get(name="broken").last_error


def test_the_worker_does_what_waits_in_the_queue_in_order(one: Worker):
    tasks.note.enqueue("satu")
    tasks.note.enqueue("dua")
    assert one.round() == 0 and tasks.DONE == ["satu"]
    assert one.round() == 0 and tasks.DONE == ["satu", "dua"]
    assert one.round() > 0


def test_a_failed_task_is_kept_with_its_reason_and_logged(one: Worker, caplog):
    tasks.fail.enqueue()
    one.round()
    assert DBTaskResult.objects.get().exception_class_path == "builtins.RuntimeError"
    assert "tests.house.tasks.fail failed" in caplog.text and "out of ink" in caplog.text


def test_due_jobs_come_between_the_tasks_of_a_long_queue(one: Worker):
    schedule.register("publish", 0.001, lambda: tasks.DONE.append("published"))
    for word in ("satu", "dua", "tiga"):
        tasks.note.enqueue(word)
    for _ in range(3):
        one.round()
        time.sleep(0.002)
    assert tasks.DONE == ["published", "satu", "published", "dua", "published", "tiga"]


def abandon(attempts: int) -> DBTaskResult:
    tasks.note.enqueue("ditinggal")
    task = DBTaskResult.objects.get()
    for number in range(attempts):
        task.claim(f"dead-{number}")
    return task


def test_what_a_dead_worker_left_under_way_is_done_by_the_next(one: Worker):
    abandon(attempts=1)
    one.round()
    assert tasks.DONE == ["ditinggal"]


def test_a_task_that_kills_its_worker_is_given_up(one: Worker, caplog):
    abandon(attempts=queue.ATTEMPTS)
    one.round()
    assert tasks.DONE == []
    assert DBTaskResult.objects.failed().count() == 1
    assert "Given up" in caplog.text


def test_a_mail_server_that_is_silent_holds_no_story_up(one: Worker):
    done, silence = [], threading.Event()

    def send() -> None:
        done.append("sending")
        silence.wait(20)

    schedule.register("notices", 0.001, send, apart=True)
    schedule.register("publish", 0.001, lambda: done.append("published"))
    for _ in range(3):
        one.round()
        time.sleep(0.05)
    assert done.count("published") == 3 and done.count("sending") == 1
    silence.set()
    one._apart["notices"].join()
    assert JobState.objects.get(name="notices").last_error == ""


def test_a_job_that_stands_apart_and_fails_is_told_too(one: Worker, caplog):
    def send() -> None:
        JobState.objects.count()
        raise OSError("no route")

    schedule.register("notices", 1, send, apart=True)
    one.round()
    one._apart["notices"].join()
    assert JobState.objects.get(name="notices").last_error == "OSError: no route"


def test_the_second_worker_on_a_database_stands_by_until_the_first_is_gone(one: Worker):
    done = []
    schedule.register("publish", 0.001, lambda: done.append(1))
    second = Worker()
    one.round()
    assert second.round() == worker.STANDBY and done == [1]
    one.lock.release()
    second.round()
    second.lock.release()
    assert done == [1, 1]


def test_what_only_this_machine_can_do_is_done_while_another_works(one: Worker):
    done = []
    schedule.register("sum readings", 0.001, lambda: done.append("here"), everywhere=True)
    schedule.register("publish", 60, lambda: done.append("published"))
    second = Worker()
    one.round()
    assert second.round() == worker.STANDBY and done == ["here", "published", "here"]


def test_the_worker_outlives_its_database(one: Worker, monkeypatch, caplog):
    troubles = [OperationalError("the server closed the connection"), DatabaseError("still away")]
    naps = []

    def trouble() -> float:
        if troubles:
            raise troubles.pop(0)
        one.stop()
        return 0

    monkeypatch.setattr(one, "round", trouble)
    monkeypatch.setattr(one, "_sleep", naps.append)
    monkeypatch.setattr(worker.signal, "signal", lambda *_: None)
    one.run()
    assert naps == [2, 4, 0]
    assert "cannot use the database and waits" in caplog.text and "The database is back." in caplog.text


@pytest.mark.parametrize(
    ("age", "state"), [(0, "ok"), (19, "ok"), (30, "late"), (119, "late"), (130, "dead")]
)
def test_the_pulse_tells_how_the_worker_is(age: int, state: str):
    then = timezone.now() - timedelta(seconds=age)
    WorkerBeat.objects.create(pk=1, beat_at=then, started_at=then, host="a", pid=1, doing="import")
    found = worker_state()
    assert found.state == state and found.doing == "import"
    assert found.seconds == pytest.approx(age, abs=2)


def test_a_house_whose_worker_never_ran_has_none():
    assert worker_state() == worker.WorkerState("dead", None)


def test_the_pulse_beats_while_the_worker_works(one: Worker):
    schedule.register("publish", 60, lambda: None)
    one.round()
    beat = WorkerBeat.objects.get()
    assert f"{beat.host}:{beat.pid}" == one.name
    assert worker_state().state == "ok"


def test_the_queue_of_the_house_is_the_one_in_settings():
    assert "background" in settings.TASKS
