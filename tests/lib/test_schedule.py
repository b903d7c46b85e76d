"""Jobs that come round by the clock."""

from __future__ import annotations

import pytest

from terbit.lib import schedule
from terbit.lib.schedule import Job, Rota


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch):
    monkeypatch.setattr(schedule, "_jobs", {})


def nothing() -> None:
    pass


def test_a_job_is_registered_once_under_its_name():
    schedule.register("publish what is due", 5, nothing)
    schedule.register("publish what is due", 10, nothing)
    assert schedule.jobs() == [Job("publish what is due", 10, nothing)]


def test_two_jobs_cannot_have_the_same_name():
    schedule.register("publish what is due", 5, nothing)
    with pytest.raises(ValueError, match="another job called publish what is due"):
        schedule.register("publish what is due", 5, lambda: None)


def test_a_job_must_come_round_after_some_time():
    with pytest.raises(ValueError, match="more than 0 seconds"):
        schedule.every(0, "never")(nothing)


def test_a_decorated_function_stays_what_it_was():
    assert schedule.every(60, "count")(nothing) is nothing
    assert schedule.jobs()[0].name == "count"


def test_a_job_never_done_is_due_at_once_and_then_after_its_time():
    job = Job("a", 10, nothing)
    rota = Rota([job], now=100)
    assert rota.due(100) == [job]
    rota.done(job, 103)
    assert rota.due(112.9) == []
    assert rota.due(113) == [job]


def test_a_restart_does_not_bring_a_daily_job_forward():
    job = Job("daily", 86400, nothing)
    rota = Rota([job], now=0, ages={"daily": 80000})
    assert rota.due(6399) == []
    assert rota.due(6400) == [job]


def test_the_longest_overdue_job_comes_first_and_missed_rounds_are_not_made_up():
    late, later = Job("late", 5, nothing), Job("later", 1, nothing)
    rota = Rota([late, later], now=0, ages={"late": 0, "later": 0})
    assert rota.due(100) == [later, late]
    rota.done(later, 100)
    assert rota.due(100) == [late]


def test_a_job_last_done_in_the_future_waits_its_round_and_no_longer():
    job = Job("publish", 1, nothing)
    rota = Rota([job], now=100, ages={"publish": -7 * 3600})
    assert rota.due(101) == [job]
