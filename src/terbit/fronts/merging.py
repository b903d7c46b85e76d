"""Two editors changed the same front: what both may have, and what one of them has to decide.

Knows slots and what they hold, no stories and no database.
"""

from __future__ import annotations

from dataclasses import dataclass

from terbit.fronts.models import Held, Slots


@dataclass(frozen=True)
class Merged:
    """`slots` has mine wherever it is asked; `asked` says what theirs would be there."""

    slots: Slots
    asked: dict[str, Held | None]


def merge(base: Slots, mine: Slots, theirs: Slots) -> Merged:
    """Three ways: a slot that one side changed is that side's; one that both changed differently is asked about.

    So is a slot into which I put a story that they put into another one: it stands on the page once.
    """
    slots: Slots = {}
    asked: dict[str, Held | None] = {}
    for name in {*base, *mine, *theirs}:
        was, my, their = base.get(name), mine.get(name), theirs.get(name)
        held = their if my == was else my
        if my not in (was, their) and their != was:
            asked[name] = their
        if held is not None:
            slots[name] = held
    for mine_in, theirs_in in _twice(slots, mine, asked):
        asked[mine_in] = theirs.get(mine_in)
        slots.pop(theirs_in)
    return Merged(slots, asked)


def _twice(slots: Slots, mine: Slots, asked: dict[str, Held | None]) -> list[tuple[str, str]]:
    """Pairs of slots with one story: where I put it, and where they did."""
    by_story: dict[int, list[str]] = {}
    for name, held in slots.items():
        by_story.setdefault(held["story"], []).append(name)
    pairs = []
    for names in by_story.values():
        if len(names) > 1:
            first, second = sorted(names, key=lambda name: mine.get(name) != slots[name])
            pairs.append((first, second))
    return pairs
