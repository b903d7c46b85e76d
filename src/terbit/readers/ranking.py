"""*Terpopuler*: what was read most, stored in its order, so that pages show it without counting."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from terbit.newsroom.lists import listed
from terbit.newsroom.models import Article
from terbit.newsroom.models.kind import Kind
from terbit.press import api as press
from terbit.readers.models import MostRead, StoryHour
from terbit.readers.prints import KEY

SHOWN, STORED = 5, 10  # more than are shown, so that one may be withdrawn
CANDIDATES = 50
DAY, WEEK = timedelta(days=1), timedelta(days=7)


def most_read() -> list[Article]:
    """What readers are shown; a story that is withdrawn is not in it any more."""
    ranked = MostRead.objects.values("article")  # by their keys, ten at most; a join began with all stories
    stories = Article.objects.live().filter(pk__in=ranked).exclude(kind=Kind.ADVERTORIAL)
    return list(listed(press.shows(stories, KEY)).order_by("most_read__position")[:SHOWN])


def rank(now: datetime | None = None) -> bool:
    """Store the order of the moment; whether it is another than before.

    The last day counts, then the last week; where few were read, those ranked before stay behind them.
    """
    now = now or timezone.now()
    before = list(MostRead.objects.values_list("article", flat=True))
    found = dict.fromkeys([*_most_since(now - DAY), *_most_since(now - WEEK), *before])
    order = _that_may_stand(list(found))[:STORED]
    if order == before:
        return False
    with transaction.atomic():
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(
            MostRead(article_id=story, position=position) for position, story in enumerate(order, 1)
        )
    return True


def _most_since(moment: datetime) -> list[int]:
    counted = StoryHour.objects.filter(hour__gte=moment).values_list("article").annotate(total=Sum("count"))
    return [story for story, _total in counted.order_by("-total", "-article")[:CANDIDATES]]


def _that_may_stand(stories: list[int]) -> list[int]:
    """Those that readers may see and nobody paid for."""
    may = Article.objects.live().filter(pk__in=stories).exclude(kind=Kind.ADVERTORIAL)
    known = set(may.values_list("pk", flat=True))
    return [story for story in stories if story in known]
