"""Searching with PostgreSQL's `tsvector`, built here so that both databases find the same."""

# ruff: noqa: S608 (the only names put into SQL are of our own tables)

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.transaction import atomic, set_rollback

from terbit.search.engine import NEWEST_RANKED, Found, Values, Window
from terbit.search.entries import Entry
from terbit.search.language import stem
from terbit.search.query import EVERY, STEM, Query, Term

WEIGHTS = "{0.02, 0, 0.2, 1}"  # of words in the body (D, unmarked), C (not used), summary (B), title (A)
NEWEST_GLANCED = 300
NEWEST_READ = 20_000
"""A phrase is looked for in this many of the newest entries that have all its words."""
GAP = 10  # between columns, so that no phrase runs from one into the next


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
        rows = [(e.moment * self.slots, e.key, _vector(e)) for e in sorted(entries, key=lambda e: e.key)]
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
        found = self._rows(*_glance(table, query, window, limit))
        if query.is_empty or len(found) == limit:
            return found
        hits, values = _hits(table, query, window, limit)
        return self._rows_by_words(f"SELECT place, key FROM ({hits}) AS newest", values)

    def best(self, table: str, query: Query, window: Window, limit: int) -> list[Found]:
        hits, values = _hits(table, query, window, NEWEST_RANKED)
        sql = f"""
            SELECT place, key FROM ({hits}) AS newest
            ORDER BY ts_rank('{WEIGHTS}', words, %s::tsquery) DESC, place DESC LIMIT %s
        """
        return self._rows_by_words(sql, [*values, _ranked(query), limit])

    def count(self, table: str, query: Query, window: Window, up_to: int) -> int:
        hits, values = _hits(table, query, window, up_to)
        ((total, _),) = self._rows_by_words(f"SELECT count(*), '' FROM ({hits}) AS newest", values)
        return total

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
    """SQL of the newest hits with their words, newest first.

    The index knows no positions: it gives what has all words of a phrase, and of these only the
    newest are read for the phrase itself, as few as the limit needs.
    """
    where, values = _where(window)
    sql = f"SELECT place, key, words FROM {table} WHERE {where}"
    if not query.is_empty:
        sql, values = f"{sql} AND words @@ %s::tsquery", [*values, tsquery(query, exact=False)]
    if not query.has_phrases:
        return f"{sql} ORDER BY place DESC LIMIT %s", [*values, limit]
    sql = f"""
        SELECT place, key, words FROM ({sql} ORDER BY place DESC LIMIT {NEWEST_READ}) AS candidates
        WHERE words @@ %s::tsquery ORDER BY place DESC LIMIT %s
    """
    return sql, [*values, tsquery(query), limit]


def _where(window: Window) -> tuple[str, Values]:
    bounds = {"place >= %s": window.since, "place < %s": window.below}
    conditions = {sql: bound for sql, bound in bounds.items() if bound is not None}
    return " AND ".join(conditions) or "true", list(conditions.values())


def _vector(entry: Entry) -> str:
    """Words, stems and facets as `tsvector` input.

    Words have positions, for phrases. Stems have them only where these carry a weight, and facets
    none, for every position makes ranking dearer.
    """
    lexemes: dict[str, list[str]] = {facet: [] for facet in entry.facets}
    start = 1
    for weight, words in zip(("A", "B", ""), entry.columns, strict=True):
        for position, word in enumerate(words, start):
            lexemes.setdefault(word, []).append(f"{position}{weight}")
            if (root := stem(word)) != word:
                lexemes.setdefault(STEM + root, []).extend([f"{position}{weight}"] if weight else [])
        start += len(words) + GAP
    return " ".join(f"'{lexeme}':{','.join(at)}" if at else f"'{lexeme}'" for lexeme, at in lexemes.items())


def tsquery(query: Query, *, exact: bool = True) -> str:
    """The query as `tsquery` input. If not exact, what the index can tell alone: for a phrase to find
    its words, and nothing of a phrase to leave out."""
    join = " <-> " if exact else " & "
    wanted = [_any(term, join) for term in (*query.wanted, *query.facets)] or [f"'{EVERY}'"]
    unwanted = [f"!{_any(term, join)}" for term in query.unwanted if exact or not term.is_phrase]
    return " & ".join([*wanted, *unwanted])


def _ranked(query: Query) -> str:
    """Only what was asked for, each form for itself: the more forms of a word fit, the better."""
    tokens = {token: None for term in query.wanted for run in term.runs for token in run}
    return " | ".join(f"'{token}'" for token in tokens)


def _any(term: Term, join: str) -> str:
    runs = ("(" + join.join(f"'{token}'" for token in run) + ")" for run in term.runs)
    return "(" + " | ".join(runs) + ")"
