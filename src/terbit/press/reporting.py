"""What the *Cetakan* report tells of the prints of this machine. At a million of them it asks for a few rows."""

from __future__ import annotations

import shutil
import socket
import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from terbit.press import condition, naming, purges, tallies
from terbit.press.addressbook import BACKGROUND, FIRST, USUAL
from terbit.press.folder import Folder
from terbit.press.index import Row
from terbit.press.models import Change
from terbit.press.pressroom import TRIES
from terbit.press.switching import Editions

LISTED, MOST_COUNTED = 50, 1000
LOOKED_AT, SHOWN = 200, 20  # of what changed last
# What the press says itself of a page; everything else is in the words of what broke.
OWN_REASONS = {
    gettext_noop("It changed while it was pressed."),
    gettext_noop("The paper has no such address."),
}
LABELS = {
    FIRST: _("What changed itself"),
    1: _("Front page"),
    2: _("Fronts of sections"),
    USUAL: _("Other pages that show it"),
    BACKGROUND: _("New edition"),
}


@dataclass(frozen=True)
class Failure:
    """`for_good`: tried again each hour only."""

    address: str
    reason: str
    tries: int
    due: datetime
    for_good: bool


@dataclass(frozen=True)
class EditionRow:
    name: str
    since: datetime
    prints: int
    bytes: int
    is_current: bool


@dataclass
class Report:
    machine: str
    path: str
    wrong: list[str]
    queue: list[tuple[str, int]] = field(default_factory=list)
    waiting: int = 0
    followed: datetime | None = None
    pressed: datetime | None = None
    failures: list[Failure] = field(default_factory=list)
    failed: int = 0
    editions: list[EditionRow] = field(default_factory=list)
    progress: tuple[int, int] | None = None
    bytes: int = 0
    limit: int = 0
    free: int = 0
    cdn: str = ""
    untold: int = 0
    untold_reason: str = ""
    changes: list[Change] = field(default_factory=list)


def report() -> Report:
    """Whatever can be told: also of a folder that cannot be read."""
    line = condition.line()
    made = Report(socket.gethostname(), str(settings.TERBIT_PRINTS), line.wrong if line else [])
    made.changes = _changes()
    place = condition.opened()
    if place is not None:
        try:
            _fill(made, place)
        except (OSError, sqlite3.Error):
            return made
    return made


def _changes() -> list[Change]:
    """The newest of each that is called the same: of a list that is put in order anew, not every row."""
    newest: dict[tuple[str, str], Change] = {}
    last = list(Change.objects.order_by("-pk")[:LOOKED_AT])
    called = naming.names(change.key for change in last)
    for change in last:
        change.name, change.kind = called.get(change.key, ""), naming.kind(change.key)
        newest.setdefault((change.kind, change.name), change)
    return list(newest.values())[:SHOWN]


def _fill(made: Report, place: Folder) -> None:
    made.queue, made.waiting = _queue(place)
    made.followed, made.pressed = _fact(place, "followed"), _fact(place, "pressed")
    made.failures, made.failed = _failures(place)
    made.editions = _editions(place)
    made.progress = _progress(place, made.editions)
    made.bytes, made.limit = place.bytes(), settings.TERBIT_PRINTS_BYTES
    made.cdn = place.index.fact("cdn").partition(" ")[0].capitalize()
    if row := purges.waiting(place.index):
        made.untold, made.untold_reason = row["number"], row["reason"] or ""
    made.free = shutil.disk_usage(place.path).free


def _queue(place: Folder) -> tuple[list[tuple[str, int]], int]:
    counts = tallies.of_ranks(place.index)
    named = dict.fromkeys(LABELS, 0)
    for rank, number in counts.items():
        named[rank if rank in LABELS else USUAL] += number
    return [(str(LABELS[rank]), number) for rank, number in named.items()], sum(counts.values())


def _fact(place: Folder, name: str) -> datetime | None:
    value = place.index.fact(name)
    return condition.moment(float(value)) if value else None


def _failures(place: Folder) -> tuple[list[Failure], int]:
    rows = place.index.all("SELECT * FROM job WHERE tries > 0 ORDER BY tries DESC, due LIMIT ?", MOST_COUNTED)
    return [_failure(row) for row in rows[:LISTED]], len(rows)


def _failure(row: Row) -> Failure:
    due = condition.moment(row["due"])
    reason = gettext(row["reason"]) if row["reason"] in OWN_REASONS else row["reason"]
    return Failure(row["address"], reason, row["tries"], due, row["tries"] >= TRIES)


def _editions(place: Editions) -> list[EditionRow]:
    counted, current = tallies.of_editions(place.index), place.current
    found = []
    for row in place.index.all("SELECT * FROM edition ORDER BY current DESC"):
        tally = counted.get(row["name"], tallies.Tally(0, 0))
        since = condition.moment(row["current"])
        found.append(EditionRow(row["name"], since, tally.number, tally.bytes, row["name"] == current))
    return found


def _progress(place: Folder, editions: list[EditionRow]) -> tuple[int, int] | None:
    """How many pages of the new edition are printed, of how many; None when all are."""
    waiting = tallies.of_ranks(place.index).get(BACKGROUND, 0)
    printed = sum(row.prints for row in editions if row.is_current)
    return (printed, printed + waiting) if waiting else None


def try_again(place: Folder, address: str = "") -> int:
    """Have one failed page, or all of them, pressed again now; how many there are."""
    rows = place.index.all(
        "SELECT address FROM job WHERE tries > 0 AND (? = '' OR address = ?)", address, address
    )
    place.index.do_many(
        "UPDATE job SET tries = 0, due = 0 WHERE address = ?", [(row["address"],) for row in rows]
    )
    return len(rows)
