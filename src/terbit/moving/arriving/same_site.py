"""Which move an export belongs to: that of its site, also where a file ended before it could name the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from terbit.moving.arriving.spool import DIGEST, Spool
from terbit.moving.exports.records import Site
from terbit.moving.exports.troubles import Reason
from terbit.moving.models import Move, OldItem

SAMPLE = 500  # items that are looked at to tell whether two exports are of one site
SURE, FEWEST = 10, 3  # items that must be the same; and where the earlier move has not as many
# A file that ends too early may lack the name of its site; a whole one without a name never had it.
DAMAGED = {Reason.CUT_OFF, Reason.ITEM_CUT, Reason.GZIP_DAMAGED, Reason.ZIP_DAMAGED, Reason.JSON_DAMAGED}
UNCLEAR = (
    "The export does not say which site it is of, and its stories do not tell for sure whether it belongs to a move "
    "that is here: export the site again, and import the whole files."
)


class SiteUnclear(Exception):
    """One sentence: what comes may be of a site that has moved in, or of another; nothing was written."""


def name_of(sites: Sequence[Site]) -> str:
    """The site by which a move is known: the first address that the exports give, or else the first title."""
    named = next((site.url for site in sites if site.url), "")
    return (named or next((site.title for site in sites if site.title), ""))[:500]


def move_of(source: str, spool: Spool) -> Move:
    """The move that is here, or a new one. One that had no name is called by that which the export gives.

    Raises `SiteUnclear`: of two sites in one move, one would overwrite the other.
    """
    site = name_of(spool.sites)
    moves = Move.objects.filter(source=source)
    nameless = moves.filter(site="").first()
    if not site:
        return _of_nameless(moves.exclude(site=""), nameless, spool) or Move(source=source, site="")
    if found := moves.filter(site=site).first():
        return found
    if nameless and _is_surely(nameless, _shared(nameless, spool)):
        nameless.site = site
        return nameless
    return Move(source=source, site=site)


def _of_nameless(named: Iterable[Move], nameless: Move | None, spool: Spool) -> Move | None:
    """The move that an export without a name belongs to; None where it shares nothing with any."""
    if nameless and _is_the_same_again(nameless, spool):
        return nameless
    shared = [(move, found) for move in named if (found := _shared(move, spool))[0]]
    if shared:
        is_cut = any(trouble.reason in DAMAGED for trouble in spool.troubles)
        if not is_cut or len(shared) > 1 or not _is_surely(*shared[0]):
            raise SiteUnclear(UNCLEAR)
        return shared[0][0]
    if nameless and _items(nameless).exists():
        raise SiteUnclear(UNCLEAR)
    return nameless


def _items(move: Move):  # noqa: ANN202
    return OldItem.objects.filter(move=move, key__startswith="item:")


def _pairs(move: Move, spool: Spool) -> list[tuple[str, tuple[str, str], tuple[str, str]]]:
    """Key, and address and digest in the move and in the export, of items of the smaller of both."""
    lines = _items(move)
    if lines.count() < spool.items:
        rows = lines.order_by("pk").values_list("key", "url", "source")[:SAMPLE]
        known = {key: (url, digest[:DIGEST]) for key, url, digest in rows}
        here = spool.marks(known)
    else:
        here = spool.first_marks(SAMPLE)
        rows = lines.filter(key__in=here).values_list("key", "url", "source")
        known = {key: (url, digest[:DIGEST]) for key, url, digest in rows}
    return [(key, known.get(key, ("", "")), here.get(key, ("", ""))) for key in known | here]


def _is_lasting(key: str) -> bool:
    """Numbers that count from 1 are the same on every site."""
    return not key.removeprefix("item:").partition("~")[0].isdecimal()


def _shared(move: Move, spool: Spool) -> tuple[int, int]:
    """How many items with an id that no other site has are at the same address in both, and of how many."""
    pairs = [(old[0], new[0]) for key, old, new in _pairs(move, spool) if _is_lasting(key)]
    pairs = [(old, new) for old, new in pairs if old or new]
    return sum(old == new for old, new in pairs), len(pairs)


def _is_surely(move: Move, shared: tuple[int, int]) -> bool:
    same, of = shared
    least = max(FEWEST, min(SURE, _items(move).exclude(url="").count()))
    return same >= least and same * 10 >= of * 9


def _is_the_same_again(move: Move, spool: Spool) -> bool:
    """Both without a name: nearly all items are, either to the letter or by an id that no other site has."""
    pairs = _pairs(move, spool)
    same = sum(old[1] == new[1] or (_is_lasting(key) and old[0] == new[0] > "") for key, old, new in pairs)
    return bool(same) and same * 10 >= len(pairs) * 9
