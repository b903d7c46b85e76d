"""What feeds and sitemaps keep: how far back news reaches, and what a hub must still be told of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NewsWindow(models.Model):
    """One row: stories first published after `since` are in the news sitemap.

    A page knows no clock; so the scheduler moves the window, at the moments at which a story leaves it.
    """

    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("news window")
        verbose_name_plural = _("news windows")

    def __str__(self) -> str:
        return f"{self.since}"


class Ping(models.Model):
    """A feed that the hub has not been told of yet. Written in the transaction of a publication."""

    address = models.CharField(_("address"), max_length=200, unique=True)
    asked = models.DateTimeField(_("asked"))
    due = models.DateTimeField(_("due"), db_index=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("message to the hub")
        verbose_name_plural = _("messages to the hub")

    def __str__(self) -> str:
        return self.address
