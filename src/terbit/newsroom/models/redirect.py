"""Addresses that moved. One step only: chains are folded when they would arise."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RedirectManager(models.Manager["Redirect"]):
    def follow_article(self, old: str, article: models.Model) -> None:
        """`old` leads to the story, wherever that story moves later."""
        self.filter(path=article.path).delete()
        self.update_or_create(path=old, defaults={"article": article, "target": ""})
        self.filter(target=old).update(article=article, target="")

    def point(self, old: str, target: str) -> None:
        """`old` leads to another page of the paper; what led to `old` leads there too."""
        self.filter(path=target).delete()
        self.update_or_create(path=old, defaults={"article": None, "target": target})
        self.filter(target=old).update(target=target)

    def repoint(self, old: str, target: str) -> None:
        """What led to `old` leads to `target`, where nobody reads anything yet; `old` itself leads nowhere."""
        self.filter(path=target, target=old).delete()
        self.filter(target=old).update(target=target)


class Redirect(models.Model):
    path = models.CharField(_("old address"), max_length=1000, unique=True)
    article = models.ForeignKey(
        "terbit_newsroom.Article",
        verbose_name=_("story"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="redirects",
    )
    target = models.CharField(_("new address"), max_length=1000, blank=True, db_index=True)

    objects = RedirectManager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(article__isnull=False) ^ models.Q(target__gt=""),
                name="terbit_redirect_has_one_target",
            ),
            models.CheckConstraint(
                condition=~models.Q(target=models.F("path")), name="terbit_redirect_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} → {self.destination}"

    @property
    def destination(self) -> str:
        return self.article.path if self.article_id else self.target
