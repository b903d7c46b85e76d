"""Two machines hand out the same paper: each has a print folder and a press, the database is one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections

from terbit.newsroom.models import Article
from terbit.press import pressroom, verifying
from terbit.press.folder import Folder
from tests import postgres
from tests.conftest import VENDOR
from tests.factories import ArticleFactory
from tests.house.conftest import wait_for
from tests.houses import suites_own_house
from tests.press import reading

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(VENDOR != "postgresql", reason="several machines need PostgreSQL"),
]
PRESS = """
import sys
import django
django.setup()
from terbit.press import pressroom
pressroom.POLL = float(sys.argv[1])
pressroom.Pressroom().run()
"""
NEVER = 600.0


class Machine:
    """A press process with a folder of its own."""

    def __init__(self, home: Path, poll: float) -> None:
        home.mkdir()
        self.environ = suites_own_house(home) | {"TERBIT_URL": "http://testserver"}
        self.environ |= {"DJANGO_SETTINGS_MODULE": "terbit.settings", "PYTHONWARNINGS": "error"}
        (home / "secret_key").write_text("only-for-tests")
        self.process = subprocess.Popen([sys.executable, "-c", PRESS, str(poll)], env=self.environ)
        self.folder = Folder(home / "prints")

    def text(self, address: str) -> str:
        answer = reading.lying(self.folder, address) if self.folder.current else None
        return answer.bodies["identity"].decode() if answer else ""

    def stop(self) -> None:
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGTERM)
        try:
            assert self.process.wait(20) == 0
        finally:
            self.process.kill()
            self.process.wait()
            self.folder.index.close()


@pytest.fixture
def story(transactional_db: None) -> Article:
    return ArticleFactory(headline="Sebelum", published=True)


@pytest.fixture
def machines(story: Article, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[list[Machine]]:
    """The parameter: seconds after which they ask the log though nobody told them."""
    poll = getattr(request, "param", pressroom.POLL)
    with ExitStack() as stack:
        both = [Machine(tmp_path / name, poll) for name in ("one", "two")]
        for machine in both:
            stack.callback(machine.stop)
            wait_for(lambda machine=machine: machine.folder.current, 60)
            assert pressroom.press(machine.folder, story.path).state == "kept"
            assert "Sebelum" in machine.text(story.path)
        yield both


def headline(words: str) -> None:
    Article.objects.update(headline=words)


@pytest.mark.parametrize("machines", [NEVER], indirect=True)
def test_both_hear_of_a_change_without_asking(machines: list[Machine], story: Article):
    """By LISTEN."""
    for number in range(4):
        words = f"Perubahan {number}"
        time.sleep(0.3)  # until they listen again
        headline(words)
        for machine in machines:
            wait_for(lambda machine=machine, words=words: words in machine.text(story.path), 30)


def test_one_that_was_cut_off_catches_up(machines: list[Machine], story: Article):
    one, two = machines
    os.kill(two.process.pid, signal.SIGSTOP)  # hears nothing, and its connection is ended meanwhile
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            own = cursor.fetchone()[0]
        server.execute(sql, [connection.settings_dict["NAME"], own])
    headline("Sesudah")
    wait_for(lambda: "Sesudah" in one.text(story.path), 30)
    assert "Sebelum" in two.text(story.path)
    os.kill(two.process.pid, signal.SIGCONT)
    wait_for(lambda: "Sesudah" in two.text(story.path), 30)
    for machine in machines:
        assert not list(verifying.verify(machine.folder))


def test_a_database_that_takes_nobody_for_a_while_is_waited_for(machines: list[Machine], story: Article):
    name = connection.settings_dict["NAME"]
    connections.close_all()
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            time.sleep(1)
            assert all("Sebelum" in machine.text(story.path) for machine in machines)
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    headline("Sesudah")
    for machine in machines:
        wait_for(lambda machine=machine: "Sesudah" in machine.text(story.path), 30)
