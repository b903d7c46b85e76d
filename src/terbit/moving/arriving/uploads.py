"""Where readers find today what lay below the uploads of the old site."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from terbit.moving.arriving import permalinks
from terbit.moving.models import Move, OldItem
from terbit.newsroom import linked_files
from terbit.pictures import addresses
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.prints import uses
from terbit.pictures.public import is_public, is_public_media
from terbit.pictures.sizes import WIDTHS
from terbit.press import api as press


def address_of(file: str) -> str | None:
    """The public address of an old file or of what it was a smaller copy of; None where readers may not see it."""
    keys = keys_of(permalinks.GHOST_SIZE.sub("", file))
    with press.covering(*(f"old-{key}" for key in keys)):
        found = _files(Move.objects.values("pk"), keys)
    return next(filter(None, (_today(*found[key]) for key in keys if key in found)), None)


def keys_of(file: str) -> list[str]:
    """Those that its line of the ledger may have, or that of what it is a copy of."""
    return [f"file:{name}"[:300] for name in permalinks.originals(file) if "\0" not in name]


def files_at(addresses: Iterable[str]) -> dict[str, linked_files.File]:
    """Which of these addresses, as texts name them, mean a file that moved in here."""
    moves = Move.objects.values_list("pk", "site")
    if not (named := list(addresses)) or not (sites := dict(moves)):
        return {}
    own = {permalinks.host_of(site) for site in [settings.TERBIT_URL, *sites.values()]}
    keys = {
        address: keys_of(permalinks.below_uploads(address))
        for address in named
        if permalinks.host_of(address) in own | {""}
    }
    found = _files(sites, {key for some in keys.values() for key in some})
    wanted = ((address, next(filter(found.get, some), None)) for address, some in keys.items())
    return {address: found[key] for address, key in wanted if key}


def _files(moves: Any, keys: Collection[str]) -> dict[str, linked_files.File]:
    types = {ContentType.objects.get_for_model(model).pk: model for model in (Picture, MediaFile)}
    lines = OldItem.objects.filter(move__in=moves, key__in=keys)
    rows = lines.values_list("key", "content_type", "object_id")
    return {key: (types[kind], int(pk)) for key, kind, pk in rows if kind in types}


def _today(model: type[Model], pk: int) -> str | None:
    row = model._default_manager.filter(pk=pk).first()
    with press.covering(uses(model, pk)):
        if isinstance(row, Picture):
            return picture_address(row) if is_public(row) else None
        return addresses.media_url(row) if isinstance(row, MediaFile) and is_public_media(row) else None


def picture_address(picture: Picture) -> str:
    """In its largest size, as any browser and any other site can show it."""
    return addresses.picture_url(picture, list(addresses.fitting(picture, WIDTHS))[-1], "jpg")
