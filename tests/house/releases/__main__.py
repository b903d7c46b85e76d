"""Keeps a small house of this release for the tests of later ones: `python -m tests.house.releases`.

Writes `<version>.tar.gz`, a backup, and `<version>.json`, what must still be true of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from terbit import __version__

FOLDER = Path(__file__).parent
TERBIT = Path(sys.executable).with_name("terbit")
# Furnishes the house and prints what is true of it.
FURNISH = """
import json
from tests.house.content import facts, newsroom
newsroom()
print(json.dumps(facts(), indent=1))
"""


def main() -> None:
    backup, facts = FOLDER / f"{__version__}.tar.gz", FOLDER / f"{__version__}.json"
    if backup.exists():
        raise SystemExit(f"{backup.name} exists already: a released house never changes.")
    with tempfile.TemporaryDirectory() as folder:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("TERBIT_", "DJANGO_"))
        }
        environ = kept | {"TERBIT_HOME": f"{folder}/terbit-data", "PYTHONPATH": str(FOLDER.parents[2])}

        def terbit(*arguments: str) -> str:
            command = [str(TERBIT), *arguments]
            return subprocess.run(command, env=environ, check=True, text=True, stdout=subprocess.PIPE).stdout

        terbit("init")
        said = terbit("shell", "-c", FURNISH)
        facts.write_text(said[said.index("{") :])
        sys.stdout.write(terbit("backup", str(backup)))


if __name__ == "__main__":
    main()
