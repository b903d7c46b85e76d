"""A house made by an earlier release opens with this one, and nothing of it is lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from terbit import __version__
from tests.conftest import VENDOR
from tests.house.conftest import PYTHONPATH, House, shell
from tests.house.content import facts, newsroom

RELEASES = sorted(Path(__file__).with_name("releases").glob("*.tar.gz"))
FACTS = "import json; from tests.house.content import facts; print(json.dumps(facts()))"


@pytest.mark.parametrize("release", RELEASES or [None])
def test_a_house_of_an_earlier_release_is_restored_whole(nowhere: House, release: Path | None):
    if release is None:
        assert __version__ == "0.1.0", "keep a house of each release: docs/develop/release.md"
        return
    answer = nowhere.terbit("restore", release)
    assert answer.status == 0, answer.err
    nowhere.environ["PYTHONPATH"] = PYTHONPATH
    found = json.loads(shell(nowhere, FACTS).splitlines()[-1])
    expected = json.loads(release.with_name(release.name.replace(".tar.gz", ".json")).read_text())
    assert {key: found[key] for key in expected} == expected


def test_a_house_at_its_earliest_migrations_is_brought_up_to_date(blueprint: House, house: House):
    assert "Brought the database up to date: " in blueprint.said
    assert house.terbit("migrate", "--check").status == 0


@pytest.mark.skipif(VENDOR == "postgresql", reason="PostgreSQL measures its tables by itself")
def test_new_indexes_are_measured_at_once(blueprint: House):
    with closing(sqlite3.connect(blueprint.home / "db.sqlite3")) as database:
        assert database.execute(
            "SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"
        ).fetchone() == (1,)


@pytest.mark.django_db
def test_the_house_kept_for_later_releases_has_something_of_everything():
    newsroom()
    found = facts()
    assert found["live"] is True and found["headline"] != found["draft"]
    assert all(found[name] for name in ("path", "bylines", "topics", "picture", "roles", "revisions"))
