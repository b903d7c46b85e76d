"""One checksum over all content, equal on equal content: no keys, no clocks, whatever the database.

Each row becomes a line in which other rows are named for people (an address, a slug) or, where nothing names
them, by the checksum of their own line. The digest of a model is that of its sorted lines.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Revision

from terbit.house import streams
from terbit.house.moment import one_moment
from terbit.house.tables import Names, Table, kept_models
from terbit.lib import content

GONE = "(gone)"
Model = type[models.Model]
Field = models.Field[Any, Any]


@dataclass(frozen=True)
class Kind:
    count: int
    digest: str


@dataclass(frozen=True)
class Digest:
    """The checksum of everything, and for each model how many rows there are and their checksum."""

    digest: str
    kinds: dict[str, Kind]


def of_house() -> Digest:
    with one_moment() as connection:
        return of(connection)


def of(connection: BaseDatabaseWrapper) -> Digest:
    book = Book(connection)
    kinds = {}
    for model in kept_models():
        label = model._meta.label
        if not content.is_bookkeeping(label):
            lines = sorted(book.lines(model))
            kinds[label] = Kind(len(lines), checksum(lines))
    present = {label: kind.digest for label, kind in kinds.items() if kind.count}
    return Digest(checksum(sorted(f"{label} {found}" for label, found in present.items())), kinds)


def checksum(lines: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line.encode() + b"\n")
    return whole.hexdigest()


class Book:
    """The lines of all rows in one database, and the names by which they speak of each other."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection, self.keys = connection, Names(connection)
        self.names: dict[Model, dict[Any, str]] = {}

    def lines(self, model: Model) -> Iterator[str]:
        """The checksum of each row's line."""
        if not is_named(model) and all(is_named(target) for target in _targets(model)):
            yield from self._names(model).values()  # the same lines, read already
            return
        table = Table(model, self.connection, self.keys)
        for row in table.rows():
            yield self._checksum(table, row)

    def name(self, model: Model, key: Any) -> str:
        """What a row is called, or GONE."""
        model = _root(model)
        try:
            return self._names(model).get(_key(model, key), GONE)
        except ValidationError:
            return GONE

    def _names(self, model: Model) -> dict[Any, str]:
        if model not in self.names:
            self.names[model] = dict(self._named(model))
        return self.names[model]

    def _named(self, model: Model) -> Iterator[tuple[Any, str]]:
        table = Table(model, self.connection, self.keys)
        fields = naming_fields(model)
        places = [place for place, column in enumerate(table.columns) if column.field.name in fields]
        key = next(place for place, column in enumerate(table.columns) if column.field.primary_key)
        for row in table.rows():
            words = [str(row[place]) for place in places if row[place] is not None]
            named = (
                " ".join(words) if places and len(words) == len(places) else self._checksum(table, row, True)
            )
            yield _key(model, row[key]), named

    def _checksum(self, table: Table, row: list[Any], naming: bool = False) -> str:
        """Of a row's line. A line that names its row leaves out rows that are named by their lines too."""
        values = {column.field.name: value for column, value in zip(table.columns, row, strict=True)}
        line = {
            column.field.name: self._value(column.field, values[column.field.name], values)
            for column in table.columns
            if counts(table.model, column.field) and not (naming and _refers_to_unnamed(column.field))
        }
        return checksum([json.dumps(line, sort_keys=True, ensure_ascii=False)])

    def _value(self, field: Field, value: Any, values: dict[str, Any]) -> Any:
        if value is None:
            return None
        if field.name == "object_id" and isinstance(values.get("content_type"), list):
            model = _model(values["content_type"])
            return self.name(model, value) if model else GONE
        if field.model is Revision and field.name == "content":
            model = _model(values["content_type"])
            return self._snapshot(model, value) if model else value
        if field.is_relation:
            # Content types and permissions are called by what they are; their label is a translation.
            return value[:3] if isinstance(value, list) else self.name(field.related_model, value)
        return self._plain(field, value)

    def _plain(self, field: Field, value: Any) -> Any:
        if isinstance(field, StreamField):
            stored = json.loads(value or "[]") if isinstance(value, str) else value
            return streams.neutral(field.stream_block, stored, self.name)
        if isinstance(field, models.FileField):
            return _size(field, value)
        return streams.rich_text(value, self.name) if isinstance(value, str) else value

    def _snapshot(self, model: Model, stored: dict[str, Any], parent: str = "") -> dict[str, Any]:
        """What a revision kept of an object, and of the objects that belong to it."""
        line: dict[str, Any] = {}
        children = {relation.get_accessor_name(): relation for relation in get_all_child_relations(model)}
        for name, value in stored.items():
            if relation := children.get(name):
                owner = relation.field.name
                line[name] = [self._snapshot(relation.related_model, child, owner) for child in value]
            elif name not in ("pk", "latest_revision", "live_revision", parent):
                line |= self._kept(model, name, value)
        return line

    def _kept(self, model: Model, name: str, value: Any) -> dict[str, Any]:
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return {name: value}
        if not field.concrete or not counts(model, field):
            return {}
        if value is None:
            return {name: None}
        if field.many_to_many:
            return {name: sorted(self.name(field.related_model, key) for key in value)}
        return {
            name: self.name(field.related_model, value) if field.is_relation else self._plain(field, value)
        }


def counts(model: Model, field: Field) -> bool:
    """Whether a field is content: nothing the machine made up, no clock."""
    made_up = (field.primary_key and isinstance(field, models.AutoField)) or isinstance(
        field, models.UUIDField
    )
    clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    owners = [model, *model._meta.get_parent_list()]
    return not (
        made_up or clock or any(content.is_bookkeeping(owner._meta.label, field.name) for owner in owners)
    )


def naming_fields(model: Model) -> tuple[str, ...]:
    """The fields that name a row: registered ones, else its slug, else the first that is unique."""
    if registered := content.identity_of(model._meta.label):
        return registered
    unique = [
        field.name
        for field in model._meta.local_concrete_fields
        if field.unique and not field.is_relation and not field.null and counts(model, field)
    ]
    return ("slug",) if "slug" in unique else tuple(unique[:1])


def is_named(model: Model) -> bool:
    return content.is_derived(model._meta.label) or bool(naming_fields(_root(model)))


def _refers_to_unnamed(field: Field) -> bool:
    return field.is_relation and not is_named(field.related_model)


def _targets(model: Model) -> list[Model]:
    return [field.related_model for field in model._meta.local_concrete_fields if field.is_relation]


def _root(model: Model) -> Model:
    """The model whose key this model shares: a standing page is named as the page it is."""
    model = model._meta.concrete_model
    while (key := model._meta.pk).is_relation and key.remote_field.parent_link:
        model = key.related_model
    return model


def _key(model: Model, value: Any) -> Any:
    """A key as the database has it, where it may be written as text; a content type's name is a key too."""
    return tuple(value) if isinstance(value, list) else model._meta.pk.to_python(value)


def _model(content_type: list[str]) -> Model | None:
    try:
        return apps.get_model(*content_type)
    except LookupError:
        return None


def _size(field: models.FileField, name: str) -> int | str:
    """Of the file itself: its name is made up, and a lost file shall show."""
    try:
        return field.storage.size(name) if name else ""
    except OSError:
        return GONE
