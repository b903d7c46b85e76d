"""Readers of the invented newspaper over the last month, so that *Terpopuler* and *Pembaca* have something to tell.

The hours are those before this one; how many read which story at which hour of the day is always the same, and so is
the order of the stories.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.utils import timezone

from terbit.newsroom.models import Article, Publication
from terbit.newsstand.counting import INSIDE
from terbit.newsstand.spool import Key
from terbit.readers import ranking, summing

STORIES, AMONG, DAYS = 12, 60, 30
# At each hour of the day: nobody reads at night, most at noon and in the evening.
HOURS = (1, 0, 0, 0, 1, 2, 4, 5, 4, 3, 3, 4, 5, 4, 3, 3, 3, 3, 4, 5, 5, 4, 3, 2)
HOSTS = {"": 3, "google.com": 3, INSIDE: 2, "facebook.com": 1}


def fill() -> None:
    now, zone = timezone.now(), Publication.load().zone
    begun = int(now.timestamp()) // summing.HOUR
    counts: dict[Key, int] = {}
    for weight, path in enumerate(reversed(_read_stories()), 1):
        for back in range(1, 24 * DAYS):
            often = HOURS[(now - timedelta(hours=back)).astimezone(zone).hour]
            counts |= {
                (begun - back, path, host): weight * often * share for host, share in HOSTS.items() if often
            }
    summing.add(counts)
    ranking.rank(now)


def _read_stories() -> list[str]:
    """Of the newest, in an order of their own, the most read first."""
    newest = Article.objects.latest().exclude(kind="advertorial")[:AMONG]
    return sorted((story.path for story in newest), key=_chance)[:STORIES]


def _chance(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()
