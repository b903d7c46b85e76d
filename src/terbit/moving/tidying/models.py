from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.moving.tidying.reasons import Reason
from terbit.newsroom.models import Topic


class State(models.TextChoices):
    OPEN = "open", _("proposed")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")


class Proposal(models.Model):
    """That `topic` goes into `into`, or is dropped where there is none; and what an editor said to it."""

    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="+", db_index=False
    )
    into = models.ForeignKey(
        Topic, verbose_name=_("into"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    sureness = models.PositiveSmallIntegerField()  # place among the reasons, 0 is the surest
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)  # counts what was accepted, in its order
    changes = models.JSONField(
        default=dict, blank=True
    )  # the rows it changed, see `terbit.moving.tidying.rows`

    class Meta:
        verbose_name = _("proposal for topics")
        verbose_name_plural = _("proposals for topics")
        ordering = ["sureness", "pk"]
        default_permissions = ()  # whoever may change topics decides
        constraints = [
            models.UniqueConstraint(fields=["topic", "into"], name="terbit_one_merge"),
            models.UniqueConstraint(
                fields=["topic"], condition=models.Q(into__isnull=True), name="terbit_one_drop"
            ),
        ]
        indexes = [models.Index(fields=["state", "sureness", "id"], name="terbit_proposed")]

    def __str__(self) -> str:
        return f"{self.topic} → {self.into or '–'}"
