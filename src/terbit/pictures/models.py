"""Pictures with their rights."""

from __future__ import annotations

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    caption = models.TextField(blank=True)
    credit = models.CharField(max_length=255, blank=True)

    admin_form_fields = ("title", "file", "description", "caption", "credit")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class MediaFile(AbstractDocument):
    admin_form_fields = ("title", "file")
