"""Share pictures lie on the disk as long as readers are given them or a page names them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from terbit.lib import schedule
from terbit.pictures import share_upkeep
from terbit.pictures.sharing import SharePicture


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


def made(headline: str, *, days: float) -> Path:
    """The file of a share picture that was made so many days ago."""
    path = Path(default_storage.path(SharePicture("Kabar", "#8b1a1a", headline=headline).make()))
    at = time.time() - days * share_upkeep.DAY
    os.utime(path, (at, at))
    return path


def swept() -> int:
    return sum(share_upkeep.sweep_folder(f"{number:02x}") for number in range(share_upkeep.TURNS))


def test_that_of_a_former_headline_goes_after_two_weeks():
    former, fresh = made("Banjir", days=14.1), made("Banjir surut", days=13.9)
    assert swept() == 1
    assert not former.exists() and fresh.exists()
    assert Path(made("Banjir", days=0)).exists()  # an app that asks later has it made anew


def test_what_stands_in_a_print_stays(tmp_path):
    shown = made("Banjir", days=30)
    os.link(shown, tmp_path / "in-a-print")
    assert swept() == 0 and shown.exists()
    (tmp_path / "in-a-print").unlink()
    assert swept() == 1 and not shown.exists()


def test_one_that_a_page_names_again_stays():
    old = made("Banjir", days=20)
    SharePicture("Kabar", "#8b1a1a", headline="Banjir").make()
    assert swept() == 0 and old.exists()


def test_what_a_broken_off_writing_left_goes_too():
    left = made("Banjir", days=20).rename(made("Surut", days=20).parent / "x.part")
    assert swept() == 2 and not left.exists()


def test_each_folder_comes_round_once_a_day():
    turns = [(turn + 0.5) * share_upkeep.EACH for turn in range(share_upkeep.TURNS)]
    assert {share_upkeep.whose_turn(at) for at in turns} == {f"{number:02x}" for number in range(256)}
    assert share_upkeep.whose_turn(turns[7] + share_upkeep.DAY) == share_upkeep.whose_turn(turns[7])
    [job] = [job for job in schedule.jobs() if job.run is share_upkeep.sweep]
    assert (job.seconds, job.everywhere) == (share_upkeep.EACH, True)
