"""`terbit restore FILE`: a house out of a backup, on either kind of database."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from terbit.house import restore


class Command(BaseCommand):
    help = "make a house out of a backup; the one that stands here is kept aside"
    needs_house = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a backup; “-” reads it from the pipe")
        parser.add_argument("--force", action="store_true", help="also where a house stands already")
        parser.add_argument("--json", action="store_true", help="say what was restored as JSON")

    def handle(self, *args: object, file: str, force: bool, **options: Any) -> None:
        with read_twice(file) as stream:
            report = restore.restore(stream, force)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
            return
        self.stdout.write(
            f"Restored {report.rows} rows and {report.files} files as of {restore.made_on(report)} "
            f"into {settings.HOME}."
        )
        if report.former:
            self.stdout.write(
                f"The house that stood here lies in {report.former}; delete it when you are sure."
            )
        self.stdout.write("`terbit run` opens the house.")


@contextmanager
def read_twice(file: str) -> Iterator[IO[bytes]]:
    """A backup is read once to prove it and once to restore it; what comes from a pipe is kept for that."""
    if file != "-":
        if not Path(file).is_file():
            raise CommandError(f"There is no file {file}.", returncode=2)
        with Path(file).open("rb") as stream:
            yield stream
        return
    with tempfile.TemporaryFile(dir=_on_the_disk_of_the_house()) as spool:
        shutil.copyfileobj(sys.stdin.buffer, spool, 1024 * 1024)
        spool.seek(0)
        yield spool


def _on_the_disk_of_the_house() -> Path:
    """The site folder, or where it will be made. A file without a name there is nobody else's and leaves nothing."""
    home = Path(settings.HOME)
    return next(folder for folder in (home, *home.parents) if folder.is_dir())
