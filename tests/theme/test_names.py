"""Pages of names: how many stories in which year, and the newest of them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

import pytest

from terbit.newsroom import named
from terbit.newsroom.models import Article, ArticlePerson, Byline, Publication, Statement
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
    writer = ContributorFactory(slug="idham")
    publication = Publication.load()
    publication.time_zone = TimeZone[zone]
    for moment in (
        datetime(2025, 1, 1, tzinfo=UTC),
        datetime(2025, 12, 31, hour - 1, 59, 59, 999_999, tzinfo=UTC),
        datetime(2025, 12, 31, hour, tzinfo=UTC),
        datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 30, 23, tzinfo=UTC),
    ):
        story(moment, contributor=writer)
    counted = named.of_contributor(writer).years(publication)
    assert counted == [(2026, 3, "/penulis/idham/2026/"), (2025, 2, "/penulis/idham/2025/")]


def test_a_name_has_each_of_its_stories_once_newest_first_however_it_stands_in_them():
    writer, person, times = ContributorFactory(slug="idham"), PersonFactory(slug="laras"), count()
    made = [
        story(datetime(2025 + number // 4, 6, 1, 12, next(times), tzinfo=UTC), contributor=writer)
        for number in range(8)
    ]
    Byline.objects.create(article=made[3], contributor=writer, part="photographer")
    for number in (1, 5):
        ArticlePerson.objects.create(article=made[number], person=person)
    for number, position in ((5, 0), (5, 1), (7, 0)):
        Statement.objects.create(
            article=made[number], person=person, position=position, day=date(2026, 6, 1), paragraphs=["Siap."]
        )
    keys = [one.pk for one in made]
    assert named.of_contributor(writer).newest(6) == keys[:1:-1]
    assert named.of_person(person).newest(6) == [keys[number] for number in (7, 5, 1)]
    paper = Publication.load()
    for page, found in (
        (pages.contributor(writer, paper, None), [(2026, 4), (2025, 4)]),
        (pages.person(person, paper, None), [(2026, 2), (2025, 1)]),
    ):
        assert [(year, number) for year, number, _address in page["years"]] == found
        assert page["count"] == sum(number for _year, number in found)
    assert named.of_person(person).of_year(2025, paper, 9) == [keys[1]]


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
