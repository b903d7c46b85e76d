"""Readings as they come from the spools."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from terbit.newsroom.models import Article
from terbit.readers import summing


def hour_of(moment: datetime) -> int:
    return int(moment.timestamp()) // 3600


def read(story: Article, times: int, *, ago: timedelta = timedelta(), host: str = "") -> None:
    """So many readings of a story, some time ago."""
    summing.add({(hour_of(timezone.now() - ago), story.path, host): times})
