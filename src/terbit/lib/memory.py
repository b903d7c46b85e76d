"""Memory that the C library keeps for later, given back to the machine."""

from __future__ import annotations

import ctypes
import gc

_ARENA_MAX = -8  # M_ARENA_MAX of mallopt(3)


def hold_little() -> None:
    """Before there are threads: two heaps for all of them instead of eight a core, each of which keeps what it had."""
    if limit := getattr(ctypes.CDLL(None), "mallopt", None):
        limit(_ARENA_MAX, 2)


def give_back() -> None:
    """After much work: pictures, and a whole paper pressed, leave tens of MB that are free and still held.

    `malloc_trim(3)` of glibc; where there is none, nothing happens. Some milliseconds.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
