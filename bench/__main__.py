"""The small version, for `make bench`: a house of its own in a temporary folder, filled and measured.

Two houses, so that the large one is held against the small one: `python -m bench --stories 5000`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

BENCH = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=2_000, help="in the larger of the two houses (2000)")
    parser.add_argument("--runs", type=int, default=5, help="how often each is measured (5)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="terbit-bench-") as folder:
        small = Path(folder, "small.json")
        house = Path(folder, "small")
        _run(house, "generate.py", "--stories", "500")
        _run(house, "newsroom.py", "--runs", str(options.runs), "--json", str(small))
        house = Path(folder, "large")
        _run(house, "generate.py", "--stories", str(options.stories))
        return _run(house, "newsroom.py", "--runs", str(options.runs), "--against", str(small))


def _run(house: Path, script: str, *options: str) -> int:
    """Run a script on that house, on SQLite whatever the shell says; its exit status."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TERBIT_DATABASE")}
    print(f"\n# {house.name} house: {script} {' '.join(options)}", flush=True)
    command = [sys.executable, str(BENCH / script), *options]
    return subprocess.run(command, env=kept | {"TERBIT_HOME": str(house)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
