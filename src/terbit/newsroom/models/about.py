"""What a story is about: topics and people, in the order its editor chose."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from terbit.newsroom.models.article import Article
from terbit.newsroom.models.dated import Dated
from terbit.newsroom.models.person import Person
from terbit.newsroom.models.topic import Topic


class ArticleTopic(Dated, Orderable):
    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.PROTECT,
        related_name="article_topics",
        db_index=False,
    )

    class Meta(Orderable.Meta):
        ordering = ("sort_order", "pk")
        indexes = (models.Index(fields=["topic", "published_at", "article"], name="terbit_on_topic"),)
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.topic.name


class ArticlePerson(Dated, Orderable):
    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="article_people")
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="article_people",
        db_index=False,
    )

    class Meta(Orderable.Meta):
        ordering = ("sort_order", "pk")
        indexes = (models.Index(fields=["person", "published_at", "article"], name="terbit_about"),)
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.person.name
