"""How the press of this machine is: one line for the newsroom's board, and sentences for `lib.health`.

Asked at each visit of the board, so nothing here counts or looks through what lies in the folder.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terbit.lib import health
from terbit.press import tallies
from terbit.press.folder import Folder, folder
from terbit.press.index import FILE, Index
from terbit.press.pressroom import TRIES

# A press at work says so each minute; the board need not tremble at one that is busy.
LATE = 180
# How long a trouble that is over is still told.
REMEMBERED = 300
LEAST_FREE, LEAST_SHARE = 500_000_000, 0.05
# So many times a CDN may be deaf before it is told; a network stumbles now and then.
DEAF = 3
_UNTOLD = "SELECT asked, reason FROM purge WHERE tries >= ? ORDER BY asked LIMIT 1"
# The first term is that of the index over what failed.
_FOR_GOOD = "SELECT count(*) AS number FROM job WHERE tries > 0 AND tries >= ?"


@dataclass
class Line:
    """What the board says: how many prints there are, how many pages wait, and what is wrong."""

    prints: int
    waiting: int
    wrong: list[str] = field(default_factory=list)


def register() -> None:
    for check in CHECKS:
        health.register(check)


def line() -> Line | None:
    """None where nothing was ever printed."""
    place = opened()
    if place is None:
        return None
    try:
        prints = tallies.of_editions(place.index).get(place.current)
        waiting = sum(tallies.of_ranks(place.index).values())
        wrong = [sentence for check in CHECKS for sentence in check()]
    except (OSError, sqlite3.Error) as error:
        return Line(0, 0, [_("The prints cannot be used: %(error)s") % {"error": error}])
    return Line(prints.number if prints else 0, waiting, wrong)


def opened() -> Folder | None:
    """The print folder of this machine, if there is one already: asking about it must not make it."""
    place = folder()
    return place if (place.path / FILE).exists() else None


def last_work(index: Index) -> float:
    """When the press last followed the log or pressed a page; a long queue leaves it no time to follow in vain."""
    return max(float(index.fact(name) or 0) for name in ("followed", "pressed"))


def silent() -> Iterator[str]:
    place = opened()
    last = last_work(place.index) if place else 0  # 0 where none has begun: the worker's silence is told
    seconds = time.time() - last if last else 0
    if seconds > LATE:
        minutes = round(seconds / 60)
        told = ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
        yield _("The press has been silent for %(time)s: readers may see pages as they were before.") % {
            "time": told
        }


def trouble() -> Iterator[str]:
    """The last one, as long as nothing was done since, and some minutes longer."""
    place = opened()
    when, _space, sentence = place.index.fact("trouble").partition(" ") if place else ("", "", "")
    if place and when and (float(when) > last_work(place.index) or time.time() - float(when) < REMEMBERED):
        at = date_format(timezone.localtime(moment(float(when))), "H.i T")
        yield _("The press was held up at %(time)s (%(error)s).") % {"time": at, "error": sentence}


def failures() -> Iterator[str]:
    place = opened()
    row = place and place.index.one(_FOR_GOOD, TRIES)
    if row and row["number"]:
        yield ngettext(
            "%(count)d page cannot be printed and is rendered for each reader.",
            "%(count)d pages cannot be printed and are rendered for each reader.",
            row["number"],
        ) % {"count": row["number"]}


def disk() -> Iterator[str]:
    place = opened()
    usage = shutil.disk_usage(place.path) if place else None
    if usage and usage.free < max(LEAST_FREE, usage.total * LEAST_SHARE):
        yield _(
            "The disk of the prints is almost full (%(size)s left): soon no page is printed any more."
        ) % {"size": filesizeformat(usage.free)}


def cdn() -> Iterator[str]:
    """A CDN that does not listen shows readers what has changed."""
    place = opened()
    row = place.index.one(_UNTOLD, DEAF) if place else None
    if row:
        since = date_format(timezone.localtime(moment(row["asked"])), "j F, H.i T")
        yield _("The CDN cannot be told of changes since %(time)s (%(error)s).") % {
            "time": since,
            "error": row["reason"],
        }


CHECKS = (silent, trouble, failures, disk, cdn)


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
