"""When a print was last read: what nobody reads goes first where room is scarce, what is read is pressed first.

That is the file's time of access. File systems write it once a day or not at all, and nobody for what is handed out
from memory; so the newsstand does, at most once an hour. The time of change, which readers compare, stays as it is.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress

EACH = 3600  # seconds


def look(file: str) -> os.stat_result:
    """A print that is read now. OSError if it is not there."""
    found = os.stat(file)
    if not _is_old(found):
        return found
    opened = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return note(opened)
    finally:
        os.close(opened)


def note(opened: int) -> os.stat_result:
    """As `look`. By the open file, because another print may have come to lie under its name."""
    found = os.fstat(opened)
    if _is_old(found):
        with suppress(OSError):  # a folder of another account, or one that cannot be written
            os.utime(opened, ns=(time.time_ns(), found.st_mtime_ns))
            return os.fstat(opened)
    return found


def _is_old(found: os.stat_result) -> bool:
    return time.time() - found.st_atime > EACH
