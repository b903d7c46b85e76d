"""`terbit run` with real processes: it heals, it ends cleanly, it leaves nobody behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from terbit.house.supervisor import GRACE
from terbit.press.pressroom import has_assistant
from tests.house.conftest import House, children, copied, free_port, wait_for

# Two web processes, the background worker and the press.
FAMILY = 5 if has_assistant() else 4


@pytest.fixture(scope="module")
def open_house(blueprint: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, int]]:
    """One house that runs while the tests of this file kill parts of it."""
    with (
        copied(blueprint, tmp_path_factory.mktemp("open") / "terbit-data") as house,
        house.running() as process,
    ):
        yield house, process.pid


def log_of(house: House) -> str:
    return (house.home / "logs/terbit.log").read_text()


def worker_begins(house: House) -> int:
    return log_of(house).count("The background worker ")


def test_a_house_runs_two_web_processes_a_worker_and_a_press_with_its_assistant(
    open_house: tuple[House, int],
):
    house, pid = open_house
    assert house.status() == 200
    assert house.status("/static/terbit_staff/newsroom.css") == 200
    assert len(children(pid)) == FAMILY


def test_a_killed_web_process_is_replaced_and_readers_hardly_notice(open_house: tuple[House, int]):
    house, pid = open_house
    before = children(pid)
    os.kill(before[0], signal.SIGKILL)
    assert house.status() == 200
    wait_for(lambda: len(children(pid)) == FAMILY and before[0] not in children(pid))
    assert "web process 1 ended by signal 9" in log_of(house)


def test_a_killed_background_worker_is_replaced_and_works_on(open_house: tuple[House, int]):
    house, pid = open_house
    wait_for(lambda: worker_begins(house) == 1)
    victim = next(child for child in children(pid) if f":{child} begins" in log_of(house))
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: worker_begins(house) == 2)
    assert victim not in children(pid)


def test_a_running_house_is_not_restored_over(open_house: tuple[House, int], archived: Path):
    answer = open_house[0].terbit("restore", archived, "--force")
    assert (answer.status, answer.err) == (
        2,
        "The house is running: stop `terbit run` before restoring.\n",
    )


def refusal_to_run(**options: object) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("run", **options)
    assert refused.value.returncode == 2
    return str(refused.value)


def test_a_port_in_use_is_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert refusal_to_run(port=port) == (
            f"Something already listens on 127.0.0.1:{port}: end it, or choose another port with --port."
        )


def test_an_address_of_another_machine_is_one_sentence(tmp_path: Path, settings):
    settings.HOME = tmp_path / "terbit-data"
    assert refusal_to_run(host="192.0.2.1", port=8000).startswith("Terbit cannot listen on 192.0.2.1:8000: ")
    assert not settings.HOME.exists()


def test_a_second_house_on_the_same_database_waits_with_its_worker(open_house: tuple[House, int]):
    house, _ = open_house
    second = House(house.home, house.environ)
    began = worker_begins(house)
    with second.running("--workers=1") as process:
        assert second.status() == 200 and len(children(process.pid)) == FAMILY - 1
        time.sleep(1.5)
        assert worker_begins(house) == began


def ends_cleanly(process: subprocess.Popen[str], number: int) -> str:
    """Ends the house with a signal; what it said."""
    family = children(process.pid)
    started = time.monotonic()
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert time.monotonic() - started < GRACE
    assert "Traceback" not in said and "ended by" not in said
    assert len(family) >= 2 and not [pid for pid in family if Path(f"/proc/{pid}").exists()]
    return said


def test_ctrl_c_ends_the_house_within_seconds_and_leaves_no_child(house: House):
    with house.running() as process:
        ends_cleanly(process, signal.SIGINT)


def test_killing_the_parent_leaves_no_orphan(house: House):
    with house.running() as process:
        wait_for(lambda: len(children(process.pid)) == FAMILY)
        family = children(process.pid)
        process.kill()
        process.wait()
        wait_for(lambda: not [pid for pid in family if Path(f"/proc/{pid}").exists()], seconds=10)


def test_run_makes_the_house_where_there_is_none_and_sigterm_ends_it(nowhere: House):
    with nowhere.running("--workers=1") as process:
        assert nowhere.status() == 200
        said = ends_cleanly(process, signal.SIGTERM)
    assert "Made a secret key." in said
    assert f"The newsroom:  http://127.0.0.1:{nowhere.port}/ruang-redaksi/" in said
    assert "`terbit init --email ADDRESS --name NAME` makes the first account" in said
    assert (nowhere.home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert nowhere.home.stat().st_mode & 0o777 == 0o700


SLOW = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.settings"
import django
django.setup()
from terbit.house import web
from terbit.house.supervisor import Post, Supervisor

def application(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [])
    return [b"done"]

opened = web.listen("127.0.0.1", int(sys.argv[1]))
Supervisor([Post("web", lambda: web.serve(opened, application, 1, 8))]).run()
"""


@pytest.fixture
def slow_house(nowhere: House) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A supervisor whose application takes as many seconds as the query says."""
    port = free_port()
    with subprocess.Popen([sys.executable, "-c", SLOW, str(port)], env=nowhere.surroundings) as process:
        nowhere.port = port
        wait_for(lambda: nowhere.status("/") == 200)
        yield process, port
        if process.poll() is None:
            process.kill()


def ask(port: int, seconds: float) -> socket.socket:
    asking = socket.create_connection(("127.0.0.1", port), timeout=20)
    asking.sendall(f"GET /?{seconds} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    time.sleep(0.5)
    return asking


def test_a_request_under_way_is_finished_before_the_house_ends(
    slow_house: tuple[subprocess.Popen[bytes], int],
):
    process, port = slow_house
    with ask(port, 2) as asking:
        process.terminate()
        answer = b"".join(iter(lambda: asking.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 200") and answer.endswith(b"done")
    assert process.wait(timeout=5) == 0


def test_a_second_signal_ends_the_house_at_once(slow_house: tuple[subprocess.Popen[bytes], int]):
    process, port = slow_house
    with ask(port, 30):
        family = children(process.pid)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        process.wait(timeout=GRACE - 2)
    assert family and not Path(f"/proc/{family[0]}").exists()


def test_a_process_that_dies_at_once_is_started_later_and_later(nowhere: House, tmp_path: Path):
    script = (
        "import logging, sys; logging.basicConfig(); from terbit.house.supervisor import Post, Supervisor\n"
        "def die(): open(sys.argv[1], 'a').write('x'); raise SystemExit(3)\n"
        "Supervisor([Post('doomed', die)]).run()"
    )
    tally = tmp_path / "tally"
    with subprocess.Popen([sys.executable, "-c", script, str(tally)], stderr=subprocess.DEVNULL) as process:
        wait_for(lambda: tally.exists() and len(tally.read_text()) >= 3)
        time.sleep(1.5)
        process.terminate()
        assert process.wait(timeout=5) == 0
    assert 3 <= len(tally.read_text()) <= 4
