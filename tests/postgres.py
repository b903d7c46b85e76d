"""PostgreSQL for the tests: the server that `TERBIT_TEST_POSTGRES_URL` names, or a throw-away cluster.

The cluster listens on a socket in a folder of its own, never on a port: nothing of the machine is disturbed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg

GIVEN = "TERBIT_TEST_POSTGRES_URL"
# The migrated database that processes of a parallel run copy; they inherit its name.
TEMPLATE = os.environ.setdefault("TERBIT_TEST_POSTGRES_TEMPLATE", f"terbit_migrated_{os.getpid()}")
# Durability is worth nothing here: the data outlives no run.
OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


class PostgresMissing(RuntimeError):
    """No server is named and none can be started on this machine."""


@dataclass
class Cluster:
    folder: Path
    programs: Path
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://postgres@{quote(str(self.folder), safe='')}/{database}"

    def fill(self, address: str) -> None:
        """With all that lies in the database of that address."""
        dump = [self.programs / "pg_dump", "--no-owner", "--dbname", address]
        found = subprocess.run(dump, check=True, capture_output=True)
        load = [
            self.programs / "psql",
            "--quiet",
            "--set",
            "ON_ERROR_STOP=1",
            "--dbname",
            self.url("postgres"),
        ]
        subprocess.run(load, input=found.stdout, check=True, capture_output=True)

    def serve(self) -> None:
        server = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder]
        for option in OPTIONS:
            server += ["-c", option]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_as_postgres(), *server], stdout=log, stderr=log, cwd=self.folder
            )
        _wait_until_ready(self)

    def halt(self) -> None:
        """End the server and every connection; what it holds is there when it serves again."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        self.halt()
        shutil.rmtree(self.folder, ignore_errors=True)


def available() -> bool:
    return bool(os.environ.get(GIVEN)) or _programs() is not None


def url(database: str) -> str:
    """The address of `database` on the server of the tests, which is started where it is not yet running."""
    if not (given := os.environ.get(GIVEN)):
        given = _cluster().url("postgres")
        os.environ[GIVEN] = given  # the workers of a parallel run share the cluster
    parts = urlsplit(given)
    return parts._replace(path=f"/{database}").geturl()


def create(database: str, like: str = "template1") -> str:
    """Make a database, empty or a copy of one that nobody is connected to, and return its address."""
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
    return url(database)


def exists(database: str) -> bool:
    with psycopg.connect(url("postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        return found.fetchone() is not None


def drop(database: str) -> None:
    with psycopg.connect(url("postgres"), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


def stop() -> None:
    """Stop the cluster if this process started one; on a server of somebody's own, leave no template behind."""
    if _cluster.cache_info().currsize:
        _cluster().stop()
        _cluster.cache_clear()
        del os.environ[GIVEN]
    elif GIVEN in os.environ and TEMPLATE.endswith(f"_{os.getpid()}"):
        drop(TEMPLATE)


def _programs() -> Path | None:
    """The folder of PostgreSQL's own programs; Debian keeps them off the PATH, one folder a version."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest_first = sorted(versions, key=lambda path: int(path.parent.parent.name), reverse=True)
    found = newest_first[0] if newest_first else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def begin() -> Cluster:
    """A cluster of one's own, which serves."""
    programs = _programs()
    if programs is None:
        raise PostgresMissing(f"PostgreSQL is not installed: apt install postgresql, or set {GIVEN}.")
    folder = Path(tempfile.mkdtemp(prefix="terbit-pg-", dir="/tmp"))  # a socket's path must be short
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    initdb = [programs / "initdb", "--pgdata", folder / "data", "--username", "postgres", "--auth", "trust"]
    initdb += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    subprocess.run([*_as_postgres(), *initdb], check=True, capture_output=True, cwd=folder)
    cluster = Cluster(folder, programs)
    cluster.serve()
    return cluster


@cache
def _cluster() -> Cluster:
    return begin()


def _as_postgres() -> list[str]:
    """PostgreSQL refuses to run as root; either way it ends when the tests do, however they end."""
    if not shutil.which("setpriv"):
        return []
    account = ["--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.getuid() == 0 else []
    return ["setpriv", *account, "--pdeathsig", "INT", "--"]


def _wait_until_ready(cluster: Cluster) -> None:
    for _ in range(300):
        try:
            psycopg.connect(cluster.url("postgres")).close()
        except psycopg.OperationalError:
            if cluster.process is None or cluster.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    log = (cluster.folder / "log").read_text(errors="replace")
    cluster.stop()
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")
