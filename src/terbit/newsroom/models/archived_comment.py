"""What readers said under a story on the site it came from: an archive that nobody adds to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ArchivedComment(models.Model):
    """One approved comment: a name, a moment and plain words.

    Addresses of any kind (e-mail, IP, the commenter's own site) are not kept at all: what a house does not have it
    cannot show, export or lose.
    """

    article = models.ForeignKey(
        "terbit_newsroom.Article",
        on_delete=models.CASCADE,
        related_name="archived_comments",
        verbose_name=_("story"),
    )
    number = models.CharField(_("number on the old site"), max_length=60)
    name = models.CharField(_("name"), max_length=150, blank=True)
    written_at = models.DateTimeField(_("written"), null=True, blank=True)
    text = models.TextField(_("words"))
    position = models.PositiveIntegerField(_("order"))  # answers follow what they answer
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)  # 0: answers nobody
    hidden = models.BooleanField(
        _("hidden"),
        default=False,
        help_text=_("Readers do not see it any more, as after a complaint. A later import leaves it hidden."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("archived comment")
        verbose_name_plural = _("archived comments")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="terbit_one_comment_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text}"[:80]
