"""Lists of stories as the paper shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import ExtractYear

from terbit.newsroom.models import Article, Byline

if TYPE_CHECKING:
    from terbit.newsroom.models import Publication

IN_A_LIST = 30
Link = tuple[str, str]
Days = list[tuple[date, list[Article]]]


def listed(stories: QuerySet[Article]) -> QuerySet[Article]:
    """With what a teaser shows, and nothing else of the row."""
    writers = Byline.objects.select_related("contributor__picture").order_by("sort_order")
    return (
        stories.defer("body")
        .select_related("section__parent", "lead_picture")
        .prefetch_related(Prefetch("bylines", writers))
    )


def by_day(stories: Iterable[Article], publication: Publication) -> Days:
    def day(story: Article) -> date:
        return story.first_published_at.astimezone(publication.zone).date()

    return [(date, list(same)) for date, same in groupby(stories, day)]


def years(stories: QuerySet[Article], path: str, publication: Publication) -> list[tuple[int, int, str]]:
    """Year, number of stories and address of each year there are stories of, newest first."""
    year = ExtractYear("first_published_at", tzinfo=publication.zone)
    counted = stories.order_by().annotate(year=year).values("year").annotate(number=Count("pk"))
    return [(row["year"], row["number"], f"{path}{row['year']}/") for row in counted.order_by("-year")]
