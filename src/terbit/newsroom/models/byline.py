"""Who had what part in a story."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from terbit.newsroom.models.contributor import Contributor, Part
from terbit.newsroom.models.dated import Dated

LABELS = {part.value: part.label for part in Part}


class Byline(Dated, Orderable):
    article = ParentalKey("terbit_newsroom.Article", on_delete=models.CASCADE, related_name="bylines")
    contributor = models.ForeignKey(
        Contributor,
        verbose_name=_("contributor"),
        on_delete=models.PROTECT,
        related_name="bylines",
        db_index=False,
    )
    part = models.CharField(_("part"), max_length=20, choices=Part.choices, default=Part.REPORTER)

    class Meta(Orderable.Meta):
        ordering = ("sort_order", "pk")  # where two have one place, each database would choose by itself
        indexes = (models.Index(fields=["contributor", "published_at", "article"], name="terbit_by"),)
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self) -> str:
        return f"{self.contributor.name}, {self.get_part_display()}"

    def get_part_display(self) -> str:
        """Django's own takes a hundred times as long, and each story's page says it of each name."""
        return str(LABELS.get(self.part, self.part))
