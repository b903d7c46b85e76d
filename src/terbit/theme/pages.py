"""What each kind of page is given, besides what all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any

from babel.dates import format_date
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from terbit.newsroom import days
from terbit.newsroom.lists import IN_A_LIST, Years, by_day, listed, teasers, years
from terbit.newsroom.models import Article, Contributor, Person, Publication, Topic
from terbit.newsroom.models.person import Office
from terbit.press import api as press

STATEMENTS = 40
FREQUENT = 1000  # stories of a name
MOST_OF_A_YEAR = 400  # older ones of a busy year are found by its days and by searching


def of_topic(topic: Topic) -> Named:
    return Named(f"topic-stories:{topic.pk}", [topic.article_topics.all()])


def of_contributor(contributor: Contributor) -> Named:
    return Named(f"contributor-stories:{contributor.pk}", [contributor.bylines.all()])


def of_person(person: Person) -> Named:
    return Named(f"person-stories:{person.pk}", [person.article_people.all(), person.statements.all()])


NAMES: dict[str, tuple[Any, Callable[[Any], Named]]] = {
    "topik": (Topic, of_topic),
    "penulis": (Contributor, of_contributor),
    "tokoh": (Person, of_person),
}


def topic(topic: Topic, publication: Publication, year: int | None) -> dict[str, Any]:
    return {"topic": topic} | _of_years(of_topic(topic), topic.path, publication, year)


def contributor(contributor: Contributor, publication: Publication, year: int | None) -> dict[str, Any]:
    stories = of_contributor(contributor)
    return {"contributor": contributor} | _of_years(stories, contributor.path, publication, year)


def person(person: Person, publication: Publication, year: int | None) -> dict[str, Any]:
    statements = press.shows(person.statements.all(), f"statements:{person.pk}")
    said = statements.select_related("article").defer("article__body").order_by("-day", "-pk")
    if year:  # of its story, not of the day it was said: the years that the page leads to hold all of them
        said = said.filter(**_within(year, publication, "article__first_published_at"))
    offices = Office.objects.filter(person=person)
    said_count = statements.count()
    return {
        "person": person,
        "offices": sorted(offices, key=lambda office: office.start or date.min, reverse=True),
        "statements": said[: MOST_OF_A_YEAR if year else STATEMENTS],
        "said_count": said_count,
    } | _of_years(of_person(person), person.path, publication, year, more=said_count > STATEMENTS)


def may_lead_to(target: str) -> bool:
    """False where the page of a name is not found for want of stories: no 301 leads to a 404.

    A topic that went into another, or that an editor dropped, answers for itself.
    """
    _, place, slug, *_rest = [*target.split("/"), "", ""]
    if place not in NAMES or not slug:
        return True
    model, named = NAMES[place]
    row = press.shows(model.objects.filter(slug=slug), f"url:/{place}/{slug}/").first()
    if row is None:
        return False
    gone = place == "topik" and (row.merged_into_id or row.dropped)
    return bool(gone) or named(row).stories().exists()


@dataclass(frozen=True)
class Named:
    """The stories that a name belongs to: `rows` are those that join the two, `key` is the list's for the press."""

    key: str
    rows: list[QuerySet[Any]]

    def stories(self) -> QuerySet[Article]:
        return self._latest(Q(pk__in=some.order_by().values("article")) for some in self.rows)

    def newest(self, counted: Years, publication: Publication) -> QuerySet[Article]:
        """The first of `stories`. Of a frequent name they are found by going back in time through all stories.

        Otherwise all of its stories are sorted for those few: 11 ms for 8,000 of 100,000, instead of 0.3. From the
        end of a year in which there are enough of them, so that the way back is never longer than a year.
        """
        newest, number, _address = counted[0]
        if number < IN_A_LIST or _stories(counted) < FREQUENT:
            return self.stories()[:IN_A_LIST]
        found = self._latest(Q(Exists(some.filter(article=OuterRef("pk")))) for some in self.rows)
        end = days.midnight(date(newest + 1, 1, 1), publication)
        return found.filter(first_published_at__lt=end)[:IN_A_LIST]

    def _latest(self, ways: Iterable[Q]) -> QuerySet[Article]:
        return press.shows(Article.objects.latest().filter(reduce(or_, ways)), self.key)


def _of_years(
    named: Named, path: str, publication: Publication, year: int | None, *, more: bool = False
) -> dict[str, Any]:
    """The newest stories, or all of one year; 404 where there are none. Years where that, or `more`, is not all.

    A name may stand in the newsroom's list long before readers may know why.
    """
    stories = named.stories()
    counted = years(stories, path, publication)
    if not counted:
        raise Http404
    if year is None:
        shown = teasers(named.newest(counted, publication))
    else:
        if year not in [counted_year for counted_year, _number, _address in counted]:
            raise Http404
        shown = teasers(stories.filter(**_within(year, publication, "first_published_at"))[:MOST_OF_A_YEAR])
    return {
        "days": by_day(shown, publication),
        "count": _stories(counted),
        "years": counted if year or _leads_to_years(counted, more=more) else [],
        "current_year": year,
    }


def years_of(place: str, row: Any, publication: Publication) -> list[str]:
    """The years that the page of a name leads to."""
    counted = years(NAMES[place][1](row).stories(), row.path, publication)
    more = place == "tokoh" and row.statements.count() > STATEMENTS
    return [address for _year, _number, address in counted] if _leads_to_years(counted, more=more) else []


def _leads_to_years(counted: Years, *, more: bool) -> bool:
    return len(counted) > 1 or _stories(counted) > IN_A_LIST or (bool(counted) and more)


def _stories(counted: Years) -> int:
    return sum(number for _year, number, _address in counted)


def _within(year: int, publication: Publication, moment: str) -> dict[str, datetime]:
    begin, end = (days.midnight(date(number, 1, 1), publication) for number in (year, year + 1))
    return {f"{moment}__gte": begin, f"{moment}__lt": end}


def month(first: date, publication: Publication) -> date:
    """The last day of this month that has stories."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (days.midnight(day, publication) for day in (first, after))
    stories = Article.objects.latest().filter(first_published_at__gte=begin, first_published_at__lt=end)
    stories = press.shows(stories, f"days:{first:%Y-%m}")
    moment = stories.values_list("first_published_at", flat=True).first()
    if moment is None:
        raise Http404
    return moment.astimezone(publication.zone).date()


def month_name(day: date) -> str:
    return format_date(day, "MMMM y", locale="id")


def with_teasers(prefetch: str) -> Prefetch:
    return Prefetch(prefetch, listed(Article.objects.live()))
