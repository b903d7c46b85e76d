"""The archive by days: what was published on one, the calendar around it, the way to its neighbours."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import format_date, get_day_names
from django.db.models import QuerySet

from terbit.newsroom.lists import Link, teasers
from terbit.newsroom.models import Article, Publication
from terbit.press import api as press

MONTHS_SHOWN = 12


def address(day: date) -> str:
    return f"/indeks/{day:%Y/%m/%d}/"


def address_of_month(day: date) -> str:
    return f"/indeks/{day:%Y/%m}/"


def words(day: date) -> str:
    """“Selasa, 17 November 2026”"""
    return format_date(day, "EEEE, d MMMM y", locale="id")


def context(day: date, publication: Publication) -> dict[str, Any]:
    begin, end = (midnight(day + timedelta(days=step), publication) for step in (0, 1))
    stories = Article.objects.latest().filter(first_published_at__gte=begin, first_published_at__lt=end)
    later = Article.objects.live().filter(first_published_at__gte=end).order_by("first_published_at", "pk")
    return {
        "heading": words(day),
        "stories": teasers(press.shows(stories, f"day:{day}")),
        "older": _neighbour(day, Article.objects.latest().filter(first_published_at__lt=begin), publication),
        "newer": _neighbour(day, later, publication),
        "calendar": _calendar(day, publication),
        "month_name": format_date(day, "MMMM y", locale="id"),
        "weekdays": list(
            zip(
                [get_day_names("short", locale="id")[number] for number in range(7)],
                [get_day_names("wide", locale="id")[number] for number in range(7)],
                strict=True,
            )
        ),
        "months": _months(day, publication),
    }


def midnight(day: date, publication: Publication) -> datetime:
    return datetime.combine(day, time.min, publication.zone)


def newest(publication: Publication) -> date | None:
    """The day of the newest story; None before the first."""
    stories = press.shows(Article.objects.latest(), "days")
    moment = stories.values_list("first_published_at", flat=True).first()
    return moment.astimezone(publication.zone).date() if moment else None


def _neighbour(day: date, stories: QuerySet[Article], publication: Publication) -> Link | None:
    """The nearest day with stories on one side; another one may come to lie between, or where there is none."""
    moments = press.shows(stories).values_list("first_published_at", flat=True)
    moment = moments.first()
    if moment is None:
        press.note("days")
        return None
    nearest = moment.astimezone(publication.zone).date()
    press.note(*(f"days:{month:%Y-%m}" for month in _months_between(min(day, nearest), max(day, nearest))))
    return words(nearest), address(nearest)


def _months_between(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _calendar(day: date, publication: Publication) -> list[list[tuple[int | str, str, bool]]]:
    """Weeks of (number, address or "", whether it is this day), days of other months empty."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    moments = (
        Article.objects.live()
        .filter(
            first_published_at__gte=midnight(first, publication),
            first_published_at__lt=midnight(after, publication),
        )
        .order_by()
        .values_list("first_published_at", flat=True)
    )
    moments = press.shows(moments, f"days:{first:%Y-%m}")
    issued = {moment.astimezone(publication.zone).day for moment in moments}
    return [
        [
            (number or "", address(first.replace(day=number)) if number in issued else "", number == day.day)
            for number in week
        ]
        for week in calendar.Calendar().monthdayscalendar(day.year, day.month)
    ]


def _months(day: date, publication: Publication) -> list[tuple[str, int, str]]:
    """Name, number of stories and address of the last months with stories before this one.

    Each is found from the one after it, by the index; to work out the month of every story took half a second at
    100,000 of them.
    """
    found = []
    end = midnight(day.replace(day=1), publication)
    stories = press.shows(Article.objects.latest(), "months")
    while len(found) < MONTHS_SHOWN:
        moment = (
            stories.filter(first_published_at__lt=end).values_list("first_published_at", flat=True).first()
        )
        if moment is None:
            break
        month = moment.astimezone(publication.zone).date().replace(day=1)
        begin = midnight(month, publication)
        counted = Article.objects.live().filter(first_published_at__gte=begin, first_published_at__lt=end)
        number = press.shows(counted, f"month:{month:%Y-%m}").count()
        found.append((format_date(month, "MMMM y", locale="id"), number, address_of_month(month)))
        end = begin
    return found
