"""`kill -9` at any moment, and a backup in the middle of everything: a story is out or it is not, never half."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.conftest import VENDOR
from tests.house import deeds
from tests.house.conftest import House, database
from tests.newsroom import writers
from tests.nursery import Call, Nursery

KILLS = 8
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}[VENDOR]


@pytest.fixture
def nursery(house: House) -> Iterator[Nursery]:
    with Nursery(house.surroundings) as nursery:
        yield nursery


@pytest.fixture
def chance() -> random.Random:
    seed = random.randrange(10**6)
    print(f"The moments of the kills come from random.Random({seed}).")  # noqa: T201 - to repeat a failure  # noqa: T201
    return random.Random(seed)


def test_a_publication_that_is_killed_is_whole_or_not_there(nursery: Nursery, chance: random.Random):
    (user,) = nursery.alone(deeds.furnish, drafts=8, submitted=3)[0]["people"]
    done, number, longest = 0, 0, 0.6
    while done < KILLS or number < KILLS:
        number += 1
        arguments = {"user": user, "seed": f"{number}", "seconds": 60}
        arguments["deeds"] = ["publish", "update", "move", "take_offline", "judge"]
        (outcome,) = nursery.together(Call(writers.write, arguments, chance.uniform(0.02, longest)))
        assert outcome.killed and not outcome.error, outcome.error
        checked = nursery.alone(deeds.check, user=user, told=outcome.said)
        assert checked == [{"faults": [], "lost": []}]
        acknowledged = sum(line["did"] != "refused" for line in outcome.said)
        done += acknowledged
        longest *= 1 if acknowledged else 1.2  # however slow the machine is


def test_scheduled_stories_come_out_once_however_often_the_worker_is_killed(
    nursery: Nursery, chance: random.Random
):
    nursery.alone(deeds.furnish, due=30)
    first_published: dict[int, str] = {}
    counts, life = [], 0.1
    while len(first_published) < 30:
        (outcome,) = nursery.together(Call(deeds.work, killed_after=life))
        assert outcome.killed and not outcome.error, outcome.error
        out = nursery.alone(deeds.look)
        assert {line["times"] for line in out} <= {1}
        now = {line["story"]: line["first"] for line in out}
        assert first_published.items() <= now.items()
        first_published = now
        counts.append(len(now))
        life *= chance.uniform(1, 1.2)  # however slow the machine is, some worker gets somewhere
    assert len(set(counts) - {0, 30}) >= 1, counts
    assert nursery.alone(deeds.check) == [{"faults": [], "lost": []}]


def test_a_backup_taken_while_four_write_is_a_whole_house_on_the_other_database_too(
    nursery: Nursery, tmp_path: Path
):
    people = nursery.alone(deeds.furnish, people=4, drafts=6, submitted=2)[0]["people"]
    before = nursery.alone(deeds.count)[0]["versions"]
    file = str(tmp_path / "cadangan.tar.gz")
    *outcomes, backup = nursery.together(
        *(Call(writers.write, {"user": user, "seed": f"{user}", "seconds": 3}) for user in people),
        Call(deeds.back_up, {"file": file, "after": 1}),
    )
    assert [outcome.error for outcome in (*outcomes, backup) if outcome.error] == []
    after = nursery.alone(deeds.count)[0]["versions"]
    restored = restore(OTHER if postgres.available() else VENDOR, file, tmp_path)
    assert before < restored["versions"] < after


def restore(vendor: str, file: str, folder: Path) -> dict[str, Any]:
    """What stands in the house after it, in which nothing is wrong."""
    with (
        database(vendor) as environ,
        Nursery(House(folder / f"on-{vendor}", environ).surroundings) as nursery,
    ):
        nursery.alone(deeds.restore, file=file)
        assert nursery.alone(deeds.check) == [{"faults": [], "lost": []}]
        return nursery.alone(deeds.count)[0]
