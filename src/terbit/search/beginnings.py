"""Finding by the beginning of a word, whatever it is: *men* begins a word of nearly every story.

The index would have to merge all words that begin so before it gives the first hit. So entries with the rest of the
query are looked through first: a common beginning is soon met in them, and a rare one is of few words to merge.
"""

from __future__ import annotations

from terbit.search.engine import Engine, Found, Window
from terbit.search.query import Query, Term

LEAST_ENTRIES = 300
"""Looked through, or twice as many as are wanted."""


def newest(engine: Engine, table: str, query: Query, window: Window, limit: int) -> list[Found]:
    """As the engine's, for any query."""
    begun, rest = query.parted()
    if begun is None:
        return engine.newest(table, query, window, limit)
    most = _entries(limit)
    entries = engine.newest(table, rest, window, most)
    found = _having(engine, table, entries, begun)
    is_all = len(entries) < most
    return found[:limit] if is_all or len(found) >= limit else engine.newest(table, query, window, limit)


def best(engine: Engine, table: str, query: Query, window: Window, limit: int) -> list[Found]:
    """As the engine's, for any query. Beside whole words a beginning has no weight, unless it is a rare one."""
    begun, rest = query.parted()
    if begun is None:
        return engine.best(table, query, window, limit)
    most = _entries(limit)
    ranked = engine.best if rest.wanted else engine.newest
    entries = ranked(table, rest, window, most)
    found = _having(engine, table, entries, begun)
    is_enough = len(found) >= limit if len(entries) == most else rest.wanted
    return found[:limit] if is_enough else engine.best(table, query, window, limit)


def count(engine: Engine, table: str, query: Query, window: Window, up_to: int) -> int:
    """As the engine's, for any query; of a beginning it costs more the further it is counted."""
    begun, _ = query.parted()
    if begun is None:
        return engine.count(table, query, window, up_to)
    return len(newest(engine, table, query, window, up_to))


def _entries(limit: int) -> int:
    return max(LEAST_ENTRIES, 2 * limit)


def _having(engine: Engine, table: str, entries: list[Found], begun: Term) -> list[Found]:
    there = engine.having(table, [place for place, _ in entries], begun)
    return [(place, key) for place, key in entries if place in there]
