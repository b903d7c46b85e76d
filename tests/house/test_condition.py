"""What the board says is wrong with the house."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from terbit.house import condition, upkeep
from terbit.house.models import JobState, WorkerBeat
from terbit.lib import health, schedule
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, publish
from tests.house import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def beat(seconds: float) -> None:
    then = timezone.now() - timedelta(seconds=seconds)
    WorkerBeat.objects.update_or_create(
        pk=1, defaults={"beat_at": then, "started_at": then, "host": "a", "pid": 1}
    )


def test_a_house_whose_worker_lives_says_nothing_of_it():
    beat(1)
    assert list(condition.worker()) == []


def test_a_silent_worker_is_told_by_what_it_means_for_the_newsroom():
    assert "has never run" in next(condition.worker())
    beat(40)
    assert next(condition.worker()) == (
        "The background worker has been silent for 1 minute: what is scheduled may come late."
    )
    beat(600)
    assert next(condition.worker()) == (
        "The background worker has been silent for 10 minutes: nothing scheduled is published."
    )


def test_a_failing_job_is_named_until_it_succeeds_or_is_gone():
    now = timezone.now()
    name = schedule.jobs()[0].name
    JobState.objects.create(name=name, last_started=now, last_finished=now, last_error="OSError: no ink")
    JobState.objects.create(name="of an older release", last_started=now, last_finished=now, last_error="x")
    assert list(condition.jobs()) == [f"The recurring job “{name}” fails: OSError: no ink"]
    JobState.objects.update(last_error="")
    assert list(condition.jobs()) == []


def test_a_scheduled_story_that_did_not_come_out_is_told_to_the_board_and_by_doctor():
    assert list(condition.overdue()) == []
    then = timezone.now() + timedelta(hours=1)
    publish(ArticleFactory(go_live_at=then))
    assert list(condition.overdue()) == []
    with time_machine.travel(then + timedelta(minutes=1)):
        assert "1 scheduled story is overdue." in health.sentences()


def test_an_almost_full_disk_is_told(monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12 - 5 * 1024**2, 5 * 1024**2))
    assert list(condition.disk()) == ["The disk is almost full: 5.0\xa0MB are left."]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 0, 10**12))
    assert list(condition.disk()) == []


def test_finished_tasks_are_forgotten_after_a_week_and_waiting_ones_never():
    for days in (8, 6):
        tasks.note.enqueue("selesai")
        done = DBTaskResult.objects.ready().get()
        done.set_successful(None)
        DBTaskResult.objects.filter(pk=done.pk).update(finished_at=timezone.now() - timedelta(days=days))
    tasks.note.enqueue("menunggu")
    upkeep.forget_finished_tasks()
    assert DBTaskResult.objects.count() == 2


def test_expired_sessions_are_forgotten():
    for key, days in (("a", -1), ("b", 1)):
        Session.objects.create(session_key=key, expire_date=timezone.now() + timedelta(days=days))
    upkeep.forget_expired_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["b"]


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL measures its tables by itself")
def test_sqlite_is_told_each_day_how_large_its_tables_are():
    ArticleFactory.create_batch(3)
    upkeep.measure_tables()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'terbit_created'")
        assert cursor.fetchone()[0].startswith("3 ")
