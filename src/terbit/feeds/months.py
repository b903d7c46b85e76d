"""The months of the archive as the index of sitemaps lists them: how many stories, and what changed last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Min

from terbit.newsroom import days
from terbit.newsroom.models import Article, Publication
from terbit.press import api as press

KEY = "sitemap"
TABLE = Article._meta.db_table
# One question for all months, which the index answers alone: what went counts as a change too.
ASK = f"""
WITH months (number, begins, ends) AS (VALUES {{values}})
SELECT number, count(CASE WHEN live THEN 1 END), max(first_published_at), max(updated_at), max(withdrawn_at)
FROM months CROSS JOIN {TABLE}
WHERE first_published_at >= begins AND first_published_at < ends
GROUP BY number
"""
# PostgreSQL learns the types of the columns from the first row.
MARKS = {"postgresql": "(%s::int, %s::timestamptz, %s::timestamptz)"}
AT_ONCE = 250  # months in one question


@dataclass(frozen=True)
class Month:
    """`changed`: when a story of it came, was corrected or went last."""

    first: date
    stories: int
    changed: datetime


def bounds(first: date, publication: Publication) -> tuple[datetime, datetime]:
    return days.midnight(first, publication), days.midnight(after(first), publication)


def after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def all_of_them(publication: Publication) -> list[Month]:
    """Those with stories, newest first."""
    with press.covering(KEY):
        firsts = list(_firsts(publication))
        found = [row for some in _chunks(firsts) for row in _ask(some, publication)]
    return sorted((month for month in found if month.stories), key=lambda month: month.first, reverse=True)


def _firsts(publication: Publication) -> Iterator[date]:
    """The first day of each month between the oldest and the newest story."""
    stories = Article.objects.live()
    span = stories.aggregate(oldest=Min("first_published_at"), newest=Max("first_published_at"))
    if span["newest"] is None:
        return
    month, newest = (
        span[name].astimezone(publication.zone).date().replace(day=1) for name in ("oldest", "newest")
    )
    while month <= newest:
        yield month
        month = after(month)


def _chunks(firsts: list[date]) -> Iterator[list[date]]:
    return (firsts[begin : begin + AT_ONCE] for begin in range(0, len(firsts), AT_ONCE))


def _ask(firsts: list[date], publication: Publication) -> Iterator[Month]:
    adapt = connection.ops.adapt_datetimefield_value
    values: list[Any] = []
    for number, first in enumerate(firsts):
        values += [number, *(adapt(moment) for moment in bounds(first, publication))]
    marks = ", ".join([MARKS.get(connection.vendor, "(%s, %s, %s)")] * len(firsts))
    with connection.cursor() as cursor:
        cursor.execute(ASK.format(values=marks), values)
        rows = cursor.fetchall()
    for number, stories, *moments in rows:
        changed = max(moment for given in moments if (moment := _moment(given)))
        yield Month(firsts[number], stories, changed)


def _moment(given: datetime | str | None) -> datetime | None:
    """SQLite keeps moments as text, in UTC."""
    if isinstance(given, str):
        given = datetime.fromisoformat(given)
    return given.replace(tzinfo=given.tzinfo or UTC) if given else None
