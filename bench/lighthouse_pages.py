"""The house that Lighthouse looks at: the demo, a story of 5,000 words that moved in, a front of 40 pictures."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

WORDS = 5_000
PLACES, BELOW, STORIES = 10, 4, 3  # sections that are added, sections below each, stories in each of those


def make(folder: Path) -> dict[str, str]:
    """Fill the house of TERBIT_HOME; the path of each kind of page by its name."""
    import django

    django.setup()
    from django.db import connections

    from terbit.demo import filling
    from terbit.house import founding

    founding.found()
    filling.fill(lambda line: print(line, flush=True))
    pages = _of_the_demo() | {"imported story of 5000 words": _imported(folder)}
    connections.close_all()
    return pages


def _of_the_demo() -> dict[str, str]:
    from terbit.newsroom.models import Article, Person, Section

    # The story with most words and a picture above them.
    stories = Article.objects.filter(live=True, kind="news").exclude(lead_picture=None)
    longest = max(stories, key=lambda story: len(str(story.body)))
    person = max(Person.objects.all(), key=lambda person: person.statements.count())
    section = Section.objects.filter(parent=None).first()
    return {
        "front": "/",
        "section": section.path,
        "article": longest.path,
        "person": person.path,
        "search": "/cari/?q=jembatan",
        "day": f"/indeks/{longest.first_published_at:%Y/%m/%d}/",
    }


def _imported(folder: Path) -> str:
    from django.core.management import call_command
    from tests.moving.exports import wxr_files

    from bench import sentences
    from terbit.newsroom.models import Article

    text, paragraphs, words = sentences.read(None, Random(5)), [], 0
    while words < WORDS:
        paragraphs.append(text.text(4))
        words += len(paragraphs[-1].split())
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    export = folder / "lama.xml"
    export.write_text(
        wxr_files.export(wxr_files.item(7, title="Naskah Panjang yang Pindah Rumah", body=body))
    )
    call_command("import", "wordpress", str(export))
    return Article.objects.get(headline="Naskah Panjang yang Pindah Rumah").path


def fill_the_front() -> None:
    """More sections whose stories all have a picture. The press hears of it and prints the front anew."""
    from terbit.newsroom import publishing
    from terbit.newsroom.models import Contributor, Section
    from terbit.pictures.models import Picture

    pictures, writer = list(Picture.objects.order_by("pk")[:20]), Contributor.objects.first()
    with publishing.batch() as batch:
        for place in range(PLACES):
            parent = Section.objects.create(
                name=f"Kawasan {place + 1}", slug=f"kawasan-{place + 1}", order=50 + place
            )
            for below in range(BELOW):
                name = f"Kecamatan {place + 1}{below + 1}"
                section = Section.objects.create(
                    name=name, slug=name.lower().replace(" ", "-"), parent=parent
                )
                for number in range(STORIES):
                    batch.append(_story(section, number, pictures, writer))


def _story(section: Any, number: int, pictures: list[Any], writer: Any) -> Any:
    from django.utils import timezone

    from terbit.newsroom.models import Article, Byline
    from terbit.newsroom.models.contributor import Part

    story = Article(
        headline=f"Warga {section.name} Memperbaiki Jembatan Nomor {number + 1}",
        standfirst="Warga tiga kampung memperbaiki jembatan gantung yang rusak diterjang banjir.",
        section=section,
        lead_picture=pictures[(section.pk + number) % len(pictures)],
        slug=f"jembatan-{number + 1}",
        path=f"/{section.slug}/jembatan-{number + 1}/",
        body=[("paragraph", "<p>Jembatan itu dipakai lagi sejak pagi.</p>")],
    )
    story.first_published_at = story.last_published_at = timezone.now() - timedelta(hours=number + 1)
    story.bylines = [Byline(contributor=writer, part=Part.REPORTER)]
    return story
