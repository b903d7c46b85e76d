"""From the spools to the tables: every reading once, and none of what readers may not see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Sum

from terbit.newsroom import publishing
from terbit.newsstand.spool import Spool, files
from terbit.readers import forgetting, summing
from terbit.readers.models import HostHour, MostRead, StoryDay, StoryHour, Summed
from tests.factories import ArticleFactory
from tests.readers.counts import hour_of, read

pytestmark = pytest.mark.django_db
NOON = "2026-11-17T05:00:00Z"
HOUR = hour_of(datetime.fromisoformat(NOON))


def total(model: type) -> int:
    return model.objects.aggregate(total=Sum("count"))["total"] or 0


def tell(spool: Spool, *told: tuple[str, str, int]) -> None:
    """Path, host and how often, in one file."""
    for path, host, times in told:
        for _ in range(times):
            spool.add(HOUR, path, host, sure=True)
    spool.write()


def test_readings_are_summed_by_hour_day_and_host(stories, spool):
    tell(spool, (stories[0].path, "", 2), (stories[0].path, "google.com", 1), (stories[1].path, "", 1))
    tell(spool, (stories[0].path, "google.com", 3))
    assert summing.sum_up() == 2
    hours = StoryHour.objects.order_by("article").values_list("article", "hour__hour", "count")
    assert list(hours) == [(stories[0].pk, 12, 6), (stories[1].pk, 12, 1)]  # WIB
    assert set(StoryDay.objects.values_list("day", "count")) == {
        (date(2026, 11, 17), 6),
        (date(2026, 11, 17), 1),
    }
    assert dict(HostHour.objects.values_list("host", "count")) == {"": 3, "google.com": 4}
    assert list(spool.folder.iterdir()) == []


def test_a_reading_at_night_belongs_to_the_day_of_the_publication(stories):
    summing.add({(HOUR + 13, stories[0].path, ""): 1})  # 18.00 UTC, 01.00 WIB of the next day
    assert StoryDay.objects.get().day == date(2026, 11, 18)


def test_a_file_that_was_summed_and_not_deleted_does_not_count_again(stories, spool):
    tell(spool, (stories[0].path, "", 2))
    (file,) = files(spool.folder, 9)
    kept = file.read_text()
    summing.sum_up()
    file.write_text(kept)
    assert summing.sum_up() == 1
    assert total(StoryHour) == 2 and not file.exists()


def test_a_file_stays_until_its_counts_are_stored(stories, spool, monkeypatch: Any):
    tell(spool, (stories[0].path, "", 2))
    with monkeypatch.context() as patched:
        patched.setattr(summing, "_by_day", lambda hours: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            summing.sum_up()
    assert not StoryHour.objects.exists() and not Summed.objects.exists()
    summing.sum_up()
    assert total(StoryHour) == total(StoryDay) == 2


def test_what_no_reader_may_see_does_not_count(stories, spool):
    draft = ArticleFactory()
    publishing.take_offline(stories[0], reason="Keliru.")
    tell(spool, (stories[0].path, "", 1), ("/tidak/ada/", "a.example", 9), (f"/kota/{draft.slug}/", "", 1))
    summing.sum_up()
    assert (total(StoryHour), total(StoryDay), total(HostHour)) == (0, 0, 0)


@pytest.mark.parametrize("words", ["", "{}", "[1, 2]", "[[1, 2, 3, 4]]", '[["x", "/a/", "", 1]]', "\x00"])
def test_a_file_that_holds_no_readings_is_thrown_away(stories, spool, words: str, caplog: Any):
    tell(spool, (stories[0].path, "", 1))
    (spool.folder / "x.json").write_text(words)
    summing.sum_up()
    assert total(StoryHour) == 1 and list(spool.folder.iterdir()) == []


def test_a_file_that_cannot_be_read_now_is_summed_later(stories, spool, caplog: Any):
    tell(spool, (stories[0].path, "", 1))
    tell(spool, (stories[0].path, "", 2))
    ill = files(spool.folder, 9)[0]
    kept = ill.read_text()
    ill.unlink()
    ill.mkdir()  # reading it is an OSError, also for root
    assert summing.sum_up() == 1
    assert "cannot be read and waits" in caplog.text and ill.exists()
    ill.rmdir()
    ill.write_text(kept)
    assert summing.sum_up() == 1
    assert total(StoryHour) == 3


def test_hosts_that_somebody_makes_up_fill_no_table(stories, monkeypatch: Any):
    monkeypatch.setattr(summing, "MOST_HOSTS", 3)
    summing.add({(HOUR, stories[0].path, "google.com"): 9})
    summing.add({(HOUR, stories[0].path, f"{n}.example"): 1 for n in range(50)})
    summing.add({(HOUR, stories[0].path, "google.com"): 1})
    hosts = dict(HostHour.objects.values_list("host", "count"))
    assert hosts.pop("google.com") == 10 and hosts.pop(summing.OTHERS) == 48 and len(hosts) == 2


def test_old_counts_go_those_of_hours_first(stories, settings: Any):
    with time_machine.travel(NOON, tick=False):
        for days in (0, 9, 500):
            read(stories[0], 1, ago=timedelta(days=days))
        forgetting.forget()
        assert (StoryHour.objects.count(), StoryDay.objects.count(), HostHour.objects.count()) == (1, 2, 2)


def test_a_house_that_counts_nobody_keeps_nothing(stories, settings: Any):
    read(stories[0], 3)
    MostRead.objects.create(article=stories[0], position=1)
    values = settings.CONFIG.values | {"READERS_DAYS": 0}
    settings.CONFIG = type(settings.CONFIG)(values)
    forgetting.forget()
    read(stories[0], 3)
    assert not any(model.objects.exists() for model in (StoryHour, StoryDay, HostHour, MostRead))


def test_where_nothing_waits_nothing_is_written(spool, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert summing.sum_up() == 0
