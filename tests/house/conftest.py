"""Real houses for real processes: a site folder and a database of their own, whatever the suite runs on."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

POSTGRES = os.environ.get("TERBIT_TEST_POSTGRES_URL") or os.environ.get("TERBIT_DATABASE_URL", "")


@dataclass
class House:
    """A `TERBIT_HOME` and the environment in which `terbit` runs there."""

    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def surroundings(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TERBIT_")}
        return kept | {"TERBIT_HOME": str(self.home)} | self.environ

    def terbit(self, *words: str | Path, given: str | None = None, **environ: str) -> Answer:
        """Run `terbit WORDS` to its end without a terminal; `given` is its standard input."""
        done = subprocess.run(
            [sys.executable, "-m", "terbit", *map(str, words)],
            env=self.surroundings | {f"TERBIT_{name}": value for name, value in environ.items()},
            input=given,
            stdin=None if given is not None else subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str


@pytest.fixture
def nowhere(tmp_path: Path) -> House:
    """A `TERBIT_HOME` that does not exist yet."""
    return House(tmp_path / "terbit-data")
