"""A fixed long story with every block, in a paper of its own; always the same words, pictures and names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random
from typing import Any

from django.core.files.base import ContentFile

from bench import paper, sentences
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, ArticlePerson, ArticleTopic, Byline
from terbit.newsroom.models.contributor import Part
from terbit.pictures.models import MediaFile

PARAGRAPHS = 30  # of about 45 words, with the blocks between them
MOMENT = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" * 40


def make() -> str:
    """Publish it with four related stories in an empty house; returns its path."""
    text = sentences.read(None, Random(1))
    ground = paper.make(text)
    earlier = [_publish(_story(ground, text, number), number) for number in range(5)]
    story = _story(ground, text, 5)
    story.body = [*_blocks(ground, text, earlier[0])]
    story.updated_at = MOMENT
    return _publish(story, 5).path


def _story(ground: paper.Paper, text: Any, number: int) -> Article:
    story = Article(
        headline=text.few_words(9, 11),
        standfirst=text.text(2),
        section=next(section for section in ground.sections if section.parent_id),
        lead_picture=ground.pictures[number],
        created_at=MOMENT,
        body=[("paragraph", f"<p>{text.text(3)}</p>")],
    )
    story.bylines = [
        Byline(contributor=ground.contributors[0], part=Part.REPORTER, sort_order=0),
        Byline(contributor=ground.contributors[1], part=Part.EDITOR, sort_order=1),
    ]
    story.article_topics = [
        ArticleTopic(topic=topic, sort_order=at) for at, topic in enumerate(ground.topics[:4])
    ]
    story.article_people = [ArticlePerson(person=ground.people[0], sort_order=0)]
    return story


def _publish(story: Article, number: int) -> Article:
    story.slug = f"naskah-panjang-{number}"
    story.path = f"/{story.section.slug}/{story.slug}/"
    story.first_published_at = story.last_published_at = MOMENT.replace(hour=number)
    with publishing.batch() as batch:
        batch.append(story)
    return story


def _blocks(ground: paper.Paper, text: Any, other: Article) -> list[tuple[str, Any]]:
    """Paragraphs, and after each but the first few another kind of block."""
    paragraphs = [("paragraph", f"<p>{text.text(4)}</p>") for _ in range(PARAGRAPHS)]
    link = f'<p>{text.text(1)} <a linktype="article" id="{other.pk}">{text.few_words(2, 4)}</a>.</p>'
    between = [("paragraph", link), *_kinds(ground, text, other)]
    return [block for pair in zip(paragraphs, between, strict=False) for block in pair] + paragraphs[
        len(between) :
    ]


def _kinds(ground: paper.Paper, text: Any, other: Article) -> list[tuple[str, Any]]:
    picture = {"picture": ground.pictures[7], "caption": text.text(1), "alt": text.few_words(5, 8)}
    second = picture | {"picture": ground.pictures[8]}
    said = {
        "words": text.text(2),
        "person": ground.people[0],
        "office": "Wali Kota Arumbai",
        "verb": "kata",
        "said_on": date(2026, 11, 16),
        "where": "Jumpa pers di Balai Kota",
        "source": "Rekaman",
        "source_url": "https://contoh.id/sumber",
    }
    withheld = {"words": text.text(1), "unnamed": "withheld", "reason": "Takut", "needs_verification": True}
    rows = [[text.few_words(1, 2), *("1", "2", "3")] for _ in range(6)]
    facts = [{"label": text.few_words(1, 2), "value": text.few_words(2, 5)} for _ in range(5)]
    return [
        ("subheading", {"text": text.few_words(3, 5), "level": "2"}),
        ("statement", said),
        ("picture", picture),
        ("list", "<ul>" + f"<li>{text.text(1)}</li>" * 4 + "</ul>"),
        ("baca_juga", [other]),
        ("table", {"data": rows, "table_header_choice": "both", "table_caption": text.few_words(4, 6)}),
        ("subheading", {"text": text.few_words(3, 5), "level": "3"}),
        ("gallery", {"title": text.few_words(2, 4), "pictures": [picture, second, second]}),
        ("statement", said | {"person": ground.people[1]}),
        ("media", {"file": _sound(ground), "caption": text.text(1)}),
        ("pull_quote", {"text": text.text(1), "attribution": "Laras Wibisana"}),
        (
            "embed",
            {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "Rekaman sidang", "still": ground.pictures[9]},
        ),
        ("fact_box", {"title": text.few_words(2, 3), "rows": facts, "text": f"<p>{text.text(1)}</p>"}),
        ("subheading", {"text": text.few_words(3, 5), "level": "2"}),
        ("statement", withheld),
        ("note", f"<p>{text.text(1)}</p>"),
        ("safe_html", f"<p>{text.text(2)}</p>"),
    ]


def _sound(ground: paper.Paper) -> MediaFile:
    media = MediaFile(
        title="Rekaman sidang", credit="Kabar", transcript="Sidang dibuka.", poster=ground.pictures[10]
    )
    media.file.save("rekaman.mp3", ContentFile(MP3), save=True)
    return media
