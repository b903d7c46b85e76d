"""Whatever the newsroom does, no print is stale and none is missing."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from terbit.press import editions
from terbit.press.folder import Folder
from tests.conftest import VENDOR
from tests.press import exactness
from tests.press.restarts import Restarts
from tests.theme import papers

pytestmark = pytest.mark.django_db(transaction=True)
# In parts, which processes of a parallel run share; `bench/exactness.py` asks for thousands.
PARTS = 8
SEQUENCES = int(os.environ.get("TERBIT_TEST_SEQUENCES", "0")) or {"sqlite": 72, "postgresql": 16}[VENDOR]


@pytest.fixture
def restarts() -> Iterator[Restarts]:
    # In memory where there is some: nothing of these hours need outlive them.
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="terbit-exact-", dir=memory if memory.is_dir() else None))
    restarts = Restarts(place / "prints")
    with time_machine.travel(papers.NOON, tick=False):
        exactness.make_paper()
        folder = Folder(place / "prints")
        folder.open()
        exactness.print_some(folder)
        restarts.remember(folder)
    yield restarts
    restarts.again().index.close()
    restarts.forget()
    shutil.rmtree(place)
    editions.forget()


@pytest.mark.parametrize("part", range(PARTS))
def test_no_print_is_stale_or_missing_whatever_the_newsroom_does(restarts: Restarts, part: int):
    class Newsroom(exactness.Newsroom):
        place = restarts
        thorough = "TERBIT_TEST_SEQUENCES" in os.environ

    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=SEQUENCES // PARTS,
            stateful_step_count=10,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
