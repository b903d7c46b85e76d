"""`terbit backup FILE`: everything, while the house works on."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError

from terbit.house import backup


class Command(BaseCommand):
    help = "write everything into one file: rows, media, secret key; the house may be running"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", help="where to write; compressed when it ends in .gz; “-” writes to the pipe"
        )
        parser.add_argument("--json", action="store_true", help="say what was written as JSON")

    def handle(self, *args: object, file: str, **options: Any) -> None:
        if file == "-":
            with pipe() as stream:
                summary = backup.write(stream)
            say = self.stderr
        else:
            with whole_or_not(Path(file)) as stream:
                summary = backup.write(stream, compressed=file.endswith((".gz", ".tgz")))
            say = self.stdout
        rows, files = sum(summary.rows.values()), summary.files
        if options["json"]:
            told = {"file": file, "rows": rows, "files": files, "missing": summary.missing}
            say.write(json.dumps(told, ensure_ascii=False))
            return
        say.write(f"Wrote {rows} rows and {files} files to {'the pipe' if file == '-' else file}.")
        for name in summary.missing:
            self.stderr.write(
                f"The file {name} is not in the media folder, so it is not in the backup either."
            )


@contextmanager
def pipe() -> Iterator[IO[bytes]]:
    """Standard output; CommandError when whoever reads it leaves before the end, for then there is no backup."""
    try:
        with open(sys.stdout.fileno(), "wb", closefd=False) as stream:
            yield stream
    except BrokenPipeError:
        raise CommandError(
            "The backup is not whole: the program that was to take it has ended.", returncode=1
        ) from None


@contextmanager
def whole_or_not(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner can read; it takes the name at the end, whole and on the disk."""
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            yield device
        return
    handle, name = tempfile.mkstemp(prefix=".backup-", suffix=".part", dir=path.parent)  # with mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
