"""Keeps the statements of published stories, so that a person's page finds them without reading bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from terbit.newsroom import plaintext, quotations
from terbit.newsroom.models.statement import Statement

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

AT_A_TIME = 500


def update(story: Article) -> None:
    """Exactly the statements that readers see in the story; none while it is offline."""
    Statement.objects.filter(article=story).delete()
    if story.live:
        put([story])


def rebuild() -> None:
    """Make all of them anew, as after a restore, which brings none."""
    from terbit.newsroom.models import Article

    stories = Article.objects.live().order_by("first_published_at", "pk").iterator(chunk_size=AT_A_TIME)
    with transaction.atomic():
        Statement.objects.all().delete()
        while some := list(islice(stories, AT_A_TIME)):
            put(some)


def put(stories: Iterable[Article]) -> None:
    """Add the statements of stories that have none yet."""
    Statement.objects.bulk_create(row for story in stories for row in _rows(story))


def _rows(story: Article) -> Iterator[Statement]:
    for position, said in enumerate(plaintext.statements_in(story.body)):
        if person := said.get("person"):
            day = said.get("said_on") or timezone.localdate(story.first_published_at)
            yield Statement(
                article=story,
                person=person,
                position=position,
                said_on=said.get("said_on"),
                day=day,
                paragraphs=quotations.standing_alone(said.get("words") or ""),
                occasion=said.occasion[:500],
                unverified=bool(said.get("needs_verification")),
            )
