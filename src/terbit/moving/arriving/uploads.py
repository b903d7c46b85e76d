"""Where readers find today what lay below the uploads of the old site."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType

from terbit.moving.arriving import permalinks
from terbit.moving.models import Move, OldItem
from terbit.pictures import addresses
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.public import is_public, is_public_media
from terbit.pictures.sizes import WIDTHS


def address_of(file: str) -> str | None:
    """The public address of an old file or of what it was a smaller copy of; None where readers may not see it."""
    names = [name for name in permalinks.originals(permalinks.GHOST_SIZE.sub("", file)) if "\0" not in name]
    keys = [f"file:{name}"[:300] for name in names]
    lines = OldItem.objects.filter(move__in=Move.objects.values("pk"), key__in=keys)
    by_key = {line.key: line for line in lines}
    for key in keys:
        if (line := by_key.get(key)) and (address := today(line)):
            return address
    return None


def today(line: OldItem) -> str | None:
    if not line.content_type_id:
        return None
    if line.content_type_id == ContentType.objects.get_for_model(Picture).pk:
        picture = Picture.objects.filter(pk=int(line.object_id)).first()
        if picture is None or not is_public(picture):
            return None
        return picture_address(picture)
    media = MediaFile.objects.filter(pk=int(line.object_id)).first()
    return addresses.media_url(media) if media and is_public_media(media) else None


def picture_address(picture: Picture) -> str:
    """In its largest size, as any browser and any other site can show it."""
    return addresses.picture_url(picture, list(addresses.fitting(picture, WIDTHS))[-1], "jpg")
