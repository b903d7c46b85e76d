"""Fill an empty house with a generated newspaper: `python bench/generate.py --stories 100000`.

The house is the one of TERBIT_HOME and TERBIT_DATABASE_URL; it is migrated first. The same seed, bank and
`--until` give the same paper.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

AT_A_TIME = 500  # stories in one transaction


def main() -> None:
    options = _options()
    sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    fill(options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1_000, help="how many published stories")
    parser.add_argument(
        "--sentences",
        type=Path,
        default=os.environ.get("TERBIT_BENCH_SENTENCES"),
        help="folder of *.txt with one Indonesian sentence a line (TERBIT_BENCH_SENTENCES; else a small grammar)",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--until", type=datetime.fromisoformat, default=datetime.now(tz=UTC))
    parser.add_argument("--worked", type=int, help="newest stories with revision and approval (a fifth)")
    parser.add_argument(
        "--in-work", type=int, help="of each: drafts, submitted, returned … (a two-hundredth)"
    )
    return parser.parse_args()


def fill(options: argparse.Namespace) -> None:
    from django.core.management import call_command

    from bench import history, paper, sentences, stories
    from terbit.house import site_folder, upkeep
    from terbit.newsroom.models import Article

    site_folder.make()
    call_command("migrate", verbosity=0)
    if Article.objects.exists():
        raise SystemExit("There are stories in this house already; name an empty one with TERBIT_HOME.")
    text = sentences.read(options.sentences, Random(options.seed))
    writer = stories.Writer(_timed("paper", lambda: paper.make(text)), text)
    _archive(writer, options.stories, options.until)
    _timed("history", lambda: history.write(options.worked or options.stories // 5))
    of_each = options.in_work or max(4, min(100, options.stories // 200))
    _timed("in work", lambda: stories.work(writer, options.until, of_each))
    _timed("tables measured", upkeep.measure_tables)


def _archive(writer: Any, count: int, until: datetime) -> None:
    """Write published stories; says at what rate, and the most memory used so far."""
    from terbit.newsroom import publishing

    begun, worked = time.perf_counter(), time.process_time()
    done, remaining = 0, writer.archive(count, until)
    while some := list(islice(remaining, AT_A_TIME)):
        with publishing.batch() as batch:
            for story in some:
                batch.append(story)
        _people(some)
        done += len(some)
        if done % (10_000) == 0 or done == count:
            rate, cpu = done / (time.perf_counter() - begun), done / (time.process_time() - worked)
            print(f"{done:>8,} stories {rate:6.0f}/s {cpu:6.0f} a CPU second {_memory():5.0f} MB", flush=True)


def _people(stories: list[Any]) -> None:
    from terbit.newsroom.models import ArticlePerson

    rows = [row for story in stories for row in story.article_people.all() if row.pk is None]
    for row in rows:
        row.article_id = row.article.pk
    ArticlePerson.objects.bulk_create(rows)


def _timed(what: str, act: Callable[[], Any]) -> Any:
    begun = time.perf_counter()
    result = act()
    print(f"{what}: {time.perf_counter() - begun:.1f} s, {_memory():.0f} MB", flush=True)
    return result


def _memory() -> float:
    """The most that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
