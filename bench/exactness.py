"""Thousands of sequences of ten deeds each, and hundreds of `kill -9`: is any print ever stale, or missing?

    .venv/bin/python bench/exactness.py --sequences 1000
    .venv/bin/python bench/exactness.py --kills 200 --database postgresql

`tests/press/test_exactness.py` and `test_crashes.py` do the same some dozen times. Exit status 1: what led to a
wrong print stands above.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

TESTS = {"sequences": "tests/press/test_exactness.py", "kills": "tests/press/test_crashes.py"}
PYTEST = [sys.executable, "-m", "pytest", "-n0", "-q", "-x", "-o", "faulthandler_timeout=0"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in TESTS:
        parser.add_argument(f"--{name}", type=int, default=0)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = vars(parser.parse_args())
    statuses = [run(name, asked[name], asked["database"]) for name in TESTS if asked[name]]
    return max(statuses, default=0)


def run(name: str, number: int, database: str) -> int:
    environ = os.environ | {f"TERBIT_TEST_{name.upper()}": str(number), "TERBIT_TEST_DATABASE": database}
    began, used = time.monotonic(), os.times()
    status = subprocess.run(
        [*PYTEST, TESTS[name]], env=environ, cwd=Path(__file__).parents[1], check=False
    ).returncode
    spent = os.times()
    processor = spent.children_user + spent.children_system - used.children_user - used.children_system
    print(
        f"{number} {name} on {database}: {time.monotonic() - began:.0f} s, {processor:.0f} s of CPU, exit {status}."
    )
    return status


if __name__ == "__main__":
    sys.exit(main())
