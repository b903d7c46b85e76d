"""Searching with SQLite's FTS5.

The index is contentless: a document's text is not stored a second time. FTS5 takes a document out
only when given exactly what was put in, which is kept compressed in the entry.
"""

# ruff: noqa: S608 (the only names put into SQL are of our own tables)

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from terbit.search.engine import MOST_SPREAD, NEWEST_RANKED, Found, Values, Window
from terbit.search.entries import Entry
from terbit.search.language import stem
from terbit.search.places import SLOTS, Places
from terbit.search.query import EVERY, STEM, Query, Term

Known = tuple[int, str, bytes]
"""Place, key and compressed words of an entry there is."""
COLUMNS = "title, summary, body, facets"
WEIGHTS = "40.0, 8.0, 1.0, 0.0"


def make(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    # "ascii" leaves every character beyond ASCII in the token: words are already normalised.
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {table}_fts USING "
        f"fts5({COLUMNS}, content='', tokenize=\"ascii tokenchars '='\")"
    )
    # Whoever empties the table, as Django's `flush` does, empties the index with it.
    schema_editor.execute(
        f"CREATE TRIGGER {table}_emptied AFTER DELETE ON {table} "
        f"WHEN NOT EXISTS (SELECT 1 FROM {table}) "
        f"BEGIN INSERT INTO {table}_fts ({table}_fts) VALUES ('delete-all'); END"
    )


def drop(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    schema_editor.execute(f"DROP TRIGGER {table}_emptied")
    schema_editor.execute(f"DROP TABLE {table}_fts")


class Sqlite:
    slots = SLOTS

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def put(self, table: str, entries: Sequence[Entry]) -> None:
        known = self._known(table, [e.key for e in entries])
        places = Places(self._connection, table, {key: place for place, key, _ in known})
        # FTS5 starts a new segment whenever a row precedes the one before it.
        rows = sorted((places.of(e), e.key, _columns(e)) for e in entries)
        self._take_out(table, known)
        with self._connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table}_fts (rowid, {COLUMNS}) VALUES (%s, %s, %s, %s, %s)",
                [(place, *columns) for place, _, columns in rows],
            )
            cursor.executemany(
                f"INSERT INTO {table} (place, key, words) VALUES (%s, %s, %s)",
                [(place, key, zlib.compress("\n".join(columns).encode())) for place, key, columns in rows],
            )

    def remove(self, table: str, keys: Sequence[str]) -> None:
        self._take_out(table, self._known(table, keys))

    def clear(self, table: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    def keys(self, table: str) -> list[str]:
        return [key for _, key in self._rows(f"SELECT place, key FROM {table} ORDER BY place", [])]

    def newest(self, table: str, query: Query, window: Window, limit: int) -> list[Found]:
        hits, values = self._hits(table, query, window, "rowid AS place")
        return self._found(table, f"{hits} ORDER BY rowid DESC LIMIT %s", [*values, limit], "place DESC")

    def best(self, table: str, query: Query, window: Window, limit: int) -> list[Found]:
        score = f"rowid AS place, bm25({table}_fts, {WEIGHTS}) AS score"
        hits, values = self._hits(table, query, window, score)
        newest = f"{hits} ORDER BY rowid DESC LIMIT {NEWEST_RANKED}"
        best = f"SELECT place, score FROM ({newest}) ORDER BY score, place DESC LIMIT %s"
        return self._found(table, best, [*values, limit], "score, place DESC")

    def having(self, table: str, places: Sequence[int], term: Term) -> set[int]:
        sql = f"SELECT place, words FROM {table} WHERE place IN (SELECT value FROM json_each(%s))"
        wanted = [f" {' '.join(run)} ".encode() for run in term.runs]
        wanted[0] = wanted[0].rstrip() if term.unfinished else wanted[0]
        with self._connection.cursor() as cursor:
            cursor.execute(sql, [json.dumps(places)])
            return {place for place, packed in cursor if _holds(packed, wanted)}

    def count(self, table: str, query: Query, window: Window, up_to: int) -> int:
        hits, values = self._hits(table, query, window, "1")
        ((total, _),) = self._rows(f"SELECT count(*), '' FROM ({hits} LIMIT %s)", [*values, up_to])
        return total

    def spread(self, table: str, tokens: Sequence[str]) -> dict[str, int]:
        some = f"SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH '\"' || value || '\"' LIMIT {MOST_SPREAD}"
        sql = f"SELECT (SELECT count(*) FROM ({some})) AS documents, value FROM json_each(%s)"
        return {token: number for number, token in self._rows(sql, [json.dumps(tokens)]) if number}

    def _hits(self, table: str, query: Query, window: Window, columns: str) -> tuple[str, Values]:
        sql = f"SELECT {columns} FROM {table}_fts WHERE {table}_fts MATCH %s"
        values: Values = [_match(query)]
        for condition, bound in (("rowid >= %s", window.since), ("rowid < %s", window.below)):
            if bound is not None:
                sql += f" AND {condition}"
                values.append(bound)
        return sql, values

    def _found(self, table: str, hits: str, values: Values, order: str) -> list[Found]:
        # CROSS JOIN keeps the hits outside: a look-up for each of them, not a search for each entry.
        sql = f"SELECT place, key FROM ({hits}) CROSS JOIN {table} USING (place) ORDER BY {order}"
        return self._rows(sql, values)

    def _rows(self, sql: str, values: Values) -> list[Found]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())

    def _known(self, table: str, keys: Sequence[str]) -> list[Known]:
        marks = ", ".join(["%s"] * len(keys))
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT place, key, words FROM {table} WHERE key IN ({marks})", keys)
            return list(cursor.fetchall())

    def _take_out(self, table: str, known: list[Known]) -> None:
        rows = sorted((place, words) for place, _, words in known)
        with self._connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table}_fts ({table}_fts, rowid, {COLUMNS}) "
                "VALUES ('delete', %s, %s, %s, %s, %s)",
                [(place, *zlib.decompress(words).decode().split("\n")) for place, words in rows],
            )
            cursor.executemany(f"DELETE FROM {table} WHERE place = %s", [(place,) for place, _ in rows])


def _holds(packed: bytes, wanted: Sequence[bytes]) -> bool:
    """Whether one of these, with a space around each word, stands in one of the columns."""
    text = b" " + zlib.decompress(packed).replace(b"\n", b" \n ") + b" "
    return any(each in text for each in wanted)


def _columns(entry: Entry) -> tuple[str, ...]:
    """For each column its words, then the stems of those that are not their own stem."""
    columns = (
        [*words, *(STEM + root for word in words if (root := stem(word)) != word)] for words in entry.columns
    )
    return *(" ".join(column) for column in columns), " ".join(entry.facets)


def _match(query: Query) -> str:
    """The query in FTS5's own language; every token is quoted, and no token holds a quote."""
    wanted = " AND ".join(_any(term) for term in (*query.wanted, *query.facets)) or f'"{EVERY}"'
    unwanted = " OR ".join(_any(term) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _any(term: Term) -> str:
    first, *others = ('"' + " ".join(run) + '"' for run in term.runs)
    return "(" + " OR ".join([first + " *" if term.unfinished else first, *others]) + ")"
