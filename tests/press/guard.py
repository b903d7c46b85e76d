"""Reads every query of a rendering and fails it where what it asks is not noted by a key.

A query may ask for rows by their key, or by the key of what they belong to: such rows are noted when they are read.
Any other is a list and must say so (`press.shows`), and may choose, sort and show only by columns whose change
touches that list. SQL past the ORM must stand inside `press.covering`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.db.models.expressions import Col
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import Exact, In
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler, SQLDeleteCompiler, SQLInsertCompiler, SQLUpdateCompiler
from django.db.models.sql.where import AND, WhereNode

from terbit.press import recording, watching

WRITING = (SQLInsertCompiler, SQLUpdateCompiler, SQLDeleteCompiler)


class NotNoted(AssertionError):
    """A page reads something whose change would not press it again."""


@contextmanager
def guarding() -> Iterator[None]:
    """Every query of a rendering inside is looked at."""
    connection.features.supports_json_field  # noqa: B018 - Django asks once, and that is no query of a page
    original = SQLCompiler.execute_sql
    through_orm: list[bool] = []

    def execute_sql(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        if recording.recorder() is not None and not isinstance(self, WRITING):
            _look_at(self.query)
        through_orm.append(True)
        try:
            return original(self, *args, **kwargs)
        finally:
            through_orm.pop()

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asks = sql.lstrip().upper().startswith("SELECT")
        if recording.recorder() is not None and asks and not through_orm and not recording.covered():
            raise NotNoted(f"SQL past the ORM: {sql[:300]}")
        return execute(sql, params, many, context)

    SQLCompiler.execute_sql = execute_sql
    try:
        with connection.execute_wrapper(wrapper):
            yield
    finally:
        SQLCompiler.execute_sql = original


def _look_at(query: Query) -> None:
    if recording.covered():
        return
    inner = getattr(query, "inner_query", None)  # counting wraps the query that counts
    if inner is not None:
        _look_at(inner)
        return
    if reason := _reason_against(query):
        raise NotNoted(f"{reason}\n{query}")


def _reason_against(query: Query) -> str:
    unknown = [model.__name__ for model in _models(query) if not watching.is_watched(model)]
    if unknown:
        return f"{', '.join(unknown)}: nobody watches these rows."
    if _is_shared(query.model):
        return ""
    keys = getattr(query, "terbit_keys", None)
    if keys is None:
        if not _asks_by_key(query):
            return "A list that does not say so."
        return "Values without their rows." if query.values_select else ""
    kinds = {key.partition(":")[0] for key in keys}
    return next(_unfit_columns(query, kinds), "") if kinds else ""


def _models(query: Query) -> list[type[Model]]:
    tables = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    return [
        tables[table] for table in {join.table_name for join in query.alias_map.values()} if table in tables
    ]


def _is_shared(model: type[Model]) -> bool:
    """Rows of the edition, and those that never change."""
    rows = recording.rows_of(model)
    return rows is None or rows[1] is None


def _asks_by_key(query: Query) -> bool:
    """Whether all that is asked is a row's own number, or that of what it belongs to."""
    rows = recording.rows_of(query.model)
    assert rows is not None
    own = {query.model._meta.pk.attname, rows[1]}
    where = query.where
    if not where.children or where.connector != AND or where.negated:
        return False
    return any(
        isinstance(child, Exact | In | RelatedExact | RelatedIn)
        and isinstance(child.lhs, Col)
        and child.lhs.target.model is query.model
        and child.lhs.target.attname in own
        for child in where.children
    ) and all(isinstance(child, Exact | In | RelatedExact | RelatedIn) for child in where.children)


def _unfit_columns(query: Query, kinds: set[str]) -> Iterator[str]:
    """Columns by which a list is chosen, sorted or shown, and whose change does not touch it."""
    shown = query.select if query.values_select else ()
    for column in _columns([query.where, *shown, *query.annotations.values()]):
        model, name = column.target.model, column.target.column
        if column.target.primary_key or _is_shared(model):
            continue
        if not any(name in watching.columns_of(kind, model) for kind in kinds):
            yield f"{model.__name__}.{name} does not touch {', '.join(sorted(kinds))}."
    for name in query.order_by:
        field = str(name).lstrip("-").partition("__")[0]
        if field in ("pk", "id", *query.annotations) or "__" in str(name):
            continue
        column = query.model._meta.get_field(field).column
        if not any(column in watching.columns_of(kind, query.model) for kind in kinds):
            yield f"{query.model.__name__} is sorted by {column}, which does not touch {', '.join(sorted(kinds))}."


def _columns(expressions: Any) -> Iterator[Col]:
    for expression in expressions:
        if isinstance(expression, Col):
            yield expression
        elif isinstance(expression, WhereNode):
            yield from _columns(expression.children)
        elif isinstance(expression, Query):
            yield from _columns([expression.where, *expression.select])
        elif hasattr(expression, "get_source_expressions"):
            yield from _columns([part for part in expression.get_source_expressions() if part is not None])
