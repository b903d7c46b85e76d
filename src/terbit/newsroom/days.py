"""The archive by days: what was published on one, the calendar around it, the way to its neighbours."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import format_date, get_day_names
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from terbit.newsroom.lists import Link, listed
from terbit.newsroom.models import Article, Publication

MONTHS_SHOWN = 12


def address(day: date) -> str:
    return f"/indeks/{day:%Y/%m/%d}/"


def words(day: date) -> str:
    """“Selasa, 17 November 2026”"""
    return format_date(day, "EEEE, d MMMM y", locale="id")


def context(day: date, publication: Publication) -> dict[str, Any]:
    stories = listed(Article.objects.latest())
    begin, end = (midnight(day + timedelta(days=step), publication) for step in (0, 1))
    return {
        "heading": words(day),
        "stories": list(stories.filter(first_published_at__gte=begin, first_published_at__lt=end)),
        "older": _neighbour(Article.objects.latest().filter(first_published_at__lt=begin), publication),
        "newer": _neighbour(
            Article.objects.live().filter(first_published_at__gte=end).order_by("first_published_at", "pk"),
            publication,
        ),
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
    moment = Article.objects.latest().values_list("first_published_at", flat=True).first()
    return moment.astimezone(publication.zone).date() if moment else None


def _neighbour(stories: QuerySet[Article], publication: Publication) -> Link | None:
    moment = stories.values_list("first_published_at", flat=True).first()
    if moment is None:
        return None
    day = moment.astimezone(publication.zone).date()
    return words(day), address(day)


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
    issued = {moment.astimezone(publication.zone).day for moment in moments}
    return [
        [
            (number or "", address(first.replace(day=number)) if number in issued else "", number == day.day)
            for number in week
        ]
        for week in calendar.Calendar().monthdayscalendar(day.year, day.month)
    ]


def _months(day: date, publication: Publication) -> list[tuple[str, int, str]]:
    """Name, number of stories and address of the last months with stories before this one."""
    month = TruncMonth("first_published_at", tzinfo=publication.zone)
    before = Article.objects.live().filter(first_published_at__lt=midnight(day.replace(day=1), publication))
    counted = before.order_by().annotate(month=month).values("month").annotate(number=Count("pk"))
    return [
        (format_date(row["month"], "MMMM y", locale="id"), row["number"], f"/indeks/{row['month']:%Y/%m}/")
        for row in counted.order_by("-month")[:MONTHS_SHOWN]
    ]
