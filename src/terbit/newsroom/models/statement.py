"""What people said in published stories: written when a story is published, gone when it goes offline."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from terbit.newsroom.models.dated import Dated


class Statement(Dated):
    """One statement of a published story whose speaker has a record, as the speaker's own page shows it."""

    article = models.ForeignKey(
        "terbit_newsroom.Article",
        on_delete=models.CASCADE,
        related_name="statements",
        verbose_name=_("story"),
    )
    person = models.ForeignKey(
        "terbit_newsroom.Person",
        on_delete=models.CASCADE,
        related_name="statements",
        verbose_name=_("person"),
    )
    position = models.PositiveSmallIntegerField(_("order"))
    said_on = models.DateField(_("said on"), null=True, blank=True)
    day = models.DateField(_("day"), help_text=_("When it was said; without that, when it was published."))
    paragraphs = models.JSONField(_("words"))
    occasion = models.CharField(_("occasion"), max_length=500, blank=True)
    unverified = models.BooleanField(_("needs verification"), default=False)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [
            models.Index(fields=["person", "-day", "-id"], name="terbit_said"),
            models.Index(fields=["person", "published_at", "article"], name="terbit_said_in"),
        ]
        constraints = [models.UniqueConstraint(fields=["article", "position"], name="terbit_said_once")]

    def __str__(self) -> str:
        return " ".join(self.paragraphs)[:80]
