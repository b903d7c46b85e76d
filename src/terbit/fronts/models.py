"""Fronts: pages whose stories editors choose. Every change is an arrangement of its own, so any can be undone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom.models import Section

LEAD, SECONDS = "lead", 3


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

    def slots(self) -> list[tuple[str, str]]:
        """Name and label of every place a story can be put into, in the order of the page."""
        places = [(LEAD, str(_("Lead")))]
        places += [(f"second-{number}", f"{_('Second row')} {number}") for number in range(1, SECONDS + 1)]
        if self.section_id is None:
            top = Section.objects.filter(parent=None)
            places += [(f"strip-{section.pk}", str(section.name)) for section in top]
        return places


class Arrangement(models.Model):
    """What stands in the slots of a front: `{slot: {"story": pk, "until": ISO time or None}}`."""

    front = models.ForeignKey(
        Front, on_delete=models.CASCADE, related_name="arrangements", verbose_name=_("front")
    )
    number = models.PositiveIntegerField(_("number"))
    slots: models.JSONField[dict[str, dict[str, Any]]] = models.JSONField(_("slots"), default=dict)
    undoes_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("before it")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )

    class Meta:
        verbose_name = _("arrangement")
        verbose_name_plural = _("arrangements")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["front", "number"], name="terbit_arrangement_once")]

    def __str__(self) -> str:
        return f"{self.front} #{self.number}"
