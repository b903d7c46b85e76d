"""A backup of one moment, made while the house works on."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from terbit import __version__
from terbit.house import archive, leftovers
from terbit.house.moment import one_moment
from terbit.house.tables import Names, Table, kept_models


@dataclass
class Summary:
    """What a backup holds: rows by model, number of files, and names of files the rows speak of in vain."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    missing: list[str] = field(default_factory=list)


def write(stream: IO[bytes], compressed: bool = False) -> Summary:
    """Write the whole house to `stream`."""
    summary = Summary()
    with (
        archive.Writer(stream, compressed) as writer,
        one_moment() as connection,
        held_files(connection, summary) as files,
    ):
        writer.add_json(archive.HEADER, _header(connection))
        writer.add(archive.KEY, settings.SECRET_KEY.encode() + b"\n")
        names = Names(connection)
        for model in kept_models():
            table = Table(model, connection, names)
            summary.rows[table.label] = _add_rows(writer, table)
        for name, path in files:
            writer.add_file(f"{archive.MEDIA}/{name}", path)
            summary.files += 1
        writer.add_json(archive.MANIFEST, asdict(summary))
    return summary


def _header(connection: BaseDatabaseWrapper) -> dict[str, object]:
    return {
        "format": archive.FORMAT,
        "terbit": __version__,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
    }


def _add_rows(writer: archive.Writer, table: Table) -> int:
    """Add all rows of a model, in parts; return how many."""
    count = 0
    for number, lines in enumerate(_parts(table)):
        writer.add(f"{archive.ROWS}/{table.label}/{number:06}.jsonl", b"".join(lines))
        count += len(lines) - 1
    return count


def _parts(table: Table) -> Iterator[list[bytes]]:
    """The rows as lines of JSON, a few megabytes at a time, each part beginning with the names of the columns."""
    names = _line([column.name for column in table.columns])
    part, size = [names], 0
    for row in table.rows():
        part.append(line := _line(row))
        size += len(line)
        if size > archive.PART:
            yield part
            part, size = [names], 0
    if len(part) > 1:
        yield part


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@contextmanager
def held_files(connection: BaseDatabaseWrapper, summary: Summary) -> Iterator[Iterator[tuple[str, Path]]]:
    """Name and path of every file the rows speak of. Nobody can take one away before it is in the archive.

    A file is never changed, only added and removed; so a second name (a hard link) in a folder of ours keeps it
    while the newsroom goes on deleting. Where the disk knows no links, the file itself is read.
    """
    leftovers.sweep(leftovers.HOLDING)
    with leftovers.work_folder(leftovers.HOLDING) as folder:
        held = []
        for number, name in enumerate(_file_names(connection)):
            path = Path(default_storage.path(name))
            with suppress(OSError):
                os.link(path, folder / str(number))
                path = folder / str(number)
            if path.is_file():
                held.append((name, path))
            else:
                summary.missing.append(name)
        yield iter(held)


def _file_names(connection: BaseDatabaseWrapper) -> list[str]:
    found: set[str] = set()
    names = Names(connection)
    for model in kept_models():
        files = [field for field in model._meta.local_concrete_fields if isinstance(field, models.FileField)]
        if files:
            table = Table(model, connection, names)
            places = [place for place, column in enumerate(table.columns) if column.field in files]
            found.update(row[place] for row in table.rows() for place in places if row[place])
    return sorted(found)
