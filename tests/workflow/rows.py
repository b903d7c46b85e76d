"""Whether anything was written."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection

OF_NO_CONSEQUENCE = {"last_seen_at", "last_login"}


def digests() -> dict[str, str]:
    """A checksum over every row of each table, but for sessions and when somebody was last seen."""
    return {model._meta.label: _digest(model) for model in apps.get_models() if model is not Session}


def _digest(model: type) -> str:
    names = [
        field.column for field in model._meta.local_concrete_fields if field.column not in OF_NO_CONSEQUENCE
    ]
    columns = ", ".join(connection.ops.quote_name(name) for name in names)
    table, key = (connection.ops.quote_name(name) for name in (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {key}")  # noqa: S608 - names of our own tables
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
