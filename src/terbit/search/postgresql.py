"""Searching with PostgreSQL's `tsvector`, built here so that both databases find the same."""

# ruff: noqa: S608 (the only names put into SQL are of our own tables)

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.transaction import atomic, set_rollback

from terbit.search.engine import MOST_SPREAD, NEWEST_RANKED, Found, Values, Window
from terbit.search.entries import Entry
from terbit.search.query import Query, Term
from terbit.search.vectors import tsquery, tsvector, weighed

NEWEST_GLANCED = 300
"""Look through this many of the newest entries before asking the index."""
MOST_READ = 5_000
"""A phrase is looked for in this many of the entries that have all its words, on each page anew."""


def make(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    # Words lie outside the row, whatever their size, so that walking over many hits reads few pages.
    schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN words SET STORAGE EXTERNAL")
    schema_editor.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")
    schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")


def drop(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    schema_editor.execute(f"DROP INDEX {table}_words")


class Postgresql:
    slots = 1 << 24

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection

    def put(self, table: str, entries: Sequence[Entry]) -> None:
        # A document whose second is the same keeps its place. In the order of keys, so that two
        # transactions with the same documents wait for each other instead of locking both.
        sql = f"""
            INSERT INTO {table} AS entry (place, key, words)
            VALUES (%s + nextval(pg_get_serial_sequence('{table}', 'place')) %% {self.slots}, %s, %s::tsvector)
            ON CONFLICT (key) DO UPDATE SET words = excluded.words, place =
                CASE WHEN entry.place >> 24 = excluded.place >> 24
                THEN entry.place ELSE excluded.place END
        """
        rows = [(e.moment * self.slots, e.key, tsvector(e)) for e in sorted(entries, key=lambda e: e.key)]
        with self._connection.cursor() as cursor:
            cursor.executemany(sql, rows)
            # Now, and of these entries only: not by the reader or the publication that comes next.
            cursor.execute("SELECT gin_clean_pending_list(%s)", [f"{table}_words"])

    def remove(self, table: str, keys: Sequence[str]) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE key = ANY(%s)", [list(keys)])

    def clear(self, table: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")

    def keys(self, table: str) -> list[str]:
        return [key for _, key in self._rows(f"SELECT place, key FROM {table} ORDER BY place", [])]

    def newest(self, table: str, query: Query, window: Window, limit: int) -> list[Found]:
        # A word of many stories is soon met in the newest; of these the index would give tens of thousands.
        if query.is_empty or limit < NEWEST_GLANCED:
            found = self._rows(*_glance(table, query, window, limit))
            if query.is_empty or len(found) == limit:
                return found
        hits, values = _hits(table, query, window, limit)
        return self._rows_by_words(f"SELECT place, key FROM ({hits}) AS newest", values)

    def best(self, table: str, query: Query, window: Window, limit: int) -> list[Found]:
        """By the sum of the weights of what is in title and summary, which the index knows; `ts_rank`
        would have to unpack five thousand vectors."""
        newest, values = _indexed(table, query, window, NEWEST_RANKED)
        weights = list(weighed(query))
        weigh = (f"SELECT place, {weight} FROM {table} WHERE words @@ %s::tsquery" for weight, _ in weights)
        sql = f"""
            WITH newest AS MATERIALIZED ({newest}), weights (place, weight) AS (
                SELECT place, sum(weight) FROM ({" UNION ALL ".join(weigh)}) AS each (place, weight) GROUP BY place
            )
            SELECT place, key, words, coalesce(weight, 0) AS weight FROM newest LEFT JOIN weights USING (place)
            ORDER BY weight DESC, place DESC LIMIT {MOST_READ}
        """
        sql, values = _exact(sql, [*values, *(case for _, case in weights)], query, "weight DESC, place DESC")
        return self._rows_by_words(f"SELECT place, key FROM ({sql} LIMIT %s) AS best", [*values, limit])

    def having(self, table: str, places: Sequence[int], term: Term) -> set[int]:
        sql = f"SELECT place FROM {table} WHERE place = ANY(%s) AND words @@ %s::tsquery"
        with self._connection.cursor() as cursor:
            cursor.execute(sql, [list(places), tsquery(Query((term,)))])
            return {place for (place,) in cursor.fetchall()}

    def count(self, table: str, query: Query, window: Window, up_to: int) -> int:
        """In no order: the database need not sort all hits to count some of them."""
        if query.has_phrases:
            hits, values = _hits(table, query, window, up_to)
        else:
            where, values = _matching(query, window)
            hits, values = f"SELECT 1 FROM {table} WHERE {where} LIMIT %s", [*values, up_to]
        ((total, _),) = self._rows_by_words(f"SELECT count(*), '' FROM ({hits}) AS some_hits", values)
        return total

    def spread(self, table: str, tokens: Sequence[str]) -> dict[str, int]:
        some = f"SELECT 1 FROM {table} WHERE words @@ ('''' || token || '''')::tsquery LIMIT {MOST_SPREAD}"
        sql = f"SELECT (SELECT count(*) FROM ({some}) AS few), token FROM unnest(string_to_array(%s, ' ')) AS token"
        found = self._rows_by_words(sql, [" ".join(tokens)])
        return {token: number for number, token in found if number}

    def _rows_by_words(self, sql: str, values: Values) -> list[Found]:
        """As `_rows`, by the word index. The planner, blind to what unpacking a `tsvector` costs, would
        rather unpack them all. The savepoint that is rolled back takes the setting with it."""
        with atomic(self._connection.alias), self._connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
            found = self._rows(sql, values)
            set_rollback(True, self._connection.alias)
        return found

    def _rows(self, sql: str, values: Values) -> list[Found]:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return list(cursor.fetchall())


def _glance(table: str, query: Query, window: Window, limit: int) -> tuple[str, Values]:
    """SQL of the hits among the newest entries; of all entries, if the query is empty."""
    where, values = _where(window)
    newest = f"SELECT place, key, words FROM {table} WHERE {where} ORDER BY place DESC LIMIT %s"
    if query.is_empty:
        return f"SELECT place, key FROM ({newest}) AS newest", [*values, limit]
    sql = f"""
        SELECT place, key FROM ({newest}) AS newest
        WHERE words @@ %s::tsquery ORDER BY place DESC LIMIT %s
    """
    return sql, [*values, NEWEST_GLANCED, tsquery(query), limit]


def _hits(table: str, query: Query, window: Window, limit: int) -> tuple[str, Values]:
    """SQL of the newest hits, newest first."""
    indexed, values = _indexed(table, query, window, MOST_READ if query.has_phrases else limit)
    sql, values = _exact(indexed, values, query, "place DESC")
    return f"{sql} LIMIT %s", [*values, limit]


def _indexed(table: str, query: Query, window: Window, limit: int) -> tuple[str, Values]:
    """SQL of the newest entries that the index finds. It knows no positions, so for a phrase these are
    the entries with all of its words."""
    where, values = _matching(query, window)
    sql = f"SELECT place, key, words FROM {table} WHERE {where} ORDER BY place DESC LIMIT %s"
    return sql, [*values, limit]


def _matching(query: Query, window: Window) -> tuple[str, Values]:
    where, values = _where(window)
    if query.is_empty:
        return where, values
    return f"{where} AND words @@ %s::tsquery", [*values, tsquery(query, exact=False)]


def _exact(sql: str, values: Values, query: Query, order: str) -> tuple[str, Values]:
    """SQL of those rows that have the phrases too. They are read in order, as few as the limit needs."""
    where, values = (
        ("words @@ %s::tsquery", [*values, tsquery(query)]) if query.has_phrases else ("true", values)
    )
    return f"SELECT * FROM ({sql}) AS ordered WHERE {where} ORDER BY {order}", values


def _where(window: Window) -> tuple[str, Values]:
    bounds = {"place >= %s": window.since, "place < %s": window.below}
    conditions = {sql: bound for sql, bound in bounds.items() if bound is not None}
    return " AND ".join(conditions) or "true", list(conditions.values())
