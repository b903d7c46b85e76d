"""The stories of a topic, a contributor, a person: the newest, those of a year, how many in each year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Func, IntegerField, Q, QuerySet

from terbit.newsroom import days
from terbit.newsroom.models import Contributor, Person, Topic
from terbit.press import api as press

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from terbit.newsroom.models import Publication

Years = list[tuple[int, int, str]]  # year, number of stories, address


@dataclass(frozen=True)
class Named:
    """The stories that a name belongs to: `rows` are those that join the two, `key` is the list's for the press.

    The rows know the date of their story (`models.dated`), and indexes have them in that order for each name.
    """

    key: str
    path: str
    rows: list[QuerySet[Any]]

    def newest(self, most: int, **within: datetime) -> list[int]:
        """The keys of stories that readers see, newest first; `within` as filters of the rows."""
        found: set[tuple[datetime, int]] = set()
        for rows in self._published():
            newest = rows.filter(**within).order_by("-published_at", "-article")
            found.update(newest.values_list("published_at", "article").distinct()[:most])
        return [key for _moment, key in sorted(found, reverse=True)[:most]]

    def of_year(self, year: int, publication: Publication, most: int) -> list[int]:
        return self.newest(most, **within(year, publication, "published_at"))

    def any(self) -> bool:
        return any(rows.exists() for rows in self._published())

    def years(self, publication: Publication) -> Years:
        """Each year there are stories of, newest first."""
        numbers: Counter[int] = Counter()
        year = YearIn("published_at", publication.zone)
        for number, rows in enumerate(self._published()):
            before = [~Q(article__in=others.values("article")) for others in self.rows[:number]]
            counted = (
                rows.filter(*before)
                .order_by()
                .values(year=year)
                .annotate(number=Count("article", distinct=True))
            )
            numbers.update({row["year"]: row["number"] for row in counted})
        return [(year, numbers[year], f"{self.path}{year}/") for year in sorted(numbers, reverse=True)]

    def _published(self) -> Iterator[QuerySet[Any]]:
        return (press.shows(rows.filter(published_at__isnull=False), self.key) for rows in self.rows)


def of_topic(topic: Topic) -> Named:
    return Named(f"topic-stories:{topic.pk}", topic.path, [topic.article_topics.all()])


def of_contributor(contributor: Contributor) -> Named:
    return Named(f"contributor-stories:{contributor.pk}", contributor.path, [contributor.bylines.all()])


def of_person(person: Person) -> Named:
    rows = [person.article_people.all(), person.statements.all()]
    return Named(f"person-stories:{person.pk}", person.path, rows)


PLACES: dict[str, tuple[Any, Callable[[Any], Named]]] = {
    "topik": (Topic, of_topic),
    "penulis": (Contributor, of_contributor),
    "tokoh": (Person, of_person),
}


def within(year: int, publication: Publication, moment: str) -> dict[str, datetime]:
    """Filters of a field by the year of the paper's own clock."""
    begin, end = (days.midnight(date(number, 1, 1), publication) for number in (year, year + 1))
    return {f"{moment}__gte": begin, f"{moment}__lt": end}


class YearIn(Func):
    """The year of a moment in one of Indonesia's zones, which have kept their hours since 1964 and have no summer time.

    Django's own calls back into Python for each row on SQLite, which takes ten times as long.
    """

    output_field = IntegerField()

    def __init__(self, moment: str, zone: ZoneInfo) -> None:
        super().__init__(moment)
        self.zone = zone

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Where it is the new year already while the stored moment, in UTC, is of the last hours of the old one."""
        turns = timedelta(days=1) - (datetime(2000, 1, 1, tzinfo=self.zone).utcoffset() or timedelta())
        moment, params = compiler.compile(self.source_expressions[0])
        turn = f"12-31 {turns.seconds // 3600:02}"
        return f"(substr({moment}, 1, 4) + (substr({moment}, 6, 8) >= '{turn}'))", [*params, *params]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        moment, params = compiler.compile(self.source_expressions[0])
        return f"extract(year FROM {moment} AT TIME ZONE '{self.zone.key}')::integer", params
