"""The search engine: put documents in, take them out, find them.

Everything happens in the caller's transaction, so that publishing and indexing commit together.
The engine knows documents, not news. Each collection has a table of its own, and every search names
the collections it looks into.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from django.db import DEFAULT_DB_ALIAS, connections

from terbit.search import beginnings
from terbit.search.engine import Engine, Window
from terbit.search.entries import Document, Entry, entry, moment
from terbit.search.models import TABLES
from terbit.search.paging import After, Placed, Ranked, in_turns, newest_first
from terbit.search.postgresql import Postgresql
from terbit.search.query import Query, parse, without_first_letters
from terbit.search.spelling import corrected
from terbit.search.sqlite import Sqlite

__all__ = ["Document", "Hit", "Order", "Results", "clear", "count", "find", "keys", "meant", "put", "remove"]

BATCH = 500
Order = Literal["newest", "relevance"]
Facets = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Hit:
    collection: str
    key: str


@dataclass(frozen=True)
class Results:
    """One page of hits, in order. `after` is the cursor of the next page, None on the last."""

    hits: tuple[Hit, ...]
    after: str | None = None

    @property
    def has_more(self) -> bool:
        return self.after is not None

    def keys(self, collection: str) -> list[str]:
        return [hit.key for hit in self.hits if hit.collection == collection]


def put(documents: Iterable[Document]) -> None:
    """Add documents, or replace those with the same collection and key.

    Takes any number and holds 500 at a time; hundreds in one call are many times faster than
    hundreds of calls. `ValueError` for a collection there is not or a date without a zone.
    """
    engine, remaining = _engine(), iter(documents)
    while batch := list(islice(remaining, BATCH)):
        by_table: dict[str, dict[str, Entry]] = defaultdict(dict)
        for document in batch:
            by_table[_table(document.collection)][document.key] = entry(document)
        for table, entries in by_table.items():
            engine.put(table, list(entries.values()))


def remove(collection: str, keys: Iterable[str]) -> None:
    """Take documents out, with all their words. Keys that are not there are no error."""
    table, remaining = _table(collection), iter(keys)
    while batch := list(islice(remaining, BATCH)):
        _engine().remove(table, batch)


def clear(collection: str) -> None:
    """Empty a collection, as before it is built anew."""
    _engine().clear(_table(collection))


def keys(collection: str) -> list[str]:
    """The key of every document, oldest first: to compare with what should be there."""
    return _engine().keys(_table(collection))


def find(
    query: str,
    *,
    collections: Sequence[str],
    facets: Facets | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    order: Order = "newest",
    limit: int = 20,
    after: str | None = None,
    typing: bool = False,
) -> Results:
    """The documents that have every word of `query` in some form, every "phrase" exactly, and no `-word`.

    An empty query finds everything. Of each facet one value must fit; a facet without values fits
    nothing. `since` is included, `until` is not, both to the second. Documents of the same second
    come in no promised order. Relevance (title before summary before body) is over the newest
    5,000 hits. While somebody is `typing`, the last word may be the beginning of one; a beginning that
    very many documents have finds some of them (`beginnings.py`). `after` is `Results.after` of the page
    before; one that cannot be read starts anew. Any text is a query. `ValueError` for a collection there
    is not and for a limit below 1.
    """
    if limit < 1:
        raise ValueError("A search needs a limit of at least 1.")
    engine, tables = _engine(), {name: _table(name) for name in collections}
    window = _window(engine, since, until)
    parsed = _parsed(engine, tables, query, facets, window, typing=typing)
    if parsed.finds_nothing:
        return Results(())
    if order == "relevance" and parsed.wanted:
        return _best(engine, tables, parsed, window, limit, Ranked.read(after))
    return _newest(engine, tables, parsed, window, limit, After.read(after))


def count(
    query: str,
    *,
    collections: Sequence[str],
    facets: Facets | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    up_to: int = 1_000,
    typing: bool = False,
) -> int:
    """How many documents `find` would find, counting no further than `up_to`."""
    engine, tables, total = _engine(), {name: _table(name) for name in collections}, 0
    window = _window(engine, since, until)
    parsed = _parsed(engine, tables, query, facets, window, typing=typing)
    for table in [] if parsed.finds_nothing else set(tables.values()):
        total += beginnings.count(engine, table, parsed, window, up_to - total)
    return total


def meant(
    query: str,
    *,
    collections: Sequence[str],
    facets: Facets | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> str | None:
    """What was probably meant: the query with near words for those that hardly any document has.

    None where no word looks mistaken or nothing would be found. Costs some 500 look-ups a mistaken word, so ask
    only for a query that finds little.
    """
    engine, tables = _engine(), [_table(name) for name in collections]

    def spread(tokens: Sequence[str]) -> Counter[str]:
        return sum((Counter(engine.spread(table, tokens)) for table in tables), Counter())

    found = corrected(query, spread)
    if found is None:
        return None
    is_there = count(found, collections=collections, facets=facets, since=since, until=until, up_to=1)
    return found if is_there else None


def _parsed(
    engine: Engine,
    tables: Mapping[str, str],
    query: str,
    facets: Facets | None,
    window: Window,
    *,
    typing: bool,
) -> Query:
    """While somebody types, one or two letters at the end count as a word only where it finds something."""
    parsed = parse(query, facets, typing=typing)
    shorter = without_first_letters(query) if typing and not parsed.finds_nothing else None
    if shorter is None or any(engine.count(table, parsed, window, 1) for table in tables.values()):
        return parsed
    return parse(shorter, facets, typing=True)


def _newest(
    engine: Engine, tables: Mapping[str, str], query: Query, window: Window, limit: int, after: After | None
) -> Results:
    hits = {
        name: beginnings.newest(
            engine, table, query, after.narrow(window, name) if after else window, limit + 1
        )
        for name, table in tables.items()
    }
    found = newest_first(hits)
    more = f"{found[limit - 1][0]}.{found[limit - 1][1]}" if len(found) > limit else None
    return _results(found[:limit], more)


def _best(
    engine: Engine, tables: Mapping[str, str], query: Query, window: Window, limit: int, after: Ranked
) -> Results:
    window, end = after.narrow(window), after.shown + limit
    found = in_turns(
        {name: beginnings.best(engine, table, query, window, end + 1) for name, table in tables.items()}
    )
    if len(found) <= end:
        return _results(found[after.shown :], None)
    _, rest = query.parted()
    newest = max(place for table in tables.values() for place, _ in engine.newest(table, rest, window, 1))
    return _results(found[after.shown : end], f"{end}-{newest if after.newest is None else after.newest}")


def _results(found: Iterable[Placed], after: str | None) -> Results:
    return Results(tuple(Hit(collection, key) for _, collection, key in found), after)


def _window(engine: Engine, since: datetime | None, until: datetime | None) -> Window:
    return Window(
        None if since is None else moment(since) * engine.slots,
        None if until is None else moment(until) * engine.slots,
    )


def _table(collection: str) -> str:
    try:
        return TABLES[collection]
    except KeyError:
        raise ValueError(f"There is no collection “{collection}”; there are {', '.join(TABLES)}.") from None


def _engine() -> Engine:
    connection = connections[DEFAULT_DB_ALIAS]
    return Postgresql(connection) if connection.vendor == "postgresql" else Sqlite(connection)
