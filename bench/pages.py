"""What each kind of page costs the press: `python bench/pages.py`, with TERBIT_HOME set to a house of `generate.py`.

CPU milliseconds of a rendering without compression, the least of some, among 1,000 stories and among 100,000. Of
contributors, topics and people: the one with the most stories, and the one in the middle.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=12, help="of each page (12)")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    import django

    django.setup()
    print("| page | its stories | ms | queries | kB | keys |\n|---|--:|--:|--:|--:|--:|")
    for what, stories, address in _pages():
        print(f"| {what} | {stories or ''} | {_cost(address, options.runs)} |", flush=True)


def _pages() -> Iterator[tuple[str, int, str]]:
    from terbit.newsroom import days
    from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline

    story = Article.objects.latest().select_related("section").first()
    assert story is not None
    yield "front", 0, "/"
    yield "section", 0, story.section.path
    yield "story", 0, story.path
    yield "day", 0, days.address(story.first_published_at.date())
    for model, name in ((Byline, "contributor"), (ArticleTopic, "topic"), (ArticlePerson, "person")):
        yield from _names(model, name)


def _names(model: Any, name: str) -> Iterator[tuple[str, int, str]]:
    from django.db.models import Count

    rows = list(model.objects.values(name).annotate(number=Count("pk")).order_by("-number", name))
    for row, which in ((rows[0], "the most frequent"), (rows[len(rows) // 2], "the one in the middle")):
        named = model._meta.get_field(name).related_model.objects.get(pk=row[name])
        yield f"{name}, {which}", row["number"], named.path


def _cost(address: str, runs: int) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from terbit.press import rendering

    rendered, least = rendering.render(address), float("inf")
    assert rendered is not None and rendered.sheet.status == 200, address
    for _ in range(runs):
        began = time.process_time()
        rendering.render(address)
        least = min(least, time.process_time() - began)
    with CaptureQueriesContext(connection) as asked:
        rendering.render(address)
    size = len(rendered.sheet.body) / 1000
    return f"{least * 1000:.1f} | {len(asked)} | {size:.0f} | {len(rendered.keys)}"


if __name__ == "__main__":
    main()
