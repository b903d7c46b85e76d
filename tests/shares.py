"""Dear tests that every database and every Django answers alike are dealt out among the runs of a suite.

`TERBIT_TEST_SHARE=1/2` leaves out what the run with `2/2` does; without it, a run has all of them.
"""

from __future__ import annotations

import os
import zlib

import pytest

SHARE = os.environ.get("TERBIT_TEST_SHARE", "1/1")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    share, shares = map(int, SHARE.split("/"))
    others = [
        item for item in items if item.get_closest_marker("once") and deal(item.nodeid, shares) != share
    ]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in set(others)]


def deal(test: str, shares: int) -> int:
    """Which of the shares, counted from 1, a test belongs to: the same in every process and on every machine."""
    return zlib.crc32(test.encode()) % shares + 1
