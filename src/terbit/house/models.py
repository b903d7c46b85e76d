"""What the background worker last did. Bookkeeping of one machine's clock: not part of backup or digest."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerBeat(models.Model):
    """The pulse of the one background worker of this database: a single row."""

    beat_at = models.DateTimeField(_("last sign of life"))
    started_at = models.DateTimeField(_("started"))
    host = models.CharField(_("machine"), max_length=255)
    pid = models.PositiveIntegerField(_("process"))
    doing = models.CharField(_("is doing"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("pulse of the background worker")
        verbose_name_plural = _("pulse of the background worker")

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class JobState(models.Model):
    """When a job that comes round was last done, and how it ended."""

    name = models.CharField(_("name"), max_length=100, primary_key=True)
    last_started = models.DateTimeField(_("last started"))
    last_finished = models.DateTimeField(_("last finished"))
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("recurring job")
        verbose_name_plural = _("recurring jobs")

    def __str__(self) -> str:
        return self.name
