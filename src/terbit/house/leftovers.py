"""Folders that a backup or a restore works in: gone when it ends, and known for leftovers when it was killed."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

HOLDING, RESTORING = "holding-", "restoring-"
# Between making a folder and locking it there is a moment in which it looks left behind.
YOUNG = 60


@contextmanager
def work_folder(prefix: str) -> Iterator[Path]:
    """A new folder in the site folder; while it is in use, a lock of the operating system says so."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=settings.HOME))
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)


def left_behind(*prefixes: str, young: float = YOUNG) -> list[Path]:
    """Work folders that nobody is at and that are older than `young` seconds."""
    found = [path for prefix in prefixes for path in Path(settings.HOME).glob(f"{prefix}*") if path.is_dir()]
    return sorted(path for path in found if time.time() - path.stat().st_mtime >= young and not _in_use(path))


def sweep(*prefixes: str, young: float = YOUNG) -> None:
    """Remove what was left behind. What cannot be removed stays, and `doctor` goes on telling of it."""
    for folder in left_behind(*prefixes, young=young):
        shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # held, or a network share that knows no such lock: then nothing is thrown away
        return True
    finally:
        os.close(handle)
    return False
