"""Tables as rows of plain JSON values, read and written without models in between: fast, and the same on
SQLite and PostgreSQL.

Keys stay what they are. Only rows that each database makes for itself (content types and permissions) are
named instead, because their keys differ.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from terbit.lib import content

CHUNK = 500
CONTENT_TYPE, PERMISSION = "contenttypes.contenttype", "auth.permission"


def kept_models(apps: Apps = current_apps) -> list[type[models.Model]]:
    """Every model with a table of its own whose rows are not made again by themselves, by label."""
    kept = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not content.is_derived(model._meta.label)
    }
    return sorted(kept.values(), key=lambda model: model._meta.label_lower)


class Names:
    """What content types and permissions are called, and which keys they have in one database."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    @cached_property
    def of(self) -> dict[str, dict[int, list[str]]]:
        """Key to name, by label of the model."""
        types = {key: list(name) for key, *name in self._ask("id, app_label, model FROM django_content_type")}
        permissions = {
            key: [*types[owner], codename, name]
            for key, owner, codename, name in self._ask(
                "id, content_type_id, codename, name FROM auth_permission"
            )
        }
        return {CONTENT_TYPE: types, PERMISSION: permissions}

    def key(self, label: str, name: list[str]) -> int:
        """The key of what is called `name`, which is made where it is missing."""
        for key, found in self.of[label].items():
            if found[:3] == name[:3]:
                return key
        made = self._make_type(*name) if label == CONTENT_TYPE else self._make_permission(*name)
        self.of[label][made] = name
        return made

    def _make_type(self, app: str, model: str) -> int:
        return self._insert("django_content_type", ("app_label", "model"), (app, model))

    def _make_permission(self, app: str, model: str, codename: str, name: str) -> int:
        owner = self.key(CONTENT_TYPE, [app, model])
        return self._insert(
            "auth_permission", ("content_type_id", "codename", "name"), (owner, codename, name)
        )

    def _insert(self, table: str, columns: tuple[str, ...], values: tuple[object, ...]) -> int:
        marks = ", ".join(["%s"] * len(values))
        with self.connection.cursor() as cursor:
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) RETURNING id"  # noqa: S608
            cursor.execute(statement, values)
            return int(cursor.fetchone()[0])

    def _ask(self, what: str) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(f"SELECT {what}")
            return list(cursor.fetchall())


class Column:
    """One column: its name in JSON and in the database, and its values in both."""

    def __init__(self, field: models.Field[Any, Any], names: Names) -> None:
        self.field, self.names = field, names
        self.name: str = field.attname
        self.target = field.related_model if field.is_relation else None
        label = self.target._meta.label_lower if self.target else ""
        self.named = label if label in (CONTENT_TYPE, PERMISSION) else ""
        self.kind = field.target_field if self.target else field
        self.is_json = self.kind.get_internal_type() == "JSONField"
        self.is_snapshot = (field.model._meta.label_lower, self.name) == ("wagtailcore.revision", "content")

    def reader(self, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
        """A function from the database's value to JSON's."""
        if self.named:
            known = self.names.of[self.named]
            return lambda value: None if value is None else known[value]
        if self.is_json:
            named = self._name_type if self.is_snapshot else _same
            return lambda value: named(json.loads(value) if isinstance(value, str) else value)
        expression = self.field.cached_col
        converters = connection.ops.get_db_converters(expression)

        def read(value: Any) -> Any:
            for convert in converters:
                value = convert(value, expression, connection)
            return plain(value)

        return read

    def writer(self, connection: BaseDatabaseWrapper) -> Callable[[Any], Any]:
        """A function from JSON's value to what the database is given."""
        if self.named:
            return lambda value: None if value is None else self.names.key(self.named, value)
        if self.is_json:
            kind: models.Field[Any, Any] = models.JSONField()
            keyed = self._type_of_name if self.is_snapshot else _same
            return lambda value: None if value is None else kind.get_db_prep_save(keyed(value), connection)
        if isinstance(self.kind, models.BinaryField):
            return lambda value: (
                None if value is None else connection.Database.Binary(base64.b64decode(value))
            )
        if isinstance(self.kind, models.FileField):
            return lambda value: value
        return lambda value: self.kind.get_db_prep_save(self.kind.to_python(value), connection)

    def _name_type(self, value: Any) -> Any:
        """What a revision kept of a page holds the key of the page's content type."""
        known = self.names.of[CONTENT_TYPE]
        if isinstance(value, dict) and (name := known.get(value.get("content_type"))):
            return value | {"content_type": name}
        return value

    def _type_of_name(self, value: Any) -> Any:
        if isinstance(value, dict) and isinstance(name := value.get("content_type"), list):
            return value | {"content_type": self.names.key(CONTENT_TYPE, name)}
        return value


def _same(value: Any) -> Any:
    return value


class Table:
    """The rows of one model in one database."""

    def __init__(self, model: type[models.Model], connection: BaseDatabaseWrapper, names: Names) -> None:
        self.model, self.connection = model, connection
        self.label: str = model._meta.label_lower
        self.columns = [Column(field, names) for field in model._meta.local_concrete_fields]

    def rows(self) -> Iterator[list[Any]]:
        """Each row as JSON values in the order of `columns`, by key; memory stays flat."""
        quote = self.connection.ops.quote_name
        columns = ", ".join(quote(column.field.column) for column in self.columns)
        key, table = quote(self.model._meta.pk.column), quote(self.model._meta.db_table)
        readers = [column.reader(self.connection) for column in self.columns]
        with self.connection.chunked_cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {key}")  # noqa: S608
            while chunk := cursor.fetchmany(CHUNK):
                for row in chunk:
                    yield [read(value) for read, value in zip(readers, row, strict=True)]

    def insert(self, names: list[str], rows: Iterable[list[Any]]) -> int:
        """Write rows whose values stand in the order of `names`; return how many. Raises KeyError for a stranger."""
        by_name = {column.name: column for column in self.columns}
        columns = [by_name[name] for name in names]
        quote = self.connection.ops.quote_name
        places = ", ".join(quote(column.field.column) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {quote(self.model._meta.db_table)} ({places}) VALUES ({marks})"  # noqa: S608
        writers = [column.writer(self.connection) for column in columns]
        values = [tuple(write(value) for write, value in zip(writers, row, strict=True)) for row in rows]
        with self.connection.cursor() as cursor:
            for start in range(0, len(values), CHUNK):
                cursor.executemany(statement, values[start : start + CHUNK])
        return len(values)

    def empty(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self.connection.ops.quote_name(self.model._meta.db_table)}")  # noqa: S608


def plain(value: Any) -> Any:
    """A value as JSON knows it; times in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"A backup cannot hold {type(value).__name__}")
