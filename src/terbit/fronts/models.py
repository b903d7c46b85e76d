"""Fronts: pages whose stories editors choose, the versions readers were given, and what an editor is at work on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom.models import Section

# What stands in the slots that somebody chose: `{slot: {"story": pk, "until": ISO time or None}}`.
Held = dict[str, Any]
Slots = dict[str, Held]


class Front(models.Model):
    """The front of a section, or without one the paper's own."""

    section = models.OneToOneField(
        Section,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="front",
        verbose_name=_("section"),
    )
    published = models.ForeignKey(
        "Arrangement",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("published"),
    )

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(section__isnull=True), name="terbit_one_front_page"
            )
        ]

    def __str__(self) -> str:
        return str(self.section) if self.section_id else str(_("Front page"))

    @property
    def path(self) -> str:
        return self.section.path if self.section_id else "/"

    @property
    def number(self) -> int:
        """Of the arrangement that readers see; 0 while nobody has chosen anything."""
        return self.published.number if self.published_id else 0


class Arrangement(models.Model):
    """One version of a front as readers were given it. Never changed; the next one takes its place."""

    front = models.ForeignKey(
        Front, on_delete=models.CASCADE, related_name="arrangements", verbose_name=_("front")
    )
    number = models.PositiveIntegerField(_("number"))
    slots: models.JSONField[Slots] = models.JSONField(_("slots"), default=dict)
    restores = models.PositiveIntegerField(_("brings back"), null=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Nobody: a pin ended, or a story went."),
    )

    class Meta:
        verbose_name = _("arrangement")
        verbose_name_plural = _("arrangements")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["front", "number"], name="terbit_arrangement_once")]

    def __str__(self) -> str:
        return f"{self.front} #{self.number}"


class Draft(models.Model):
    """What one editor has chosen and not published: every step is kept at once, and nobody else's is touched."""

    front = models.ForeignKey(Front, on_delete=models.CASCADE, related_name="drafts", verbose_name=_("front"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    base = models.ForeignKey(
        Arrangement, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("begun from")
    )
    slots: models.JSONField[Slots] = models.JSONField(_("slots"), default=dict)
    # Slots, and what was to be decided then: a choice taken back is asked again.
    steps: models.JSONField[list[dict[str, Any]]] = models.JSONField(_("steps before"), default=list)
    # What another published into a slot that this editor changed too, until he has decided: None is "empty".
    asked: models.JSONField[dict[str, Held | None]] = models.JSONField(_("to be decided"), default=dict)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)

    class Meta:
        verbose_name = _("draft of a front")
        verbose_name_plural = _("drafts of fronts")
        constraints = [models.UniqueConstraint(fields=["front", "user"], name="terbit_one_front_draft")]

    def __str__(self) -> str:
        return f"{self.front}, {self.user}"

    @property
    def begun_from(self) -> Slots:
        return self.base.slots if self.base_id else {}

    @property
    def has_changes(self) -> bool:
        return self.slots != self.begun_from
