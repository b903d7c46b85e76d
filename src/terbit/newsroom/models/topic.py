"""Topics: a small vocabulary instead of tags by the hundred."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from terbit.newsroom import paths
from terbit.newsroom.models.cluster import Cluster


class TopicKind(models.TextChoices):
    TOPIC = "topic", _("subject")
    EVENT = "event", _("event")
    ORGANISATION = "organisation", _("organisation")
    PLACE = "place", _("place")


class TopicQuerySet(models.QuerySet["Topic"]):
    def current(self) -> TopicQuerySet:
        """Topics that stand for themselves: neither merged into another nor dropped."""
        return self.filter(merged_into__isnull=True, dropped=False)


class Topic(Cluster):
    """A merged topic is kept: its address and old revisions resolve to the one that took it over.

    A dropped one is kept too: no story carries it, and none gets it back from an old revision.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TopicKind.choices, default=TopicKind.TOPIC)
    description = models.TextField(_("what it is about"), blank=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="merged",
    )
    dropped = models.BooleanField(_("dropped"), default=False, editable=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"/topik/{self.slug}/"

    @property
    def current(self) -> Topic:
        """The topic itself, or the one that took it over. Merging folds chains, so one step is enough."""
        return self.merged_into or self

    def clean(self) -> None:
        self.slug = self.slug or paths.free_slug(Topic.objects.exclude(pk=self.pk), self.name)
        taken = TopicAlias.objects.filter(name__iexact=self.name).exclude(topic_id=self.pk).first()
        if taken:
            raise ValidationError(
                {
                    "name": _("“%(name)s” is another name of the topic “%(topic)s”.")
                    % {"name": self.name, "topic": taken.topic}
                }
            )


class TopicAlias(models.Model):
    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("other name"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
