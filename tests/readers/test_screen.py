"""*Pembaca*, for all who work in the newsroom."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from terbit.newsroom import publishing
from terbit.readers import reporting
from terbit.workflow.models import Role
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.messages import english_left_in
from tests.readers.counts import read
from tests.workflow.screens import is_denied, signed_in

pytestmark = pytest.mark.django_db
ADDRESS = "/ruang-redaksi/pembaca/"
NOON = "2026-11-17T05:00:00Z"  # 12.00 WIB


@pytest.fixture
def counted(stories) -> list:
    with time_machine.travel(NOON, tick=False):
        read(stories[0], 7, host="google.com")
        read(stories[1], 3)
        read(stories[1], 2, ago=timedelta(hours=14), host=".")  # 22.00 of the day before
        read(stories[2], 90, ago=timedelta(days=20), host="google.com")
    return stories


@pytest.fixture
def reporter(db: None) -> Client:
    return signed_in(UserFactory(role=Role.REPORTER, role__section=SectionFactory()))


def rows(rows: list[reporting.Row]) -> list[tuple[str, int, int]]:
    return [(row.name, row.count, row.share) for row in rows if row.count]


def test_a_day_tells_stories_hosts_and_hours(counted):
    with time_machine.travel(NOON, tick=False):
        today = reporting.report("1")
    assert today.total == 10
    assert rows(today.stories) == [("Berita 1", 7, 1000), ("Berita 2", 3, 429)]
    assert rows(today.hosts) == [("google.com", 7, 1000), ("Langsung atau tidak diketahui", 3, 429)]
    assert rows(today.hours) == [("12.00", 10, 1000)] and len(today.hours) == 24


@pytest.mark.skipif(VENDOR != "sqlite", reason="PostgreSQL decides by the size of its tables")
def test_a_month_is_summed_out_of_an_index_alone():
    counted = reporting.counted(date(2026, 11, 1))
    assert "USING COVERING INDEX terbit_readings_of_days (day>?)" in counted.explain()


def test_longer_periods_hold_the_days_before(counted):
    with time_machine.travel(NOON, tick=False):
        week, month = reporting.report("7"), reporting.report("30")
    assert rows(week.stories)[1] == ("Berita 2", 5, 714)
    assert ("22.00", 2, 200) in rows(week.hours)
    assert rows(month.stories)[0] == ("Berita 3", 90, 1000) and month.total == 102


def test_a_story_that_readers_may_not_see_is_not_named(counted):
    publishing.take_offline(counted[0], reason="Keliru.")
    with time_machine.travel(NOON, tick=False):
        assert [row.name for row in reporting.report("1").stories] == ["Berita 2"]


def test_everybody_in_the_newsroom_sees_it_and_nobody_else(reporter):
    assert is_denied(Client().get(ADDRESS)) and is_denied(Client().get(f"{ADDRESS}jam.csv"))
    for role in Role.values:
        client = signed_in(UserFactory(role=role, role__section=SectionFactory()))
        assert client.get(ADDRESS).status_code == 200, role
    assert f'"{ADDRESS}"' in reporter.get("/ruang-redaksi/").content.decode()


def test_the_page_is_in_indonesian_and_has_a_table_beside_each_chart(counted):
    with time_machine.travel(NOON, tick=False):
        chief = signed_in(UserFactory(role=Role.CHIEF_EDITOR))
        page = chief.get(f"{ADDRESS}?hari=30").content.decode()
    assert english_left_in(page) == set()
    own = page.split('class="terbit-readers"')[1].split("</main>")[0]
    assert own.count("<table") == 3 and own.count("<svg") == 1 + 24 + 3 + 3 and "style=" not in own
    assert "102" in page and "Berita 3" in page and 'width="1000"' in page


def test_before_anybody_is_counted_the_page_says_so(reporter):
    page = reporter.get(f"{ADDRESS}?hari=abc").content.decode()
    assert "Belum ada pembaca yang dihitung" in page and english_left_in(page) == set()


def test_each_list_can_be_taken_away_as_a_table(counted):
    with time_machine.travel(NOON, tick=False):
        formula = ArticleFactory(headline="=1+1", section=counted[0].section, published=True)
        read(formula, 1)
        client = signed_in(UserFactory(role=Role.EDITOR, role__section=SectionFactory()))
        found = client.get(f"{ADDRESS}tulisan.csv?hari=7")
        hours = client.get(f"{ADDRESS}jam.csv?hari=7").content.decode().splitlines()
        assert client.get(f"{ADDRESS}lain.csv").status_code == 404
    assert found["Content-Disposition"] == 'attachment; filename="pembaca-tulisan-2026-11-11-2026-11-17.csv"'
    told = list(csv.reader(found.content.decode("utf-8-sig").splitlines()))
    assert told[1] == ["Berita 1", "Kota", counted[0].path, "7"] and told[3][0] == "'=1+1"
    assert len(hours) == 25 and hours[13] == "12.00,11"
