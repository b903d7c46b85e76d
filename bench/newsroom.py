"""Measure the newsroom on the house of TERBIT_HOME that `generate.py` filled: `python bench/newsroom.py`.

Real requests through Django's test client, signed in as the generated chief editor, as the editor and as a
reporter of one section. Stories are published for it, so the house grows by two for each run.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any


def main() -> int:
    options = _options()
    sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    from bench import cases

    before = json.loads(options.against.read_text()) if options.against else {}
    figures = []
    print(_heading(before))
    for figure in _chosen(cases.everything(options.runs), options.only):
        figures.append(figure)
        print(_row(figure, before), flush=True)
    if options.json:
        options.json.write_text(json.dumps({figure.what: asdict(figure) for figure in figures}, indent=1))
    missed = [figure.what for figure in figures if not (figure.passes and _keeps_pace(figure, before))]
    print(f"\n{len(figures)} figures, {len(missed)} over the bar: {'; '.join(missed) or 'none'}")
    return 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="how often each is measured (15)")
    parser.add_argument("--only", default="", help="only what has these words in its name")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--against", type=Path, help="figures of a smaller house, written with --json")
    return parser.parse_args()


def _chosen(cases: Iterator[Any], words: str) -> Iterator[Any]:
    for case in cases:
        if words in case.what:
            yield case.figure()


def _heading(before: dict[str, Any]) -> str:
    heads = [
        "what",
        "queries",
        "CPU ms",
        "least",
        "p95",
        "database",
        "wall",
        "bar",
        *(["ratio"] if before else []),
    ]
    return f"| {' | '.join(heads)} |\n|---|{'--:|' * (len(heads) - 1)}"


def _row(figure: Any, before: dict[str, Any]) -> str:
    numbers = [
        f"{number:.0f}" for number in (figure.cpu, figure.least, figure.p95, figure.database, figure.wall)
    ]
    cells = [figure.what, str(figure.queries), *numbers, f"{figure.bar:.0f}" if figure.bar else ""]
    cells[2] += "" if figure.passes else " **over**"
    if before:
        cells.append(f"{_ratio(figure, before):.2f}" if figure.what in before else "")
    return f"| {' | '.join(cells)} |"


def _ratio(figure: Any, before: dict[str, Any]) -> float:
    return figure.cpu / before[figure.what]["cpu"]


def _keeps_pace(figure: Any, before: dict[str, Any]) -> bool:
    """Publishing is not slower in a large house than in a small one (at most 1.3 times)."""
    asked = figure.what.startswith("publish") and figure.what in before
    return not asked or _ratio(figure, before) <= 1.3


if __name__ == "__main__":
    sys.exit(main())
