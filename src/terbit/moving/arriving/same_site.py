"""Which move an export belongs to: that of its site, also where a file ended before it could name the site."""

from __future__ import annotations

from collections.abc import Sequence

from terbit.moving.arriving.spool import Spool
from terbit.moving.exports.records import Site
from terbit.moving.models import Move, OldItem

SAMPLE = 500  # items that are looked at to tell whether two exports are of one site


def name_of(sites: Sequence[Site]) -> str:
    """The site by which a move is known: the first address that the exports give, or else the first title."""
    named = next((site.url for site in sites if site.url), "")
    return (named or next((site.title for site in sites if site.title), ""))[:500]


def move_of(source: str, spool: Spool) -> Move:
    """The move that is here, or a new one. One that had no name is called by that which the export gives."""
    site = name_of(spool.sites)
    moves = Move.objects.filter(source=source)
    if found := moves.filter(site=site).first():
        return found
    nameless = moves.filter(site="") if site else moves
    if found := next((move for move in nameless if _has_the_same(move, spool)), None):
        found.site = found.site or site
        return found
    return Move(source=source, site=site)


def _has_the_same(move: Move, spool: Spool) -> bool:
    """Most items of the smaller of both are in the other, under the same number and address."""
    lines = OldItem.objects.filter(move=move, key__startswith="item:").exclude(url="")
    if lines.count() < spool.items:
        known = dict(lines.order_by("pk").values_list("key", "url")[:SAMPLE])
        here = {key: spool.path_of(key) for key in known}
    else:
        here = spool.paths(SAMPLE)
        known = dict(lines.filter(key__in=here).values_list("key", "url"))
    same = sum(known.get(key) == path for key, path in here.items())
    return same * 2 > len(here)
