"""What each kind of page is given, besides what all of them share."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django.db.models import Prefetch
from django.http import Http404

from terbit.newsroom import days
from terbit.newsroom.lists import by_day, in_order, listed
from terbit.newsroom.models import Article, Contributor, Person, Publication, Topic
from terbit.newsroom.models.person import Office
from terbit.newsroom.named import PLACES, Named, Years, of_contributor, of_person, of_topic, within
from terbit.press import api as press

IN_A_LIST = 20  # a publication presses some ten pages of names: 30 took 4 ms more of each
STATEMENTS = 40
MOST_OF_A_YEAR = 400  # older ones of a busy year are found by its days and by searching


def topic(topic: Topic, publication: Publication, year: int | None) -> dict[str, Any]:
    return {"topic": topic} | _of_years(of_topic(topic), publication, year)


def contributor(contributor: Contributor, publication: Publication, year: int | None) -> dict[str, Any]:
    return {"contributor": contributor} | _of_years(of_contributor(contributor), publication, year)


def person(person: Person, publication: Publication, year: int | None) -> dict[str, Any]:
    statements = press.shows(person.statements.all(), f"statements:{person.pk}")
    said = statements.select_related("article").defer("article__body").order_by("-day", "-pk")
    if year:  # of its story, not of the day it was said: the years that the page leads to hold all of them
        said = said.filter(**within(year, publication, "article__first_published_at"))
    offices = Office.objects.filter(person=person)
    said_count = statements.count()
    return {
        "person": person,
        "offices": sorted(offices, key=lambda office: office.start or date.min, reverse=True),
        "statements": said[: MOST_OF_A_YEAR if year else STATEMENTS],
        "said_count": said_count,
    } | _of_years(of_person(person), publication, year, more=said_count > STATEMENTS)


def may_lead_to(target: str) -> bool:
    """False where the page of a name is not found for want of stories: no 301 leads to a 404.

    A topic that went into another, or that an editor dropped, answers for itself.
    """
    _, place, slug, *_rest = [*target.split("/"), "", ""]
    if place not in PLACES or not slug:
        return True
    model, named = PLACES[place]
    row = press.shows(model.objects.filter(slug=slug), f"url:/{place}/{slug}/").first()
    if row is None:
        return False
    gone = place == "topik" and (row.merged_into_id or row.dropped)
    return bool(gone) or named(row).any()


def _of_years(
    named: Named, publication: Publication, year: int | None, *, more: bool = False
) -> dict[str, Any]:
    """The newest stories, or all of one year; 404 where there are none. Years where that, or `more`, is not all.

    A name may stand in the newsroom's list long before readers may know why.
    """
    counted = named.years(publication)
    if not counted or (year and year not in [counted_year for counted_year, _number, _address in counted]):
        raise Http404
    keys = named.of_year(year, publication, MOST_OF_A_YEAR) if year else named.newest(IN_A_LIST)
    return {
        "days": by_day(in_order(keys), publication),
        "count": _stories(counted),
        "years": counted if year or _leads_to_years(counted, more=more) else [],
        "current_year": year,
    }


def years_of(place: str, row: Any, publication: Publication) -> list[str]:
    """The years that the page of a name leads to."""
    counted = PLACES[place][1](row).years(publication)
    more = place == "tokoh" and row.statements.count() > STATEMENTS
    return [address for _year, _number, address in counted] if _leads_to_years(counted, more=more) else []


def _leads_to_years(counted: Years, *, more: bool) -> bool:
    return len(counted) > 1 or _stories(counted) > IN_A_LIST or (bool(counted) and more)


def _stories(counted: Years) -> int:
    return sum(number for _year, number, _address in counted)


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
