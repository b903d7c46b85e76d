"""Stories that should have come out, or gone, and could not."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ScheduleFailure(models.Model):
    """One row a story, gone once it succeeds; the board shows it."""

    article = models.OneToOneField(
        "terbit_newsroom.Article", on_delete=models.CASCADE, related_name="schedule_failure"
    )
    reason = models.TextField(_("reason"))
    since = models.DateTimeField(default=timezone.now)
    last_tried = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("failed publication")
        verbose_name_plural = _("failed publications")

    def __str__(self) -> str:
        return f"{self.article}: {self.reason}"
