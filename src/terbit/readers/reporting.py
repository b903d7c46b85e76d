"""What *Pembaca* tells of a period: which stories were read, from where, and at which hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import days
from terbit.newsroom.models import Article, Publication
from terbit.newsstand.counting import INSIDE
from terbit.readers.models import HostHour, StoryDay
from terbit.readers.summing import OTHERS

PERIODS = {"1": _("Today"), "7": _("7 days"), "30": _("30 days")}
STORIES, HOSTS = 50, 40
MOST_STORIES = 1_000  # in a file to take away
UNSAID = {
    "": _("Directly, or not said"),
    INSIDE: _("From another page of the paper"),
    OTHERS: _("Other sites"),
}


@dataclass(frozen=True)
class Row:
    """A name with its count, and that count as thousandths of the largest of its list."""

    name: str
    count: int
    share: int
    story: Article | None = None


@dataclass(frozen=True)
class Report:
    first: date
    last: date
    total: int
    stories: list[Row]
    hosts: list[Row]
    hours: list[Row]


def report(period: str, now: datetime | None = None, *, most: int = STORIES) -> Report:
    """Of the last days as `PERIODS` names them, today included, in the publication's zone."""
    publication = Publication.load()
    last = (now or timezone.now()).astimezone(publication.zone).date()
    first = last - timedelta(days=int(period) - 1)
    since = HostHour.objects.filter(hour__gte=days.midnight(first, publication))
    hours = _hours(since, publication)
    return Report(first, last, sum(row.count for row in hours), _stories(first, most), _hosts(since), hours)


def counted(first: date) -> QuerySet[StoryDay, tuple[int, int]]:
    """Key and readings of every story since that day, most read first."""
    counts = StoryDay.objects.filter(day__gte=first).values_list("article").annotate(total=Sum("count"))
    return counts.order_by("-total", "-article")


def _stories(first: date, most: int) -> list[Row]:
    """Those that readers may still see."""
    counts = dict(counted(first)[:most])
    found = Article.objects.live().defer("body").select_related("section").in_bulk(counts)
    named = [(found[key].headline, count, found[key]) for key, count in counts.items() if key in found]
    return _rows(named)


def _hosts(since: QuerySet[HostHour]) -> list[Row]:
    counted = since.values_list("host").annotate(total=Sum("count")).order_by("-total", "host")
    return _rows([(str(UNSAID.get(host, host)), count, None) for host, count in counted[:HOSTS]])


def _hours(since: QuerySet[HostHour], publication: Publication) -> list[Row]:
    """The 24 hours of the clock, all days of the period together."""
    counts: Counter[int] = Counter()
    for hour, count in since.values_list("hour").annotate(total=Sum("count")).order_by():
        counts[hour.astimezone(publication.zone).hour] += count
    return _rows([(f"{hour:02}.00", counts[hour], None) for hour in range(24)])


def _rows(named: list[tuple[str, int, Article | None]]) -> list[Row]:
    largest = max((count for _name, count, _story in named), default=0) or 1
    return [Row(name, count, round(count * 1000 / largest), story) for name, count, story in named]


def table(found: Report, name: str) -> tuple[list[str], list[list[str | int]]]:
    """Titles and rows of one list as a table to take away. KeyError if there is none of this name."""
    readings = gettext("Readings")
    if name == "tulisan":
        titles = [gettext("Story"), gettext("Section"), gettext("Address"), readings]
        rows: list[list[str | int]] = [
            [row.name, str(row.story.section), row.story.path, row.count]
            for row in found.stories
            if row.story
        ]
        return titles, rows
    lists = {"asal": (gettext("From"), found.hosts), "jam": (gettext("Hour"), found.hours)}
    title, listed = lists[name]
    return [title, readings], [[row.name, row.count] for row in listed]
