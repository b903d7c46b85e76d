"""Says in one sentence why a command could not be done, where Python would show a traceback."""

from __future__ import annotations

import errno
import sqlite3

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection

from terbit.config import ConfigError

# What a database says, and what it means for the person at the keyboard.
PHRASES = (
    ("database is locked", "The database is busy with another writer: try again in a moment."),
    ("disk is full", "The disk is full: make room where {place} lies and try again."),
    ("no space left", "The disk is full: make room where {place} lies and try again."),
    ("readonly database", "The database {place} may not be written: check who owns it and its folder."),
    (
        "unable to open",
        "The database {place} cannot be opened: check that the folder exists and who owns it.",
    ),
    (
        "not a database",
        "The file {place} is not a database: restore a backup with `terbit restore FILE --force`.",
    ),
    ("malformed", "The database {place} is damaged: restore a backup with `terbit restore FILE --force`."),
    ("no such table", "The database is older than this Terbit: `terbit init` brings it up to date."),
    ("no such column", "The database is older than this Terbit: `terbit init` brings it up to date."),
    (
        "does not exist",
        "The database is not ready for this Terbit ({said}): `terbit init` brings it up to date.",
    ),
    ("authentication failed", "The database refuses the user or password of TERBIT_DATABASE_URL."),
)


def sentence(error: BaseException) -> str | None:
    """One sentence for the operator, or None when the error is none of the expected ones."""
    if isinstance(error, (CommandError, ImproperlyConfigured, ConfigError)):
        return str(error)
    if isinstance(error, (DatabaseError, InterfaceError, sqlite3.Error)):
        return _database(error)
    if isinstance(error, OSError) and error.errno:
        return _file(error)
    return None


def _database(error: Exception) -> str:
    said = " ".join(str(error).split())
    place = str(settings.DATABASES["default"]["NAME"])
    for phrase, meaning in PHRASES:
        if phrase in said.lower():
            return meaning.format(place=place, said=_short(said))
    if connection.vendor == "postgresql":
        return f"The database of TERBIT_DATABASE_URL cannot be used: {_short(said)}."
    return f"The database {place} cannot be used: {_short(said)}."


def _file(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full{_named(error)}: make room and try again."
    return f"This cannot be done{_named(error)}: {error.strerror}."


def _named(error: OSError) -> str:
    return f" ({error.filename})" if error.filename else ""


def _short(said: str, most: int = 200) -> str:
    return said[:most].rstrip(" .")
