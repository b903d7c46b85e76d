"""What the press must know of pictures and media: a file goes from the prints when no live page shows it any more."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from terbit.pictures.models import MediaFile, Picture, Rendition
from terbit.press import api as press


def uses(model: type[Model], pk: object) -> str:
    """The key of what live pages do with a picture or media file."""
    return f"uses:{ContentType.objects.get_for_model(model).pk}:{pk}"


def type_of(model: type[Model]) -> str:
    """The number of a model among content types, in SQL."""
    label, name = model._meta.label_lower.split(".")
    return f"(SELECT id FROM django_content_type WHERE app_label = '{label}' AND model = '{name}')"  # noqa: S608


def register() -> None:
    press.leave_unnamed("picture", "media")  # that of a story under embargo names what it shows
    press.watch(Picture, "picture")
    key = f"'uses:' || {type_of(Picture)} || ':' || @.poster_id"
    poster = press.Touch(key, ("poster_id",))
    press.watch(MediaFile, "media", "pk", poster)
    press.unchanging(Rendition)  # made from a picture; the address changes with what it is made from
