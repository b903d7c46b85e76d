"""Share pictures that no page names any more go: those of former headlines and crops.

A file that readers were given lies in their prints by the same link, as long as a page shows it. Whoever asks for one
that is gone and still shown has it made again, so nothing is lost by a file too few. The folders take turns, for an
archive that moved in has hundreds of thousands of files: each comes round once a day.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import default_storage

from terbit.pictures.sharing import FOLDER

DAY = 24 * 60 * 60
GRACE = 14 * DAY  # since a page last named it: apps ask when a link is passed on
TURNS = 256  # one for each pair of hex digits that a stamp may begin with
EACH = DAY / TURNS


def sweep() -> int:
    """Go through the folder whose turn it is; returns how many files went."""
    return sweep_folder(whose_turn(time.time()))


def whose_turn(at: float) -> str:
    """The folder, at this second since 1970."""
    return f"{int(at / EACH) % TURNS:02x}"


def sweep_folder(digits: str) -> int:
    """Remove what no page named for two weeks and stands in no print, also what a broken-off writing left."""
    before, gone = time.time() - GRACE, 0
    with suppress(FileNotFoundError), os.scandir(default_storage.path(f"{FOLDER}/{digits}")) as files:
        for file in files:
            found = file.stat(follow_symlinks=False)
            if found.st_mtime < before and found.st_nlink == 1:
                Path(file.path).unlink(missing_ok=True)
                gone += 1
    return gone
