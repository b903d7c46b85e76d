"""Where readers find today what lay below the uploads of the old site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import product

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from terbit.moving.arriving import permalinks
from terbit.moving.models import Move, OldItem
from terbit.newsroom import linked_files
from terbit.pictures import addresses
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.prints import uses
from terbit.pictures.public import is_public, is_public_media
from terbit.pictures.sizes import WIDTHS
from terbit.press import api as press

# Of whatever texts are written now and have no line in the ledger yet.
_arriving: ContextVar[int | None] = ContextVar("arriving", default=None)


@contextmanager
def arriving(move: Move) -> Iterator[None]:
    """Texts that are new come with this move: what they name without a host lies among its files."""
    before = _arriving.set(move.pk)
    try:
        yield
    finally:
        _arriving.reset(before)


def address_of(file: str) -> str | None:
    """The public address of an old file or of what it was a smaller copy of; None where readers may not see it.

    Where several sites had a file of that name, the one that moved in first answers of those that readers may see: no
    later move takes an address away from what is here.
    """
    keys = keys_of(permalinks.GHOST_SIZE.sub("", file))
    with press.covering(*(f"old-{key}" for key in keys)):
        found = _files(OldItem.objects.all(), keys)
    moves = sorted({move for move, _key in found})
    wanted = (found[each] for each in product(moves, keys) if each in found)
    return next(filter(None, (_today(*each) for each in dict.fromkeys(wanted))), None)


def keys_of(file: str) -> list[str]:
    """Those that its line of the ledger may have, or that of what it is a copy of."""
    return [f"file:{name}"[:300] for name in permalinks.originals(file) if "\0" not in name]


def files_at(named: Iterable[linked_files.Named]) -> dict[linked_files.Named, linked_files.File]:
    """Which of these addresses, as texts name them, mean a file that moved in here."""
    sites = [_Site(*row) for row in Move.objects.order_by("pk").values_list("pk", "site")]
    if not (named := list(named)) or not sites:
        return {}
    owners = _moves_of({owner for _address, owner in named if owner}) if len(sites) > 1 else {}
    meant = {}
    for address, owner in named:
        came_with = owners.get(owner, _arriving.get()) if owner else None
        if moves := _moves_meant(address, came_with, sites):
            keys = keys_of(permalinks.below_uploads(address))
            meant[address, owner] = list(product(moves, keys))
    every = {key for some in meant.values() for _move, key in some}
    found = _files(OldItem.objects.filter(move__in=[site.move for site in sites]), every)
    wanted = ((each, next(filter(found.get, some), None)) for each, some in meant.items())
    return {each: found[which] for each, which in wanted if which}


class _Site:
    def __init__(self, move: int, site: str) -> None:
        self.move, self.host, self.folder = move, permalinks.host_of(site), permalinks.folder_of(site)


def _moves_of(owners: Collection[linked_files.Owner]) -> dict[linked_files.Owner, int]:
    """Those that stories and pages came with."""
    found = {}
    for model in {model for model, _pk in owners}:
        kind = ContentType.objects.get_for_model(model)
        keys = [str(pk) for of, pk in owners if of is model]
        lines = OldItem.objects.filter(content_type=kind, object_id__in=keys, made=True).order_by("-pk")
        found |= {(model, int(pk)): move for pk, move in lines.values_list("object_id", "move")}
    return found


def _moves_meant(address: str, came_with: int | None, sites: list[_Site]) -> list[int]:
    """Those whose file an address may be, in the order in which to look.

    Its host says so, and the folder, where several sites shared a host. Without a host, or with the paper's own, it is
    a file of the site that the text came from; in what was written here, of whichever moved in first.
    """
    host = permalinks.host_of(address)
    there = [site for site in sites if host and site.host == host]
    mine = [site.move for site in there if site.move == came_with]
    if there:
        path = permalinks.path_of(address)
        around = [site for site in there if path.startswith(f"{site.folder}/")]
        deepest = max((len(site.folder) for site in around), default=0)
        named = [site.move for site in around if len(site.folder) == deepest]
        # A network of sites keeps the files of all of them in one place.
        return [*named, *mine] if named else mine or [site.move for site in there]
    if host not in {"", permalinks.host_of(settings.TERBIT_URL)}:
        return []
    return [came_with] if came_with else [site.move for site in sites]


def _files(lines: QuerySet[OldItem], keys: Collection[str]) -> dict[tuple[int, str], linked_files.File]:
    """By move and key."""
    types = {ContentType.objects.get_for_model(model).pk: model for model in (Picture, MediaFile)}
    rows = lines.filter(key__in=keys).values_list("move", "key", "content_type", "object_id")
    return {(move, key): (types[kind], int(pk)) for move, key, kind, pk in rows if kind in types}


def _today(model: type[Model], pk: int) -> str | None:
    row = model._default_manager.filter(pk=pk).first()
    with press.covering(uses(model, pk)):
        if isinstance(row, Picture):
            return picture_address(row) if is_public(row) else None
        return addresses.media_url(row) if isinstance(row, MediaFile) and is_public_media(row) else None


def picture_address(picture: Picture) -> str:
    """In its largest size, as any browser and any other site can show it."""
    return addresses.picture_url(picture, list(addresses.fitting(picture, WIDTHS))[-1], "jpg")
