"""What is in the files of a delivery, told before anything is written: `Delivery.seen` and `Delivery.proposed`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from terbit.moving.arriving import files as uploads
from terbit.moving.arriving import mapping as mappings
from terbit.moving.arriving import reporting, running, same_site
from terbit.moving.arriving.fetching import Fetched, FetchRefused
from terbit.moving.arriving.spool import Spool
from terbit.moving.exports import opening
from terbit.moving.exports.opening import Exports, Kind
from terbit.moving.models import Delivery, Pictures, Source
from terbit.moving.screens import receiving, words

SOURCES = {Kind.WXR: Source.WORDPRESS, Kind.GHOST: Source.GHOST}
STATUSES_SHOWN = 12


class Refused(Exception):
    """One sentence: these files cannot move in."""


def look(delivery: Delivery, progress: running.Progress) -> None:
    """Fill in what the files hold; the caller saves. Raises `Refused`."""
    paths = receiving.files(delivery)
    found = opening.find(paths)
    delivery.source = source_of(found)
    spool = running.look(running.Plan(delivery.source, paths), progress)
    try:
        move = same_site.move_of(delivery.source, spool)
        delivery.site, delivery.move = move.site, move if move.pk else None
        delivery.proposed = mappings.propose(delivery.source, spool)
        delivery.mapping = _as_before(delivery)
        delivery.seen = _seen(delivery, spool) | {
            "files": [[path.name, path.stat().st_size] for path in paths],
            "not_exports": [words.why_no_export(trouble) for trouble in found.troubles],
        }
    finally:
        spool.close()
    _check_pictures(delivery)


def source_of(found: Exports) -> str:
    kinds = {export.kind for export in found.exports}
    if not kinds:
        raise Refused(" ".join(words.why_no_export(trouble) for trouble in found.troubles[:3]))
    if len(kinds) > 1:
        raise Refused(
            _("Some of the files are of WordPress, others of Ghost: send those of one site at a time.")
        )
    return SOURCES[kinds.pop()]


def _as_before(delivery: Delivery) -> dict[str, Any]:
    """The proposal, with what was decided when the site moved in before."""
    if delivery.move is None:
        return delivery.proposed
    try:
        return mappings.check(delivery.source, delivery.move.mapping, delivery.proposed).data
    except mappings.MappingRefused:
        return delivery.proposed


def _seen(delivery: Delivery, spool: Spool) -> dict[str, Any]:
    kinds = spool.kinds()
    told = [kind for kind in kinds if kind not in reporting.APART and kind not in mappings.INTERNAL]
    first, last = _dates(spool, told)
    return {
        "items": spool.items,
        "kinds": kinds,
        "statuses": _statuses(spool, told),
        "first": first,
        "last": last,
        "authors": len(spool.authors),
        "skipped": dict(_skipped(delivery, spool, kinds)),
        "troubles": dict(Counter(_damages(spool))),
        "menus": sorted({entry.menu for entry in spool.menus if entry.menu})[:50],
    }


def _damages(spool: Spool) -> Iterator[str]:
    return (each.reason.value for each in spool.troubles if each.reason not in reporting.HARMLESS)


def _marks(kinds: list[str]) -> str:
    return ", ".join("?" * len(kinds))


def _statuses(spool: Spool, kinds: list[str]) -> list[list[Any]]:
    asked = f"SELECT status, count(*) FROM item WHERE kind IN ({_marks(kinds)}) GROUP BY status"  # noqa: S608
    found = sorted(spool.db.execute(asked, kinds), key=lambda row: -row[1])
    return [list(row) for row in found[:STATUSES_SHOWN]]


def _dates(spool: Spool, kinds: list[str]) -> tuple[str, str]:
    """Days of the oldest and the newest, ISO 8601."""
    asked = f"SELECT min(at), max(at) FROM item WHERE kind IN ({_marks(kinds)})"  # noqa: S608
    [row] = spool.db.execute(asked, kinds)
    first, last = (datetime.fromtimestamp(at, UTC).date().isoformat() if at is not None else "" for at in row)
    return first, last


def _skipped(delivery: Delivery, spool: Spool, kinds: dict[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    asked = "SELECT skipped, kind, count(*) FROM item WHERE skipped > '' GROUP BY skipped, kind"
    for reason, kind, number in spool.db.execute(asked):
        if kind not in reporting.APART and kind not in mappings.INTERNAL:
            found[reason] += number
    for kind, number in kinds.items():
        if kind in mappings.INTERNAL:
            found["internal"] += number
    if delivery.pictures == Pictures.NONE:
        found["file-not-asked"] += kinds.get("attachment", 0)
    found["menu"] += len(spool.menus)
    found["double"] += len(spool.doubles)
    for trouble in spool.troubles:
        found[trouble.reason.value] += trouble.lost
    return +found


def _check_pictures(delivery: Delivery) -> None:
    """Whether files can come from where they should, before hours are spent. Raises `Refused`."""
    if delivery.pictures == Pictures.ZIP:
        try:
            archive = uploads.at(receiving.files(delivery, receiving.UPLOADS)[0])
        except (uploads.FilesRefused, IndexError):
            raise Refused(_("The file for the pictures is no ZIP that can be read.")) from None
        delivery.seen["uploads"] = len(getattr(archive, "members", ()))
    if delivery.pictures == Pictures.FETCH:
        check_address(fetched_from(delivery))


def check_address(address: str) -> None:
    try:
        Fetched(address)
    except FetchRefused:
        told = _(
            "The export does not tell the address of the old site: write where its pictures lie (https://…)."
        )
        unusable = _("“%(address)s” is no address that pictures can be fetched from: write it as https://….")
        raise Refused(unusable % {"address": address} if address else told) from None


def fetched_from(delivery: Delivery) -> str:
    """The address below which the uploads lie, as `arriving.running` takes it."""
    site = delivery.site if delivery.site.startswith("http") else ""
    return delivery.fetch or (site and f"{site}{running.UPLOADS[Source(delivery.source)]}")
