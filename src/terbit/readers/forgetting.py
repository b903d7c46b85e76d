"""Counts go when they are old: those of hours after a week, all others as `TERBIT_READERS_DAYS` says."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from terbit.readers.models import HostHour, MostRead, StoryDay, StoryHour, Summed

HOURS_KEPT = timedelta(days=8)
# A file that could not be deleted may be found again; after so long somebody has looked.
NAMES_KEPT = timedelta(days=7)


def forget() -> None:
    now = timezone.now()
    days = settings.CONFIG.number("readers_days")
    kept = now - timedelta(days=days)
    StoryHour.objects.filter(hour__lt=max(kept, now - HOURS_KEPT)).delete()
    StoryDay.objects.filter(day__lt=kept.date()).delete()
    HostHour.objects.filter(hour__lt=kept).delete()
    Summed.objects.filter(at__lt=now - NAMES_KEPT).delete()
    if not days:
        StoryDay.objects.all().delete()
        MostRead.objects.all().delete()
