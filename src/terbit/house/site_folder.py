"""The site folder (`TERBIT_HOME`): what is in it, who may read it, and making it."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.utils import get_random_secret_key
from django.db import connection

FOLDERS = ("media", "prints", "backups", "logs")
# There while a restore moves in (terbit.house.moving_in).
MOVING = "restore-unfinished.json"


HALF = "A restore into {home} was cut short: `terbit restore FILE --force` again finishes it."


def what_is_missing() -> str | None:
    """One sentence when there is no house to work in, else None. Makes nothing itself."""
    home = Path(settings.HOME)
    advice = "`terbit init` makes one, and TERBIT_HOME names another."
    if not home.is_dir():
        return f"There is no site folder {home}: {advice}"
    if is_half_restored():
        return HALF.format(home=home)
    if not has_secret_key():
        return f"The site folder {home} holds no secret key, so it is not a house yet: {advice}"
    if (database := database_file()) and not database.is_file():
        return f"There is no database {database}: `terbit init` makes one."
    return None


def is_half_restored() -> bool:
    return (Path(settings.HOME) / MOVING).exists()


def has_secret_key() -> bool:
    return bool(settings.CONFIG.secret_key) or (Path(settings.HOME) / "secret_key").is_file()


def database_file() -> Path | None:
    """The SQLite file, or None when the database is a server."""
    return Path(settings.DATABASES["default"]["NAME"]) if connection.vendor == "sqlite" else None


def make() -> list[str]:
    """Make what is missing, readable by its owner alone; return what was made, as words for a sentence.

    Raises CommandError with one sentence when that cannot be, or where a restore left half a house.
    """
    home, made = Path(settings.HOME), []
    if is_half_restored():
        raise CommandError(HALF.format(home=home), returncode=2)
    if not home.is_dir():
        _folder(home, parents=True)
        made.append(f"the site folder {home}")
    for name in FOLDERS:
        if not (home / name).is_dir():
            # Web servers pass through to the prints.
            _folder(home / name, mode=0o711 if name == "prints" else 0o700)
    if not has_secret_key():
        # Django read its settings before there was a key: what this process signs must hold later too.
        settings.SECRET_KEY = write_secret_key(get_random_secret_key())
        made.append("a secret key")
    return made


def write_secret_key(key: str) -> str:
    """Write the key with mode 0600 from its first byte on."""
    path = Path(settings.HOME) / "secret_key"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(key + "\n")
    return key


def _folder(path: Path, parents: bool = False, mode: int = 0o700) -> None:
    try:
        path.mkdir(mode=mode, parents=parents)
    except OSError as error:
        raise CommandError(f"The folder {path} cannot be made: {error.strerror}.", returncode=2) from None
