"""What each kind of page is given, besides what all of them share."""

from __future__ import annotations

from datetime import date
from typing import Any

from babel.dates import format_date
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from terbit.newsroom import days
from terbit.newsroom.lists import IN_A_LIST, by_day, listed, years
from terbit.newsroom.models import Article, Contributor, Person, Publication, Topic
from terbit.newsroom.models.person import Office

STATEMENTS = 40
MOST_OF_A_YEAR = 400  # older ones of a busy year are found by its days and by searching


def topic(topic: Topic, publication: Publication, year: int | None) -> dict[str, Any]:
    stories = Article.objects.latest().filter(article_topics__topic=topic)
    return {"topic": topic} | _of_years(stories, topic.path, publication, year)


def contributor(contributor: Contributor, publication: Publication, year: int | None) -> dict[str, Any]:
    keys = contributor.bylines.values("article")
    stories = Article.objects.latest().filter(pk__in=keys)
    return {"contributor": contributor} | _of_years(stories, contributor.path, publication, year)


def person(person: Person, publication: Publication, year: int | None) -> dict[str, Any]:
    named = Article.objects.filter(article_people__person=person).values("pk")
    quoted = person.statements.values("article")
    stories = Article.objects.latest().filter(Q(pk__in=named) | Q(pk__in=quoted))
    said = person.statements.select_related("article").defer("article__body").order_by("-day", "-pk")
    if year:
        said = said.filter(day__year=year)
    offices = Office.objects.filter(person=person)
    return {
        "person": person,
        "offices": sorted(offices, key=lambda office: office.start or date.min, reverse=True),
        "statements": said[: MOST_OF_A_YEAR if year else STATEMENTS],
        "said_count": person.statements.count(),
    } | _of_years(stories, person.path, publication, year)


def _of_years(
    stories: QuerySet[Article], path: str, publication: Publication, year: int | None
) -> dict[str, Any]:
    """The newest stories, or all of one year; 404 where there are none.

    A name may stand in the newsroom's list long before readers may know why.
    """
    counted = years(stories, path, publication)
    if not counted:
        raise Http404
    if year is None:
        shown = listed(stories)[:IN_A_LIST]
    else:
        if year not in [counted_year for counted_year, _number, _address in counted]:
            raise Http404
        begin, end = (days.midnight(date(number, 1, 1), publication) for number in (year, year + 1))
        shown = listed(stories.filter(first_published_at__gte=begin, first_published_at__lt=end))[
            :MOST_OF_A_YEAR
        ]
    return {
        "days": by_day(shown, publication),
        "count": sum(number for _year, number, _address in counted),
        "years": counted if len(counted) > 1 or year else [],
        "current_year": year,
    }


def month(first: date, publication: Publication) -> date:
    """The last day of this month that has stories."""
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (days.midnight(day, publication) for day in (first, after))
    stories = Article.objects.latest().filter(first_published_at__gte=begin, first_published_at__lt=end)
    moment = stories.values_list("first_published_at", flat=True).first()
    if moment is None:
        raise Http404
    return moment.astimezone(publication.zone).date()


def month_name(day: date) -> str:
    return format_date(day, "MMMM y", locale="id")


def with_teasers(prefetch: str) -> Prefetch:
    return Prefetch(prefetch, listed(Article.objects.live()))
