"""What a feed says of a story, whatever the format."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from terbit.feeds import bodies
from terbit.feeds.channels import Channel
from terbit.newsroom.models import Article, Contributor
from terbit.newsroom.models.contributor import Part
from terbit.newsroom.models.kind import Kind
from terbit.pictures import addresses
from terbit.pictures.models import Picture
from terbit.pictures.sizes import FORMATS, Size

# What XML 1.0 cannot hold, in whatever way it is written.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
PICTURE, FORMAT = Size.of(1200, "3:2"), "jpg"


@dataclass(frozen=True)
class Image:
    url: str
    kind: str
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True)
class Item:
    """`html` is the whole story, or "" where feeds give the standfirst alone."""

    story: Article
    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    authors: list[Contributor]
    categories: list[str]
    image: Image | None


def of(channel: Channel) -> Iterator[Item]:
    if channel.publication.feed_full_text:
        bodies.prepare(channel.stories)
    for story in channel.stories:
        yield _item(story, channel)


def _item(story: Article, channel: Channel) -> Item:
    zone = channel.publication.zone
    whole = channel.publication.feed_full_text
    return Item(
        story=story,
        id=clean(story.feed_id) or story.uuid.urn,  # the same wherever the story moves
        url=absolute(story.path),
        title=clean(story.headline),
        summary=clean(_summary(story)),
        html=clean(bodies.html(story, channel.publication)) if whole else "",
        published=story.first_published_at.astimezone(zone),
        updated=(story.updated_at or story.first_published_at).astimezone(zone),
        authors=[row.contributor for row in story.bylines.all() if row.part == Part.REPORTER],
        categories=[clean(name) for name in _categories(story)],
        image=_image(story.lead_picture) if story.lead_picture else None,
    )


def _summary(story: Article) -> str:
    """Readers are told everywhere that a story is paid for (PPMS 6)."""
    if story.kind != Kind.ADVERTORIAL:
        return story.standfirst
    return " · ".join(part for part in (_("Advertorial"), story.sponsor, story.standfirst) if part)


def _categories(story: Article) -> list[str]:
    topics = (row.topic.current.name for row in story.article_topics.all())
    return list(dict.fromkeys([story.section.name, *topics]))


def _image(picture: Picture) -> Image:
    width, height = addresses.dimensions(picture, PICTURE)
    url = settings.TERBIT_URL + addresses.picture_url(picture, PICTURE, FORMAT)
    return Image(url, FORMATS[FORMAT], width, height, clean(picture.alt), clean(picture.credit))


def absolute(path: str) -> str:
    return settings.TERBIT_URL + bodies.quoted(path)


def clean(text: str) -> str:
    return UNWRITABLE.sub("", text)
