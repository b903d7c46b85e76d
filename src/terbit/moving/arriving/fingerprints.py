"""Digests of what a move wrote, by which a later run, or whoever takes it back, sees that somebody changed it here."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Any

from django.db.models import Model

ARRANGED = {"id", "order"}  # new places of sections in the navigation are no work on each of them


def fingerprint(*values: Any) -> str:
    written = json.dumps(values, sort_keys=True, default=str)
    return blake2b(written.encode("utf-8", "replace"), digest_size=16).hexdigest()


def of_name(row: Model) -> str:
    """Of a section, topic or contributor."""
    fields = {field.attname for field in row._meta.concrete_fields if field.name not in ARRANGED}
    # A field that a later release brings is empty in what came before.
    filled = {
        name: value for name in sorted(fields) if (value := getattr(row, name)) not in ("", None, False, [])
    }
    return fingerprint(filled)
