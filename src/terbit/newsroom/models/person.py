"""People in the news, with the offices they held and when."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from terbit.newsroom import paths
from terbit.newsroom.models.cluster import Cluster


class Person(Cluster):
    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    picture = models.ForeignKey(
        "terbit_pictures.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    biography = models.TextField(_("biography"), blank=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/tokoh/{self.slug}/"

    def office_on(self, day: date) -> Office | None:
        """The office held on that day; of several the one taken up last."""
        held = [office for office in self.offices.all() if office.covers(day)]
        return max(held, key=lambda office: (office.start or date.min, office.pk or 0), default=None)

    def clean(self) -> None:
        self.slug = self.slug or paths.free_slug(Person.objects.exclude(pk=self.pk), self.name)


class PersonAlias(models.Model):
    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=150)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """An office and the days it was held, both included; an open end means still."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="offices")
    title = models.CharField(
        _("office"), max_length=200, help_text=_("For example: Menteri Luar Negeri Rusia")
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["-start", "title"]

    def __str__(self) -> str:
        return self.title

    def covers(self, day: date) -> bool:
        return (self.start or date.min) <= day <= (self.end or date.max)

    def clean(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The office ends before it begins.")})
