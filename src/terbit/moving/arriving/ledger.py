"""The ledger: a line for every old address, with where it is now and how much of it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType

from terbit.moving.arriving import here
from terbit.moving.arriving.ways import Ways
from terbit.moving.models import Move, OldItem

COLUMNS = (
    "old_address kind id title status became now words_before words_after words_kept pictures_before "
    "pictures_after byline date reason comments language translations unknown"
).split()
OF_THE_WHOLE = slice(COLUMNS.index("words_before"), COLUMNS.index("date"))
AT_ONCE = 500
GIVEN_UP = {"taken", "unusable"}  # what a story could not keep is what somebody else has


@dataclass(frozen=True)
class Line:
    """An old address: that of a thing, or another way to it (`way`: `number`, `amp`, `feed` …).

    `now` is where readers find it; "" where they do not, and then `reason` says why.
    """

    address: str
    item: OldItem
    now: str = ""
    reason: str = ""
    way: str = ""

    @property
    def kind(self) -> str:
        return f"{self.item.kind}-{self.way}" if self.way else self.item.kind


def write(move: Move, file: Path) -> int:
    """All lines as CSV (UTF-8, RFC 4180); returns how many."""
    number = -1
    with file.open("w", encoding="utf-8", newline="") as written:
        for number, text in enumerate(as_csv(move)):  # noqa: B007 - the head is line 0
            written.write(text)
    return number


def as_csv(move: Move) -> Iterator[str]:
    """The same text as `write` writes, line by line."""
    out = csv.writer(_Handed())
    yield out.writerow(COLUMNS)
    for line in lines(move):
        yield out.writerow(map(_harmless, row(line)))


class _Handed:
    """A file for `csv`, whose `writerow` returns what `write` does."""

    def write(self, text: str) -> str:
        return text


def lines(move: Move) -> Iterator[Line]:
    """Each thing with the ways to it, in the order in which they came; then what shows many of them."""
    if not move.pk:
        return
    remaining = OldItem.objects.filter(move=move).order_by("pk").iterator(chunk_size=AT_ONCE)
    while some := list(islice(remaining, AT_ONCE)):
        for own, others in of(move, some):
            yield own
            yield from others
    yield from views(move)


def of(move: Move, some: list[OldItem]) -> Iterator[tuple[Line, list[Line]]]:
    """The line of each, with those of the other ways to it."""
    places, to = here.of(some), Ways(move)
    pictures = here.of_files(path for item in some for path in to.files_of(item))
    for item in some:
        place, given_up = places[item.pk], item.notes.get("address", "")
        reason = place.reason or (given_up if given_up in GIVEN_UP else item.reason)
        own = Line(item.url.removeprefix("-"), item, place.now, reason)
        found = to.to(item, place, pictures)
        why = place.reason or item.reason
        yield own, [Line(way.address, item, way.now, way.reason or why, way.kind) for way in found]


def views(move: Move) -> Iterator[Line]:
    """What was no thing of the old site but showed many: its front, its feeds, its archives by date."""
    for address, kind, now in Ways(move).of_site():
        reason = "" if now or "?" not in address else "unusable"
        yield Line(address, OldItem(move=move, kind=kind, title=move.site), now, reason)


def row(line: Line) -> list[Any]:
    """How much there was is told of a thing once, not again with each way to it."""
    item = line.item
    # Its own row is remembered; by the relation it would be asked for line by line.
    kind = item.content_type_id
    became = ContentType.objects.get_for_id(kind).model if kind else ""
    told = [
        line.address, line.kind, item.key.partition(":")[2], item.title, item.status, became, line.now,
        item.words_before, item.words_after, item.words_kept, item.pictures_before, item.pictures_after,
        item.byline, item.dated, line.reason, item.notes.get("comments", {}).get("kept", 0),
        item.notes.get("language", ""), item.notes.get("translation_group", ""), " ".join(unknown_of(item)),
    ]  # fmt: skip
    if line.way or item.pk is None:
        told[OF_THE_WHOLE] = [""] * len(told[OF_THE_WHOLE])
        told[COLUMNS.index("comments")] = ""
    return told


def unknown_of(item: OldItem) -> list[str]:
    """What of it may have stood behind the end of its file: `text`, `topics`, `authors`, `details`."""
    return ["text"] * bool(item.notes.get("cut")) + item.notes.get("unknown", [])


def _harmless(value: Any) -> Any:
    """A cell that begins like a formula is none (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value[:1] else value
