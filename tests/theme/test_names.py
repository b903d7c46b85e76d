"""Pages of names: how many stories in which year, and the newest of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from terbit.newsroom.lists import years
from terbit.newsroom.models import Article, ArticlePerson, Publication, Statement
from terbit.newsroom.models.publication import TimeZone
from terbit.theme import pages
from tests.factories import ArticleFactory, ContributorFactory, PersonFactory

pytestmark = pytest.mark.django_db


def story(moment: datetime, **more: object) -> Article:
    made = ArticleFactory(published=True, **more)
    Article.objects.filter(pk=made.pk).update(first_published_at=moment)
    return made


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 17), ("WITA", 16), ("WIT", 15)])
def test_a_story_of_the_night_of_new_year_counts_by_the_clock_of_the_paper(zone, hour):
    publication = Publication.load()
    publication.time_zone = TimeZone[zone]
    for moment in (
        datetime(2025, 1, 1, tzinfo=UTC),
        datetime(2025, 12, 31, hour - 1, 59, 59, 999_999, tzinfo=UTC),
        datetime(2025, 12, 31, hour, tzinfo=UTC),
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 30, 23, tzinfo=UTC),
    ):
        story(moment)
    counted = years(Article.objects.live(), "/topik/banjir/", publication)
    assert counted == [(2026, 3, "/topik/banjir/2026/"), (2025, 2, "/topik/banjir/2025/")]


def test_the_newest_of_a_frequent_name_are_those_that_its_list_begins_with(monkeypatch, client):
    """Both ways to find them: by its own stories, and back in time through all."""
    writer, person, minutes = ContributorFactory(slug="idham"), PersonFactory(slug="laras"), count()
    for number in range(8):
        moment = datetime(2025 + number // 4, 6, 1, 12, next(minutes) % 60, tzinfo=UTC)
        made = story(moment, **({"contributor": writer} if number != 6 else {}))
        if number in (1, 5):
            ArticlePerson.objects.create(article=made, person=person)
        if number in (5, 7):
            Statement.objects.create(
                article=made, person=person, position=0, day=moment, paragraphs=["Siap."]
            )

    def lists() -> list[list[str]]:
        found = (pages.contributor(writer, paper, None), pages.person(person, paper, None))
        return [[told.path for _day, of_it in page["days"] for told in of_it] for page in found]

    paper = Publication.load()
    monkeypatch.setattr(pages, "IN_A_LIST", 2)
    one_way = lists()
    monkeypatch.setattr(pages, "FREQUENT", 1)
    assert lists() == one_way and [len(paths) for paths in one_way] == [2, 2]


def test_a_name_with_more_than_its_page_shows_leads_to_the_year_that_shows_all(monkeypatch):
    writer = ContributorFactory(slug="idham")
    for day in (1, 2, 3):
        story(datetime(2026, 6, day, tzinfo=UTC), contributor=writer)
    paper = Publication.load()
    assert pages.contributor(writer, paper, None)["years"] == []
    monkeypatch.setattr(pages, "IN_A_LIST", 2)
    assert pages.contributor(writer, paper, None)["years"] == [(2026, 3, "/penulis/idham/2026/")]


def test_every_statement_of_a_person_stands_on_the_page_of_a_year_that_theirs_leads_to(monkeypatch):
    person = PersonFactory(slug="laras")
    made = story(datetime(2026, 6, 1, tzinfo=UTC))
    for position, day in enumerate((date(2019, 1, 2), date(2026, 5, 30))):
        Statement.objects.create(
            article=made, person=person, position=position, day=day, paragraphs=[f"Kata {day.year}."]
        )
    monkeypatch.setattr(pages, "STATEMENTS", 1)
    paper = Publication.load()
    shown = pages.person(person, paper, None)
    assert [said.day.year for said in shown["statements"]] == [2026]
    assert shown["years"] == [(2026, 1, "/tokoh/laras/2026/")]
    assert [said.day.year for said in pages.person(person, paper, 2026)["statements"]] == [2026, 2019]
