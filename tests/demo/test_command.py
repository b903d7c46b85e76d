"""`terbit demo` with real processes: filled once, whole or not at all, for this machine only."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from terbit.demo import staff
from terbit.house import loopback
from tests.conftest import VENDOR
from tests.house.conftest import House, blueprint, free_port, house, nowhere, shell, wait_for
from tests.houses import TERBIT

__all__ = ["blueprint", "house", "nowhere"]
LAST = "administrator@"  # of the accounts that are printed
COUNT = "from terbit.newsroom.models import Article; print(Article.objects.count())"


@contextmanager
def showing(house: House) -> Iterator[subprocess.Popen[str]]:
    """`terbit demo` on a free port until the end of the block."""
    house.port = free_port()
    with subprocess.Popen(
        [TERBIT, "demo", "--port", str(house.port), "--workers=1", "--log=file"],
        env=house.surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=30)


def read_until(process: subprocess.Popen[str], words: str) -> str:
    """What the terminal said up to the line with these words."""
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if words in line:
            return told
    raise AssertionError(f"“{words}” was never said:\n{told}")


@pytest.mark.skipif(
    VENDOR != "sqlite", reason="that a filling is one transaction, a filling that is cut short shows on both"
)
def test_a_demo_that_was_killed_while_it_was_filled_begins_anew(house):
    with showing(house) as process:
        read_until(process, "10 of")
        os.kill(process.pid, signal.SIGKILL)
    assert shell(house, COUNT).split()[-1] == "0"
    assert house.terbit("migrate", "sessions", "zero").status == 0  # as if killed before that
    with showing(house) as process:
        told = read_until(process, LAST)
        wait_for(lambda: house.status("/") == 200)
        assert house.status("/redaksi/") == 200  # written last
    assert all(account.email in told for account in staff.to_sign_in_as())
    assert staff.PASSWORD in told and f"http://127.0.0.1:{house.port}/ruang-redaksi/" in told


@pytest.mark.parametrize(
    ("words", "environ"),
    [(["--host=0.0.0.0"], {}), (["--host", "192.0.2.7"], {}), ([], {"URL": "https://kabar.example"})],
)
def test_it_is_refused_where_others_could_reach_it_and_makes_nothing(nowhere, words, environ):
    answer = nowhere.terbit("demo", *words, **environ)
    assert answer.status == 2 and answer.err.count("\n") == 1
    assert answer.err.startswith("The demo is only for this machine")
    assert not nowhere.home.exists()


@pytest.mark.parametrize(
    ("name", "ours"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("192.0.2.7", False), ("", False)],
)
def test_loopback_is_told_from_the_rest(name, ours):
    assert loopback.is_loopback(name) is ours


def test_a_demo_is_not_served_to_others_as_a_house_either(house):
    (house.home / loopback.MARK).touch()
    answer = house.terbit("run", "--host=0.0.0.0")
    assert answer.status == 2 and answer.err.startswith("The demo is only for this machine")
