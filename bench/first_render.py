"""The first render of a fixed long story with every block: `python bench/first_render.py`.

In a house of its own in a temporary folder, on SQLite, or on the empty PostgreSQL of TERBIT_DATABASE_URL. Measured is
the view, without middleware and compression. Settings and navigation (the publication, the sections, the standing
pages) are read once before, since the press keeps them by version; so are the templates, which a process compiles once.
What is loaded is set aside from garbage collection, as `terbit run` does before it forks (`house/serving.py`).
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

TURNS, A_TURN = 6, 50
MOST_QUERIES, MOST_MS = 6, 8.0  # from the design


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200, help="how often it is rendered (200)")
    parser.add_argument("--queries", action="store_true", help="also say what was asked of the database")
    parser.add_argument(
        "--against-wagtail", action="store_true", help="also by turns with a bare page of a new Wagtail site"
    )
    parser.add_argument("--profile", type=Path, help="also write a cProfile of 200 renderings to this file")
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    with tempfile.TemporaryDirectory(prefix="terbit-bench-") as house:
        os.environ["TERBIT_HOME"] = house
        import django

        django.setup()
        return _measure(options)


def _measure(options: argparse.Namespace) -> int:
    from bench import machine
    from bench.measure import measure

    render = _rendering()
    figure = measure("first render of a long story", render, runs=options.runs, warm=5)
    print(
        f"{figure.what}: {figure.queries} queries (bar {MOST_QUERIES}), CPU {figure.least:.1f} ms at the least, "
        f"{figure.cpu:.1f} median, {figure.p95:.1f} p95 (bar {MOST_MS:.0f})"
    )
    print(machine.speed())
    if options.against_wagtail:
        _compare(render)
    if options.queries:
        _say_queries(render)
    if options.profile:
        _profile(render, options.profile)
    return 1 if figure.queries > MOST_QUERIES or figure.least > MOST_MS else 0


def _rendering() -> Callable[[], bytes]:
    """Fill the house and give back what renders the story."""
    from django.core.management import call_command
    from django.test import RequestFactory
    from django.utils import translation

    from bench import long_story
    from terbit.house import site_folder
    from terbit.newsroom import contexts
    from terbit.newsroom.models import Publication
    from terbit.theme import views

    site_folder.make()
    call_command("migrate", verbosity=0)
    path = long_story.make()
    request = RequestFactory(SERVER_NAME="localhost").get(path)
    publication = Publication.load()
    around = contexts.around(publication) | {"sections": list(contexts.around()["sections"])}
    around["standing"] = list(around["standing"])
    Publication.load = classmethod(lambda _model, *_rest: publication)
    contexts.around = lambda *_rest: around
    translation.activate("id")
    gc.collect()
    gc.freeze()  # before the first page is rendered: what that leaves behind is collected in a house, too
    print(f"{len(views.page(request, path=path[1:]).content):,} bytes of HTML")
    return lambda: views.page(request, path=path[1:]).content


def _compare(render: Callable[[], bytes]) -> None:
    """Both in turn, so that what else the machine does hits each alike."""
    script = Path(__file__).with_name("plain_wagtail.py")
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "TERBIT_"))
    }
    samples: dict[str, list[float]] = {"story": [], "wagtail": []}
    with (
        tempfile.TemporaryDirectory(prefix="plain-wagtail-") as place,
        subprocess.Popen(
            [sys.executable, script, place],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as other,
    ):
        assert other.stdin is not None and other.stdout is not None
        other.stdout.readline()
        for _ in range(TURNS):
            print(A_TURN, file=other.stdin, flush=True)
            samples["wagtail"] += json.loads(other.stdout.readline())
            samples["story"] += [_cpu(render) for _ in range(A_TURN)]
        other.stdin.close()
    own, bare = min(samples["story"]), min(samples["wagtail"])
    print(
        f"a bare page of a new Wagtail site: {bare:.1f} ms at the least; "
        f"by turns with it {own:.1f}, {own / bare:.2f} of that"
    )


def _cpu(render: Callable[[], bytes]) -> float:
    gc.collect()
    began = time.process_time()
    render()
    return (time.process_time() - began) * 1000


def _say_queries(render: Callable[[], bytes]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        render()
    for query in asked:
        print(f"- {query['sql']}")


def _profile(render: Callable[[], bytes], file: Path) -> None:
    import cProfile

    profile = cProfile.Profile()
    profile.enable()
    for _ in range(200):
        render()
    profile.disable()
    profile.dump_stats(file)


if __name__ == "__main__":
    sys.exit(main())
