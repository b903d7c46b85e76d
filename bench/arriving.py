"""A whole import: how fast, in how much memory, and whether one that is killed goes on to the same house.

    python bench/moving.py write wordpress FILE --posts 200000
    python bench/arriving.py run FILE
    python bench/arriving.py kill FILE --points 50
    python bench/arriving.py everything FOLDER

Each works in houses of its own in a temporary folder (TERBIT_BENCH_FOLDER), on SQLite.
`kill` ends the process (SIGKILL) at random moments and compares `terbit doctor --digest` with that of a run nobody
disturbed; use an export of some thousand stories. `everything` imports every file of a folder, each into an empty
house, and again.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

TERBIT = Path(sys.executable).with_name("terbit")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("verb", choices=["run", "kill", "everything", "here"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--points", type=int, default=50, help="how often it is killed (50)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.verb == "here":
        return here(options.path)
    with tempfile.TemporaryDirectory(
        prefix="terbit-arriving-", dir=os.environ.get("TERBIT_BENCH_FOLDER")
    ) as folder:
        if options.verb == "run":
            return run(Path(folder), options.path)
        if options.verb == "kill":
            return kill(Path(folder), options.path, options.points, Random(options.seed))
        return everything(Path(folder), options.path)


def run(folder: Path, file: Path) -> int:
    house(folder)
    command = [sys.executable, __file__, "here", str(file)]
    return subprocess.run(command, env=environment(folder), check=False).returncode


def here(file: Path) -> int:
    """In the process that is measured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    from terbit.moving.arriving import running
    from terbit.moving.models import Source

    loaded, began, cpu = memory(), time.perf_counter(), time.process_time()
    marks = {}

    def tell(what: str, done: int, total: int) -> None:
        marks.setdefault(what, (time.perf_counter() - began, time.process_time() - cpu))
        if done % 10_000 == 0:
            print(f"{what} {done:>8,}: {time.perf_counter() - began:6.0f} s, {memory():.0f} MB", flush=True)

    report = running.run(running.Plan(_source(file, Source), [file]), tell)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    number = report.counts["arrived"]
    print(
        f"{number} of {report.counts['items']} items arrived; {report.counts.get('texts_not_whole', 0)} texts not whole"
    )
    print(f"{number / seconds:.0f} a second ({seconds:.0f} s), {number / cpu:.0f} a CPU second ({cpu:.0f} s)")
    print(f"{memory():.0f} MB at most, {loaded:.0f} MB before")
    return 0


def kill(folder: Path, file: Path, points: int, random: Random) -> int:
    whole, cut = folder / "whole", folder / "cut"
    house(whole)
    began = time.monotonic()
    assert terbit(whole, "import", _verb(file), str(file)).wait() == 0
    seconds = time.monotonic() - began
    wanted = digest(whole)
    house(cut)
    killed = whole_again = since = 0
    while killed < points:
        process = terbit(cut, "import", _verb(file), str(file))
        try:
            process.wait(random.uniform(0.15, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed, since = killed + 1, since + 1
            continue
        if digest(cut) != wanted:
            print(f"DIFFERENT after {since} kills")
            return 1
        print(f"equal after {since} kills", flush=True)
        whole_again, since = whole_again + 1, 0
        assert terbit(cut, "import", _verb(file), "--undo").wait() == 0
    assert terbit(cut, "import", _verb(file), str(file)).wait() == 0
    equal = digest(cut) == wanted
    print(f"{killed} kills, {whole_again + 1} whole imports: {'equal' if equal else 'DIFFERENT'}")
    return 0 if equal else 1


def everything(folder: Path, files: Path) -> int:
    wrong, empty = 0, folder / "empty"
    house(empty)
    for number, file in enumerate(
        sorted(path for path in files.iterdir() if path.suffix in {".xml", ".json"})
    ):
        home = shutil.copytree(empty, folder / str(number))
        told = [json.loads(_out(home, file)) for _ in range(2)]
        first, again = told
        skipped = sum(first["skipped"].values())
        fine = first["items"] == first["arrived"] + skipped and not any(
            again[n] for n in ("new", "updated", "conflicts")
        )
        wrong += not fine
        words = first.get("texts_not_whole", 0)
        print(
            f"{'ok   ' if fine else 'WRONG'} {file.name}: {first['items']} items, {first['arrived']} arrived, "
            f"{first['skipped']}, {words} texts not whole",
            flush=True,
        )
    return 1 if wrong else 0


def _out(home: Path, file: Path) -> str:
    command = [TERBIT, "import", _verb(file), str(file), "--json"]
    return subprocess.run(command, env=environment(home), check=True, capture_output=True, text=True).stdout


def _verb(file: Path) -> str:
    return "ghost" if file.suffix == ".json" else "wordpress"


def _source(file: Path, source: type) -> str:
    return source(_verb(file))


def house(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True)
    code = (
        "import django; django.setup(); from terbit.house import site_folder; site_folder.make(); "
        "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    )
    environ = environment(home) | {"DJANGO_SETTINGS_MODULE": "terbit.settings"}
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)


def terbit(home: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([TERBIT, *words], env=environment(home), stdout=subprocess.DEVNULL)


def digest(home: Path) -> str:
    """Of all that is told twice the same: keys, clocks and the log of undone moves left out."""
    told = subprocess.run(
        [TERBIT, "doctor", "--digest", "--json"],
        env=environment(home),
        check=True,
        capture_output=True,
        text=True,
    )
    kinds = json.loads(told.stdout)["kinds"]
    return json.dumps(
        {kind: part for kind, part in kinds.items() if not kind.endswith("LogEntry")}, sort_keys=True
    )


def environment(home: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TERBIT_DATABASE", "TERBIT_HOME"))
    }
    return kept | {"TERBIT_HOME": str(home)}


def memory() -> float:
    """The most this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
