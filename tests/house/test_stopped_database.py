"""PostgreSQL is stopped while the house runs, and started again."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests import postgres
from tests.conftest import VENDOR
from tests.house.conftest import PYTHONPATH, House, shell, wait_for

pytestmark = pytest.mark.skipif(VENDOR != "postgresql", reason="the suite on PostgreSQL stops one")
SENTENCE = "Basis data tidak menjawab: coba lagi."
STORY = """
from tests.factories import ArticleFactory
print(ArticleFactory(headline="Sebelum Padam", published=True).path)
"""
# As an editor who is at it when the database is back: by the worker, in a second.
SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from terbit.newsroom.models import Contributor, Section
from tests.factories import ArticleFactory, publish
publish(ArticleFactory(
    headline="Listrik Menyala Lagi", section=Section.objects.first(), contributor=Contributor.objects.first(),
    go_live_at=timezone.now() + timedelta(seconds=1),
))
"""


@pytest.fixture
def cluster(transactional_db: None) -> Iterator[postgres.Cluster]:
    """A server of its own, with a copy of the database of the tests."""
    try:
        cluster = postgres.begin()
    except postgres.PostgresMissing as missing:
        pytest.skip(str(missing))
    cluster.fill(postgres.url(connection.settings_dict["NAME"]))
    yield cluster
    cluster.stop()


@pytest.fixture
def place(cluster: postgres.Cluster, tmp_path: Path) -> House:
    environ = {"TERBIT_DATABASE_URL": cluster.url("postgres"), "PYTHONPATH": PYTHONPATH}
    return House(tmp_path / "terbit-data", environ)


def read(house: House, path: str) -> tuple[int, str, str]:
    """Status, text and tag, which only prints have."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{house.port}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers["ETag"] or ""
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), ""


def test_readers_keep_their_paper_and_everything_goes_on_by_itself(place: House, cluster: postgres.Cluster):
    with place.running():
        story = shell(place, STORY).split()[-1]
        wait_for(lambda: all(read(place, path)[2] for path in ("/", story)), seconds=60)
        printed = {path: read(place, path) for path in ("/", story)}

        cluster.halt()
        for _ in range(20):
            assert {path: read(place, path) for path in printed} == printed
        assert read(place, "/indeks/2020/11/18/")[0] == 503
        for path in ("/ruang-redaksi/", "/ruang-redaksi/login/"):
            status, text, _tag = read(place, path)
            assert (status, SENTENCE in text) == (503, True), (path, status, text)
        log = place.home / "logs"
        wait_for(lambda: "background worker cannot use the database and waits" in _said(log))
        wait_for(lambda: "The press cannot go on and waits" in _said(log))
        assert {path: read(place, path) for path in printed} == printed

        cluster.serve()
        wait_for(lambda: place.status() == 200)
        shell(place, SCHEDULE)
        wait_for(lambda: "Listrik Menyala Lagi" in read(place, "/")[1], seconds=60)
        wait_for(lambda: read(place, "/")[2])
        verified = place.terbit("press", "--verify", PORT=str(place.port))
        assert verified.status == 0, verified.out + verified.err


def _said(log: Path) -> str:
    return "".join(file.read_text() for file in log.rglob("*") if file.is_file())
