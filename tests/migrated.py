"""A database that went through all migrations once, kept for the next run on SQLite: they take twenty seconds."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from django.apps import apps

SOURCE = Path(__file__).parents[1] / "src" / "terbit"
MOST = 3  # databases kept


def kept(folder: Path) -> Path:
    """Where the database that belongs to the migrations of this moment lies, or will lie."""
    return folder / f"{_fingerprint()}.sqlite3"


def keep(database: sqlite3.Connection, place: Path) -> None:
    """Several workers may do so at once; the last wins, and nobody sees half a file."""
    half = place.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(half)) as file:
        database.backup(file)
    half.replace(place)
    for older in sorted(place.parent.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-MOST]:
        older.unlink(missing_ok=True)


def _fingerprint() -> str:
    """Of every migration and every file with a word of them; what runs after all migrations runs again anyway."""
    digest = hashlib.sha256(" ".join(map(version, ("django", "wagtail", "django-taggit"))).encode())
    files = {file for app in apps.get_app_configs() for file in Path(app.path).glob("migrations/*.py")}
    files |= {file for file in SOURCE.rglob("*.py") if b"migrat" in file.read_bytes()}
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
