"""Sections (rubrik): one tree of two levels."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from terbit.newsroom import paths


class SectionQuerySet(models.QuerySet["Section"]):
    def leaves(self) -> SectionQuerySet:
        """Sections that a story may be published in."""
        return self.filter(broad=False)


class Section(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("under"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    description = models.CharField(_("in one sentence"), max_length=200, blank=True)
    broad = models.BooleanField(
        _("too broad to publish in"),
        default=False,
        help_text=_("Stories must choose one of the sections under it."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    workflow = models.ForeignKey(
        "wagtailcore.Workflow",
        verbose_name=_("approval"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who approves stories of this section. Empty: as the section above, or the usual way."),
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        # Each section before those under it, these by their own order.
        ordering = [
            Coalesce("parent__order", "order"),
            Coalesce("parent__name", "name"),
            F("parent").asc(nulls_first=True),
            "order",
            "name",
        ]

    def __str__(self) -> str:
        return f"{self.parent.name} › {self.name}" if self.parent_id else self.name

    @property
    def path(self) -> str:
        return f"/{self.slug}/"

    def clean(self) -> None:
        self.slug = self.slug or paths.make_slug(self.name)
        paths.validate_free_word(self.slug)
        if self.parent_id:
            self._check_levels()
        self._check_articles()

    def _check_levels(self) -> None:
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("A section cannot stand under itself.")})
        if self.parent.parent_id:
            raise ValidationError({"parent": _("Sections have two levels; choose a section of the first.")})
        if self.pk and self.children.exists():
            raise ValidationError(
                {"parent": _("This section has sections under it, so it stays on the first level.")}
            )

    def _check_articles(self) -> None:
        from terbit.newsroom.models.article import Article

        if article := Article.objects.filter(path__in=[self.path, self.path.rstrip("/")]).first():
            raise ValidationError(
                {
                    "slug": _("The story “%(headline)s” already has this address.")
                    % {"headline": article.headline}
                }
            )
