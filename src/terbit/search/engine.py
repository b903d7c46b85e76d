"""What a database must be able to do to be searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from terbit.search.entries import Entry
from terbit.search.query import Query, Term

NEWEST_RANKED = 5_000
"""Relevance is computed over this many of the newest hits, so that its cost has a limit."""

MOST_SPREAD = 1_000

Found = tuple[int, str]
"""Place and key of a hit. Places grow with the date and are comparable between tables."""
Values = list[int | str]
"""What stands in the place of the marks of an SQL text."""


@dataclass(frozen=True)
class Window:
    """Hits at `since <= place < below`."""

    since: int | None = None
    below: int | None = None


class Engine(Protocol):
    """`table` is one of `models.TABLES`. All is done in the caller's transaction."""

    slots: int
    """How many places a second has: `place // slots` is the second."""

    def put(self, table: str, entries: Sequence[Entry]) -> None: ...

    def remove(self, table: str, keys: Sequence[str]) -> None: ...

    def clear(self, table: str) -> None: ...

    def keys(self, table: str) -> list[str]: ...

    def newest(self, table: str, query: Query, window: Window, limit: int) -> list[Found]: ...

    def best(self, table: str, query: Query, window: Window, limit: int) -> list[Found]: ...

    def having(self, table: str, places: Sequence[int], term: Term) -> set[int]:
        """Which of the entries at these places have the term."""

    def count(self, table: str, query: Query, window: Window, up_to: int) -> int: ...

    def spread(self, table: str, tokens: Sequence[str]) -> dict[str, int]:
        """In how many documents each token stands, counted to `MOST_SPREAD`; those in none are left out."""
