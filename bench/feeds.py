"""What feeds and sitemaps cost after a publication: `python bench/feeds.py --stories 100000`.

In a house of its own in a temporary folder, on SQLite, or on the empty PostgreSQL of TERBIT_DATABASE_URL, filled with
rows that hold what sitemaps read and ten paragraphs each. Measured is what the press renders, without compression.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

TOPICS, CONTRIBUTORS = 5_000, 100
NOW = datetime(2026, 11, 29, 5, 0, tzinfo=UTC)
PARAGRAPH = (
    "<p>Warga tiga nagari memperbaiki jembatan gantung yang rusak diterjang banjir pada Selasa pagi.</p>"
)
SITEMAPS = (
    "/sitemap.xml",
    "/sitemap-2026-11.xml",
    "/sitemap-news.xml",
    "/sitemap-topik.xml",
    "/sitemap-penulis.xml",
)
FEEDS = ("/feed/", "/feed.json", "/kota/feed/")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1]))  # so that it also runs as a file
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "terbit.settings")
    with tempfile.TemporaryDirectory(prefix="terbit-bench-") as house:
        os.environ["TERBIT_HOME"] = house
        import django

        django.setup()
        _fill(options.stories, options.months)
        _measure(options)


def _fill(count: int, months: int) -> None:
    from django.core.management import call_command

    from terbit.house import upkeep
    from terbit.newsroom.models import Contributor, Section, Topic
    from terbit.press import api as press

    call_command("migrate", verbosity=0)
    section = Section.objects.create(name="Kota", slug="kota")
    with press.once():
        Topic.objects.bulk_create(Topic(name=f"Topik {n}", slug=f"topik-{n}") for n in range(TOPICS))
        Contributor.objects.bulk_create(
            Contributor(name=f"Penulis {n}", slug=f"penulis-{n}", initials=f"p{n}")
            for n in range(CONTRIBUTORS)
        )
    between = timedelta(days=months * 30.44) / count
    for begin in range(0, count, 5_000):
        with press.once():
            _some(section, range(begin, min(begin + 5_000, count)), between)
    upkeep.measure_tables()


def _some(section: Any, numbers: range, between: timedelta) -> None:
    from terbit.newsroom.models import Article, ArticleTopic, Byline, Contributor, Topic

    topics = list(Topic.objects.order_by("pk").values_list("pk", flat=True))
    contributors = list(Contributor.objects.order_by("pk").values_list("pk", flat=True))
    body = [("paragraph", PARAGRAPH)] * 10
    stories = Article.objects.bulk_create(
        Article(
            headline=f"Warga Perbaiki Jembatan Gantung Nomor {n}",
            standfirst="Warga tiga nagari memperbaiki jembatan gantung yang rusak diterjang banjir.",
            section=section,
            path=f"/kota/warga-perbaiki-jembatan-gantung-nomor-{n}/",
            live=True,
            has_unpublished_changes=False,
            first_published_at=NOW - between * n,
            updated_at=NOW - between * n + timedelta(hours=1) if n % 10 == 0 else None,
            body=body,
        )
        for n in numbers
    )
    ArticleTopic.objects.bulk_create(
        ArticleTopic(article=story, topic_id=topics[(n * 7 + more) % TOPICS])
        for n, story in zip(numbers, stories, strict=True)
        for more in (0, 3)
    )
    Byline.objects.bulk_create(
        Byline(article=story, contributor_id=contributors[n % CONTRIBUTORS])
        for n, story in zip(numbers, stories, strict=True)
    )


def _measure(options: argparse.Namespace) -> None:
    from bench.measure import measure
    from terbit.feeds.models import NewsWindow
    from terbit.newsroom.models import Publication
    from terbit.press import editions, rendering

    NewsWindow.objects.create(since=NOW - timedelta(hours=48))
    publication = Publication.load()
    print(f"{options.stories:,} stories of {options.months} months")
    for whole in (False, True):
        publication.feed_full_text = whole
        publication.save()
        editions.forget()
        for address in FEEDS if whole else SITEMAPS + FEEDS:
            figure = measure(address, lambda address=address: rendering.render(address), runs=options.runs)
            body = rendering.render(address).sheet.body
            items = body.count(b"<url>") or body.count(b"<sitemap>") or body.count(b"urn:uuid:")
            print(
                f"{address}{' whole' if whole else ''}: {items:,} entries, {len(body):,} bytes, "
                f"{figure.queries} queries, CPU {figure.least:.1f} ms at the least, {figure.cpu:.1f} median"
            )


if __name__ == "__main__":
    main()
