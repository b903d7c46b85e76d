"""Breaking news: published at once, approved after."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class BreakingStory(models.Model):
    """A story an editor published on his own; on the board until another person has approved it."""

    article = models.ForeignKey(
        "terbit_newsroom.Article", verbose_name=_("story"), on_delete=models.CASCADE, related_name="breaking"
    )
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="breaking_published"
    )
    published_at = models.DateTimeField(default=timezone.now)
    involved = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("had a hand in it"),
        related_name="+",
        help_text=_("Submitted it or published an earlier version at once; they do not approve it after."),
    )
    reason = models.TextField(_("why it could not wait"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="breaking_approved",
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("breaking story")
        verbose_name_plural = _("breaking stories")
        ordering = ["-published_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                name="terbit_one_open_breaking",
                condition=models.Q(approved_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.article)
