"""`kill -9` at any moment of publishing: no stale print, no half one, and no story is lost."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from tests.house import deeds
from tests.house.conftest import House, blueprint, house  # noqa: F401 - fixtures
from tests.newsroom import writers
from tests.nursery import Call, Nursery
from tests.press import crashes

# `bench/crashes.py` asks for hundreds.
KILLS = int(os.environ.get("TERBIT_TEST_KILLS", "10"))
DEEDS = ["publish", "update", "move", "take_offline", "judge", "publish"]


@pytest.fixture
def nursery(house: House) -> Iterator[Nursery]:  # noqa: F811
    with Nursery(house.surroundings) as nursery:
        yield nursery


def test_whoever_is_killed_while_stories_are_published_no_print_is_wrong(
    nursery: Nursery,
    house: House,  # noqa: F811
):
    seed = random.randrange(10**6)
    print(f"The moments of the kills come from random.Random({seed}).")  # noqa: T201 - to repeat a failure
    chance = random.Random(seed)
    (user,) = nursery.alone(deeds.furnish, drafts=8, submitted=3, due=4)[0]["people"]
    nursery.alone(crashes.print_all)
    done, number, longest, prints = 0, 0, 0.8, 0
    while number < KILLS or not (done and prints):
        number += 1
        first = chance.uniform(0.05, longest)
        # Some go first, the others work on for a while; after that nobody is left.
        writer, press, reader, worker = (
            first + chance.choice([0, 0, 1]) * chance.uniform(0, longest) for _ in range(4)
        )
        work = {"user": user, "seed": f"{number}", "seconds": 60, "deeds": DEEDS}
        outcomes = nursery.together(
            Call(writers.write, work, writer),
            Call(crashes.press_on, {}, press),
            Call(crashes.read_on, {"seed": f"{number}"}, reader),
            Call(deeds.work, {}, worker),
        )
        assert [outcome.error for outcome in outcomes if outcome.error] == []
        (after,) = nursery.alone(crashes.look)
        assert after["wrong"] == []
        checked = nursery.alone(deeds.check, user=user, told=outcomes[0].said)
        assert checked == [{"faults": [], "lost": []}]
        done += sum(line["did"] != "refused" for line in outcomes[0].said)
        prints = max(prints, after["prints"])
        longest *= 1 if done else 1.2  # however slow the machine is
    answer = house.terbit("press", "--verify")
    assert answer.status == 0, answer.out + answer.err
