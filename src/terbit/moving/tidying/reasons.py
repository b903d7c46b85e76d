"""Why a merge or a drop is proposed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """In the order of how sure they are."""

    WRITING = "writing", _("written differently")
    PLURAL = "plural", _("singular and plural")
    TITLE = "title", _("with and without a title")
    PLACE = "place", _("two names of one place")
    STANDARD = "standard", _("spelled by the dictionary")
    SPELLING = "spelling", _("two spellings")
    WEIGHTLESS = "weightless", _("differ by a word that says nothing")
    ABBREVIATION = "abbreviation", _("short and whole name, on the same stories")
    INSIDE = "inside", _("one name within the other, on the same stories")
    OWN = "own", _("the publication's own name")
    COMMON = "common", _("a word for anything")
    EMPTY = "empty", _("no story carries it")
    LONE = "lone", _("one story only, and nothing else like it")

    @property
    def sureness(self) -> int:
        """0 is the surest."""
        return list(Reason).index(self)
