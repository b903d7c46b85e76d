"""The change log: what changed, by key, written by triggers in the transaction of the change itself."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One key was touched. Written by the database (`triggers.py`), whoever changes a row and however."""

    key = models.TextField(_("key"))
    # PostgreSQL: the number of the transaction, by which a reader tells what he has not seen; SQLite: always 0,
    # where the numbers of rows grow in the order of commits.
    transaction = models.BigIntegerField(default=0, db_default=0)
    at = models.DateTimeField(_("time"), db_default=Now())

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        indexes = [
            models.Index(fields=["transaction"], name="terbit_change_transaction"),
            # Asked for with each rendering.
            models.Index(fields=["id"], name="terbit_change_edition", condition=models.Q(key="edition")),
        ]

    def __str__(self) -> str:
        return self.key


class Log(models.Model):
    """One row that names this log: prints made after another one (a restored database) are worth nothing."""

    name = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return str(self.name)
