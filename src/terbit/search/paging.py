"""Where the next page of a search begins, as text a reader's address can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from terbit.search.engine import Found, Window

Hits = dict[str, list[Found]]
"""What was found, by collection, in order."""
Placed = tuple[int, str, str]
"""Place, collection and key of a hit."""

_CURSOR = re.compile(r"(-?[0-9]{1,18})\.([a-z]+)")
_RANKED = re.compile(r"([0-9]{1,6})-(-?[0-9]{1,18})")


@dataclass(frozen=True)
class After:
    """The last hit of the page before: what follows it in the order newest first."""

    place: int
    collection: str

    @classmethod
    def read(cls, text: str | None) -> After | None:
        """None for no cursor, and for one that is not ours: the search then starts at its beginning."""
        found = _CURSOR.fullmatch(text or "")
        return cls(int(found[1]), found[2]) if found else None

    def narrow(self, window: Window, collection: str) -> Window:
        # At one place, collections stand in the order of their names.
        below = self.place + (collection > self.collection)
        return Window(window.since, below if window.below is None else min(below, window.below))


@dataclass(frozen=True)
class Ranked:
    """How many hits, best first, the pages before have shown, of those that were there on the first page."""

    shown: int = 0
    newest: int | None = None

    @classmethod
    def read(cls, text: str | None) -> Ranked:
        found = _RANKED.fullmatch(text or "")
        return cls(int(found[1]), int(found[2])) if found else cls()

    def narrow(self, window: Window) -> Window:
        if self.newest is None:
            return window
        below = self.newest + 1
        return Window(window.since, below if window.below is None else min(below, window.below))


def newest_first(hits: Hits) -> list[Placed]:
    placed = [(place, name, key) for name, found in hits.items() for place, key in found]
    return sorted(placed, key=lambda hit: (-hit[0], hit[1]))


def in_turns(hits: Hits) -> list[Placed]:
    """The best of each collection, then the second best of each: scores of two indexes do not compare."""
    ranked = [
        (rank, -place, name, key) for name, found in hits.items() for rank, (place, key) in enumerate(found)
    ]
    return [(-place, name, key) for _, place, name, key in sorted(ranked)]
