"""Finding by the beginning of a word, whatever it is: *men* begins a word of nearly every story.

The index would have to merge all words that begin so before it gives the first hit. So entries with the rest of the
query are looked through first: a common beginning is soon met in them, and a rare one is of few words to merge.
"""

from __future__ import annotations

from terbit.search.engine import Engine, Found, Window
from terbit.search.query import Query, Term

LEAST_ENTRIES = 300
"""Looked through for the newest hits, or twice as many as are wanted."""

BEST_ENTRIES = 1_000
"""Looked through for the best hits, however many are wanted: the order of a page must not depend on its number."""

ENOUGH = 100
"""Hits among those, so that nobody needs more while they type."""


def newest(engine: Engine, table: str, query: Query, window: Window, limit: int) -> list[Found]:
    """As the engine's; of a phrase whose last word is not whole, those of the entries looked through."""
    begun, rest = query.parted()
    if begun is None:
        return engine.newest(table, query, window, limit)
    most = max(LEAST_ENTRIES, 2 * limit)
    entries = engine.newest(table, rest, window, most)
    found = _having(engine, table, entries, begun)
    if begun.is_phrase or len(entries) < most or len(found) >= limit:
        return found[:limit]
    return engine.newest(table, query, window, limit)


def best(engine: Engine, table: str, query: Query, window: Window, limit: int) -> list[Found]:
    """As the engine's; but beside whole words, and where many stories have it, a beginning has no weight.

    Of the latter and of a phrase, those of the entries looked through.
    """
    begun, rest = query.parted()
    if begun is None:
        return engine.best(table, query, window, limit)
    ranked = engine.best if rest.wanted else engine.newest
    entries = ranked(table, rest, window, BEST_ENTRIES)
    found = _having(engine, table, entries, begun)
    is_all = rest.wanted and len(entries) < BEST_ENTRIES
    if begun.is_phrase or is_all or len(found) >= ENOUGH:
        return found[:limit]
    return engine.best(table, query, window, limit)


def count(engine: Engine, table: str, query: Query, window: Window, up_to: int) -> int:
    """As the engine's, for any query; of a beginning it costs more the further it is counted."""
    begun, _ = query.parted()
    if begun is None:
        return engine.count(table, query, window, up_to)
    return len(newest(engine, table, query, window, up_to))


def _having(engine: Engine, table: str, entries: list[Found], begun: Term) -> list[Found]:
    there = engine.having(table, [place for place, _ in entries], begun)
    return [(place, key) for place, key in entries if place in there]
