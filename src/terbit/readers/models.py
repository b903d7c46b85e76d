"""How often stories are read, and the order that follows from it. No row speaks of a reader."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom.models import Article


def _story() -> models.ForeignKey:
    """Without an index: what was read is never deleted, and SQLite would sum by it, reading all days for one."""
    return models.ForeignKey(
        Article, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )


class StoryHour(models.Model):
    """How often one story was read in one hour; kept for a week, for the most read."""

    article = _story()
    hour = models.DateTimeField(_("hour"))
    count = models.PositiveIntegerField(_("Readings"))

    class Meta:
        verbose_name = _("readings of an hour")
        verbose_name_plural = _("readings by hour")
        constraints = [
            models.UniqueConstraint(fields=["hour", "article"], name="terbit_one_count_of_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}: {self.count}"


class StoryDay(models.Model):
    """How often one story was read on one day of the publication's zone."""

    article = _story()
    day = models.DateField(_("day"))
    count = models.PositiveIntegerField(_("Readings"))

    class Meta:
        verbose_name = _("readings of a day")
        verbose_name_plural = _("readings by day")
        constraints = [models.UniqueConstraint(fields=["day", "article"], name="terbit_one_count_of_a_day")]
        # A month is summed out of this alone; otherwise each of its half a million rows is looked up.
        indexes = [models.Index(fields=["day", "article", "count"], name="terbit_readings_of_days")]

    def __str__(self) -> str:
        return f"{self.day}: {self.count}"


class HostHour(models.Model):
    """How many readings of one hour came from one host; "" unknown, `.` from the paper itself, `*` all others."""

    hour = models.DateTimeField(_("hour"))
    host = models.CharField(_("source"), max_length=80, blank=True)
    count = models.PositiveIntegerField(_("Readings"))

    class Meta:
        verbose_name = _("readings from a host")
        verbose_name_plural = _("readings by host")
        constraints = [models.UniqueConstraint(fields=["hour", "host"], name="terbit_one_count_of_a_host")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.host}: {self.count}"


class MostRead(models.Model):
    """The stories of *Terpopuler* in their order; written only when that changes."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="most_read")
    position = models.PositiveSmallIntegerField(_("position"), unique=True)

    class Meta:
        verbose_name = _("most read story")
        verbose_name_plural = _("most read stories")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.article}"


class Summed(models.Model):
    """A file of the spool whose counts are in the tables, so that none counts twice; gone soon after the file."""

    name = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
