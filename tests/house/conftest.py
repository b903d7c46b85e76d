"""Real houses for real processes: a site folder and a database of their own, whatever the suite runs on."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from tests.conftest import VENDOR
from tests.houses import TERBIT

# What a program outside needs to import the tests' factories.
PYTHONPATH = os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")])

# The first migration of each of our apps, with what it needs of others: the oldest house there can be.
EARLIEST = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "terbit.settings"
import django
django.setup()
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from terbit.house import site_folder
site_folder.make()
executor = MigrationExecutor(connection)
roots = [key for key in executor.loader.graph.root_nodes() if key[0].startswith("terbit_")]
executor.migrate(roots or [("terbit_staff", "0001_initial")])
"""
FURNISH = """
from django.core.management import call_command
from terbit.house import digest
from tests.house.content import newsroom
newsroom()
call_command("backup", "{file}")
print(digest.of_house().digest)
"""


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


@dataclass
class House:
    """A `TERBIT_HOME` and the environment in which `terbit` runs there."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    digest: str = ""
    said: str = ""

    @property
    def surroundings(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TERBIT_", "DJANGO_"))
        }
        return kept | {"TERBIT_HOME": str(self.home)} | self.environ

    def terbit(self, *words: str | Path, given: str | None = None, **environ: str) -> Answer:
        """Run `terbit WORDS` to its end without a terminal; `given` is its standard input."""
        done = subprocess.run(
            [TERBIT, *map(str, words)],
            env=self.surroundings | {f"TERBIT_{name}": value for name, value in environ.items()},
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *flags: str) -> Iterator[subprocess.Popen[str]]:
        """`terbit run` on a free port until the end of the block; answers when the block begins."""
        self.port = free_port()
        with subprocess.Popen(
            [TERBIT, "run", "--port", str(self.port), "--log=file", *flags],
            env=self.surroundings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                wait_for(lambda: self.status() == 200 or process.poll() is not None, seconds=120)
                yield process
            finally:
                process.terminate()
                process.communicate(timeout=30)

    def status(self, path: str = "/ruang-redaksi/login/") -> int | None:
        """The HTTP status of one request, or None when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None


def shell(house: House, words: str) -> str:
    """Run Python inside the house; return what it printed."""
    answer = house.terbit("shell", "-c", words)
    assert answer.status == 0, answer.err
    return answer.out


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def wait_for(truth: Callable[[], object], seconds: float = 30) -> object:
    """Ask again and again until the answer is true; the test fails when it never is."""
    until = time.monotonic() + seconds
    while not (answer := truth()):
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
    return answer


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def new_database(vendor: str, template: str = "template1") -> dict[str, str]:
    """The environment for an empty database of its own, or a copy of another."""
    if vendor == "sqlite":
        return {}
    name = f"house_{secrets.token_hex(6)}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return {"TERBIT_DATABASE_URL": postgres.url(name)}


def drop_database(environ: dict[str, str]) -> None:
    if url := environ.get("TERBIT_DATABASE_URL"):
        postgres.drop(url.rpartition("/")[2])


@contextmanager
def database(vendor: str) -> Iterator[dict[str, str]]:
    """The environment for an empty database of its own; it is gone after the block."""
    environ = new_database(vendor)
    try:
        yield environ
    finally:
        drop_database(environ)


def copy(original: House, home: Path) -> House:
    """Another house with the same content."""
    shutil.copytree(original.home, home)
    url = original.environ.get("TERBIT_DATABASE_URL", "")
    return House(home, new_database("postgresql" if url else "sqlite", url.rpartition("/")[2]))


@contextmanager
def copied(original: House, home: Path) -> Iterator[House]:
    """Another house with the same content; its database is gone after the block."""
    house = copy(original, home)
    try:
        yield house
    finally:
        drop_database(house.environ)


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[House]:
    """A `TERBIT_HOME` that does not exist yet, on the engine of the suite."""
    with database(VENDOR) as environ:
        yield House(tmp_path / "terbit-data", environ)


@contextmanager
def one_for_all(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], House]) -> Iterator[House]:
    """A house that the first process of a parallel run makes and the last one clears away; nobody works in it."""
    parallel = "PYTEST_XDIST_WORKER" in os.environ
    folder = (factory.getbasetemp().parent if parallel else factory.getbasetemp()) / f"one-{name}"
    folder.mkdir(exist_ok=True)
    record = folder / "house.json"
    with _locked(folder):
        if not record.exists():
            shutil.rmtree(folder / "made", ignore_errors=True)
            made = {"users": 0, "house": asdict(make(folder / "made" / "terbit-data"))}
            record.write_text(json.dumps(made, default=str))
        house = _count(record, 1)
    yield house
    with _locked(folder):
        _count(record, -1)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _count(record: Path, one: int) -> House:
    """Another user of a house, or one fewer; without any its database goes."""
    told = json.loads(record.read_text())
    told["users"] += one
    record.write_text(json.dumps(told))
    house = House(**told["house"] | {"home": Path(told["house"]["home"])})
    if not told["users"]:
        record.unlink()
        drop_database(house.environ)
    return house


@pytest.fixture(scope="session")
def blueprint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A very old house as `terbit init` leaves it; tests work in copies. (`terbit run` makes one out of nothing.)"""

    def make(home: Path) -> House:
        house = House(home, new_database(VENDOR))
        subprocess.run([sys.executable, "-c", EARLIEST], env=house.surroundings, check=True)
        answer = house.terbit("init")
        assert answer.status == 0, answer.err
        house.said = answer.out
        return house

    with one_for_all(tmp_path_factory, "blueprint", make) as house:
        yield house


@pytest.fixture(scope="session")
def furnished(blueprint: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a published story, its draft, its picture and its people, its digest and its backup."""

    def make(home: Path) -> House:
        house = copy(blueprint, home)
        house.environ["PYTHONPATH"] = PYTHONPATH
        said = shell(house, FURNISH.format(file=home.with_name("kabar.tar.gz")))
        house.digest = said.split()[-1]
        return house

    with one_for_all(tmp_path_factory, "furnished", make) as house:
        yield house


@pytest.fixture(scope="session")
def archived(furnished: House) -> Path:
    """A backup of the furnished house."""
    return furnished.home.with_name("kabar.tar.gz")


@pytest.fixture
def house(blueprint: House, tmp_path: Path) -> Iterator[House]:
    with copied(blueprint, tmp_path / "terbit-data") as copy:
        yield copy
