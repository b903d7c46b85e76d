"""What the rows have in common that lead from a name to its stories."""

from __future__ import annotations

from django.db import models


class Dated(models.Model):
    """Knows since when readers see its story, so that the lists of a name need not look at any story for that.

    NULL while they do not. Triggers keep it (`newsroom.dating`), whoever writes.
    """

    published_at = models.DateTimeField(null=True, editable=False, serialize=False)

    class Meta:
        abstract = True
