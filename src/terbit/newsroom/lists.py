"""Lists of stories as the paper shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Func, IntegerField, Prefetch, QuerySet

from terbit.newsroom import contexts
from terbit.newsroom.models import Article, Byline
from terbit.newsroom.prepared import Prepared

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from terbit.newsroom.models import Publication

IN_A_LIST = 30
Link = tuple[str, str]
Days = list[tuple[date, list[Article]]]
Years = list[tuple[int, int, str]]  # year, number of stories, address


def listed(stories: QuerySet[Article]) -> QuerySet[Article]:
    """With what a teaser shows, and nothing else of the row."""
    writers = Byline.objects.select_related("contributor__picture")
    return (
        stories.defer("body")
        .select_related("section__parent", "lead_picture")
        .prefetch_related(Prefetch("bylines", writers))
    )


def teasers(stories: QuerySet[Article]) -> list[Article]:
    """What `listed` gives, with SQL that is written once: for pages that are pressed at each publication."""
    keys = list(stories.values_list("pk", flat=True))
    found = whole(keys)
    return [found[key] for key in keys if key in found]  # a move that is taken back may have gone in between


def whole(keys: Collection[int]) -> dict[int, Article]:
    """Stories with what a teaser shows, by primary key. Sections are the shared ones, with those above them."""
    found = {story.pk: story for story in _stories()([*keys])}
    sections = {section.pk: section for section in contexts.sections()} if found else {}
    bylines: dict[int, list[Byline]] = {key: [] for key in found}
    for row in _bylines()([*found]):
        bylines[row.article_id].append(row)
    for story in found.values():
        if story.section_id in sections:
            story.section = sections[story.section_id]
        given = Byline.objects.all()
        given._result_cache, given._prefetch_done = bylines[story.pk], True
        story._prefetched_objects_cache = {"bylines": given}
    return found


@cache
def _stories() -> Prepared[Article]:
    return Prepared(Article.objects.defer("body").select_related("lead_picture"), "pk")


@cache
def _bylines() -> Prepared[Byline]:
    return Prepared(Byline.objects.select_related("contributor__picture"), "article")


def by_day(stories: Iterable[Article], publication: Publication) -> Days:
    def day(story: Article) -> date:
        return story.first_published_at.astimezone(publication.zone).date()

    return [(date, list(same)) for date, same in groupby(stories, day)]


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


def years(stories: QuerySet[Article], path: str, publication: Publication) -> Years:
    """Each year there are stories of, newest first."""
    year = YearIn("first_published_at", publication.zone)
    counted = stories.order_by().values(year=year).annotate(number=Count("pk")).order_by("-year")
    return [(row["year"], row["number"], f"{path}{row['year']}/") for row in counted]
