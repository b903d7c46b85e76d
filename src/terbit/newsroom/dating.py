"""Bylines, topics, people and statements know since when readers see their story (`models.dated`).

A topic with 16,000 stories counts its years by an index of its own rows then: 4 ms instead of 23 among 100,000
stories (`bench/pages.py`). Triggers keep the date, as those of the press: neither bulk updates nor SQL by hand
can forget it.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from terbit.lib import triggers
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline, Statement

NAME = "terbit_dated"
ARTICLES = Article._meta.db_table
TABLES = [model._meta.db_table for model in (ArticlePerson, ArticleTopic, Byline, Statement)]
MOVES = ("live", "first_published_at")


def make(using: str, **kwargs: Any) -> None:
    """After every migration; nothing where they are there already."""
    connection = connections[using]
    functions, statements = ("", _for_sqlite())
    if connection.vendor == "postgresql":
        functions, statements = FUNCTIONS, _for_postgresql()
    stamp = hashlib.sha256("".join([functions, *statements.values()]).encode()).hexdigest()[:8]
    wanted = {f"{NAME}_{stamp}_{what}": statement for what, statement in statements.items()}
    if wanted.keys() == triggers.found(connection, NAME).keys() or not _is_migrated(connection):
        return
    triggers.drop(connection, NAME)
    with connection.cursor() as cursor:
        if functions:
            cursor.execute(functions)
        for name, statement in wanted.items():
            cursor.execute(f"CREATE TRIGGER {name} {statement}")


def remove(using: str, **kwargs: Any) -> None:
    triggers.drop(connections[using], NAME)


def _is_migrated(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        if not {ARTICLES, *TABLES} <= set(connection.introspection.table_names(cursor)):
            return False
        described = [connection.introspection.get_table_description(cursor, table) for table in TABLES]
    return all("published_at" in [column.name for column in columns] for columns in described)


def _set(table: str, date: str, where: str) -> str:
    return f"UPDATE {table} SET published_at = {date} WHERE {where};"  # noqa: S608


def _for_sqlite() -> dict[str, str]:
    statements = {}
    date = f"(SELECT first_published_at FROM {ARTICLES} WHERE id = NEW.article_id AND live)"  # noqa: S608
    for table in TABLES:
        own = _set(table, date, f"id = NEW.id AND published_at IS NOT {date}")
        statements[f"{table}_insert"] = f"AFTER INSERT ON {table} BEGIN {own} END"
        statements[f"{table}_update"] = f"AFTER UPDATE OF article_id, published_at ON {table} BEGIN {own} END"
    date = "CASE WHEN NEW.live THEN NEW.first_published_at END"
    rows = " ".join(_set(table, date, "article_id = NEW.id") for table in TABLES)
    changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in MOVES)
    # A backup may bring what belongs to a story before the story.
    statements["insert"] = f"AFTER INSERT ON {ARTICLES} WHEN NEW.live BEGIN {rows} END"
    statements["update"] = f"AFTER UPDATE OF {', '.join(MOVES)} ON {ARTICLES} WHEN {changed} BEGIN {rows} END"
    return statements


# The story is locked while a row is added to it: whoever publishes it meanwhile waits, or is waited for.
FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION {NAME}_row() RETURNS trigger AS $terbit$
BEGIN
    SELECT CASE WHEN live THEN first_published_at END INTO NEW.published_at
    FROM {ARTICLES} WHERE id = NEW.article_id FOR SHARE;
    RETURN NEW;
END $terbit$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION {NAME}_rows() RETURNS trigger AS $terbit$
DECLARE moment timestamptz := CASE WHEN NEW.live THEN NEW.first_published_at END;
BEGIN
    {" ".join(_set(table, "moment", "article_id = NEW.id") for table in TABLES)}
    RETURN NULL;
END $terbit$ LANGUAGE plpgsql;
"""  # noqa: S608


def _for_postgresql() -> dict[str, str]:
    statements = {
        table: f"BEFORE INSERT OR UPDATE OF article_id, published_at ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {NAME}_row()"
        for table in TABLES
    }
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in MOVES)
    each = f"FOR EACH ROW WHEN (%s) EXECUTE FUNCTION {NAME}_rows()"
    statements["insert"] = f"AFTER INSERT ON {ARTICLES} {each % 'NEW.live'}"
    statements["update"] = f"AFTER UPDATE OF {', '.join(MOVES)} ON {ARTICLES} {each % changed}"
    return statements
