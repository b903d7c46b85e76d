"""What sort of story one is, and how the newsroom came by it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    NEWS = "news", _("news")
    ANALYSIS = "analysis", _("analysis")
    OPINION = "opinion", _("opinion")
    EDITORIAL = "editorial", _("editorial")
    PHOTO_STORY = "photo_story", _("photo story")
    FEATURE = "feature", _("feature")
    ADVERTORIAL = "advertorial", _("advertorial")


class Obtained(models.TextChoices):
    """How the newsroom came by the story; all but the first need a named source and a link."""

    OWN = "own", _("own reporting")
    RELEASE = "release", _("press release")
    MEDIA = "media", _("other media")
    AGENCY = "agency", _("news agency")
    TRANSLATION = "translation", _("translation")
