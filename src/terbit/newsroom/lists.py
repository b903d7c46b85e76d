"""Lists of stories as the paper shows them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet

from terbit.newsroom import contexts
from terbit.newsroom.models import Article, Byline
from terbit.newsroom.prepared import Prepared

if TYPE_CHECKING:
    from terbit.newsroom.models import Publication

IN_A_LIST = 30
Link = tuple[str, str]
Days = list[tuple[date, list[Article]]]


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
    return in_order(list(stories.values_list("pk", flat=True)))


def in_order(keys: Collection[int]) -> list[Article]:
    """Stories with what a teaser shows, in the order of these keys."""
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
