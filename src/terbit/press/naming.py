"""What the rows behind the keys of the change log are called where people read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from terbit.press import recording

LONGEST = 90  # characters
KINDS = {
    "all": _("All pages"),
    "arrangement": _("What was chosen for a front"),
    "article": _("Story"),
    "comments": _("Comments of a story"),
    "contributor": _("Byline"),
    "contributor-stories": _("List of a byline"),
    "day": _("Stories of a day"),
    "days": _("Days with stories"),
    "edition": _("What all pages show"),
    "front": _("Order of a front"),
    "front-row": _("Order of a front"),
    "media": _("Sound or film"),
    "month": _("Number of stories of a month"),
    "months": _("Months with stories"),
    "most-read": _("List of the most read"),
    "most-read-row": _("List of the most read"),
    "news-window": _("News of the last two days"),
    "old-file": _("File of an old site"),
    "old-item": _("Line of the ledger of an old site"),
    "pages": _("Standing pages"),
    "person": _("Person"),
    "person-stories": _("List of a person"),
    "picture": _("Picture"),
    "redirect": _("Redirect"),
    "reference": _("What stands on a page"),
    "sitemap": _("Sitemap"),
    "statements": _("Statements of a person"),
    "stories": _("Newest stories"),
    "topic": _("Topic"),
    "topic-stories": _("List of a topic"),
    "url": _("Address"),
    "uses": _("What stands on a page"),
}
_unnamed: set[str] = set()


def leave_unnamed(*kinds: str) -> None:
    """Rows that may belong to a story not everybody in the newsroom may know of: their names are not told."""
    _unnamed.update(kinds)


def kind(key: str) -> str:
    """`redirect:32` → “Redirect”; a key without words of its own is told as it is."""
    return str(KINDS.get(key.partition(":")[0], key))


def names(keys: Iterable[str]) -> dict[str, str]:
    """`article:12` → “Banjir di Kota Atas”, `url:/a/b/` → “/a/b/”. Not in it: lists, and rows that are gone.

    One query for each kind of row.
    """
    keys = list(keys)
    numbered = _numbered(keys)
    found = {key: key.removeprefix("url:") for key in keys if key.startswith("url:")}
    for model, (kind, attribute) in recording.rows().items():
        if kind in _unnamed:
            continue
        numbers = numbered[kind] if attribute == model._meta.pk.attname else {}
        rows = model._default_manager.in_bulk(numbers) if numbers else {}
        found |= {key: _name(rows[number]) for number, key in numbers.items() if number in rows}
    return found


def _numbered(keys: list[str]) -> dict[str, dict[int, str]]:
    """Keys of rows by kind and number."""
    by_kind: dict[str, dict[int, str]] = defaultdict(dict)
    for key in keys:
        name, _colon, number = key.partition(":")
        if number.isdecimal():
            by_kind[name][int(number)] = key
    return by_kind


def _name(row: object) -> str:
    return Truncator(str(row)).chars(LONGEST)
