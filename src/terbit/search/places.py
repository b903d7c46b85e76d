"""Where an entry stands on SQLite: its rowid, which is the second of its date and a slot in the second."""

# ruff: noqa: S608 (the only names put into SQL are of our own tables)

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.db.backends.base.base import BaseDatabaseWrapper

from terbit.search.entries import Entry

SLOTS = 256
"""More slots would cost bytes in every posting; an archive with dates but no times needs a few hundred."""


class Places:
    """Gives each entry of one `put` a place of its own. `known` are the places of entries there are."""

    def __init__(self, connection: BaseDatabaseWrapper, table: str, known: Mapping[str, int]) -> None:
        self._connection = connection
        self._table = table
        self._known = known
        self._last: dict[int, int] = {}

    def of(self, entry: Entry) -> int:
        """Where it is if its second is the same, else after the others of its second."""
        place = self._known.get(entry.key)
        if place is not None and place // SLOTS == entry.moment:
            return place
        return self._free(entry.moment)

    def _free(self, second: int) -> int:
        # A second that is full, in an archive without times, runs over into the next.
        while (place := self._last_of(second) + 1) == (second + 1) * SLOTS:
            second += 1
        self._last[second] = place
        return place

    def _last_of(self, second: int) -> int:
        """The last place taken in a second, or the one before its first."""
        if second not in self._last:
            self._last[second] = self._stored(second)
        return self._last[second]

    def _stored(self, second: int) -> int:
        first = second * SLOTS
        if first > self._end:  # as of an archive that moves in, in order of publication
            return first - 1
        found = self._highest(" WHERE place >= %s AND place < %s", first, first + SLOTS)
        return first - 1 if found is None else found

    @cached_property
    def _end(self) -> int:
        """The last place of the table; below every second there can be where it is empty."""
        found = self._highest("")
        return -(2**62) if found is None else found

    def _highest(self, condition: str, *bounds: int) -> int | None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT max(place) FROM {self._table}{condition}", bounds)
            found: int | None = cursor.fetchone()[0]
        return found
