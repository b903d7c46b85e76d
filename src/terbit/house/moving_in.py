"""Puts the files of a restored house in the place of the old ones, so that a power cut is never half a house.

While it moves, a file in the site folder says what goes where. As long as that file is there, no verb opens the
house; the next restore begins by putting the old one back.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from terbit.house.site_folder import MOVING

# What a restore replaces; backups, logs and locks stay. The journal goes before its database: on its own neither
# does harm, but SQLite would write an old journal into a new database.
JOURNAL = ("db.sqlite3-wal", "db.sqlite3-shm")
FILES = (*JOURNAL, "db.sqlite3", "secret_key", "media", "prints")


@dataclass(frozen=True)
class Move:
    """From which folder the new files come, into which the old ones go, which there were of each; the database."""

    new_folder: str
    former_folder: str
    coming: list[str]
    going: list[str]
    vendor: str

    @property
    def home(self) -> Path:
        return Path(settings.HOME)

    @property
    def new(self) -> Path:
        return self.home / self.new_folder

    @property
    def former(self) -> Path:
        return self.home / self.former_folder

    def forward(self) -> None:
        for name in FILES:
            if name in self.going:
                self.former.mkdir(mode=0o700, exist_ok=True)
                (self.home / name).rename(self.former / name)
            if name in self.coming:
                (self.new / name).rename(self.home / name)

    def back(self) -> None:
        """Put the old files back, wherever `forward` or `back` were cut short."""
        for name in FILES:
            gone = name not in self.going or (self.former / name).exists()
            if (
                name in self.coming
                and gone
                and not (self.new / name).exists()
                and (self.home / name).exists()
            ):
                self.new.mkdir(mode=0o700, exist_ok=True)
                (self.home / name).rename(self.new / name)
            if name in self.going and (self.former / name).exists():
                (self.former / name).rename(self.home / name)
            if name in JOURNAL and name not in self.going:
                (self.home / name).unlink(missing_ok=True)  # of somebody who looked into the half house
        with suppress(OSError):
            self.former.rmdir()
        self.end()

    def end(self) -> None:
        (self.home / MOVING).unlink()
        _settle(self.home)


def begin(new: Path, former: Path) -> Move:
    """Say in the site folder what is going to move."""
    home = Path(settings.HOME)
    coming = [name for name in FILES if (new / name).exists()]
    going = [name for name in FILES if (home / name).exists()]
    move = Move(new.name, former.name, coming, going, connection.vendor)
    with (home / MOVING).open("w") as file:
        json.dump(asdict(move), file)
        file.flush()
        os.fsync(file.fileno())
    _settle(home)
    return move


def unfinished() -> Move | None:
    """The move that was cut short, or None."""
    try:
        return Move(**json.loads((Path(settings.HOME) / MOVING).read_text()))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        # Cut short while the file was written: nothing had moved yet.
        (Path(settings.HOME) / MOVING).unlink()
        return None


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
