"""What the paper's templates are given, page by page. Templates read nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from terbit.newsroom.models import Article, Publication


@dataclass(frozen=True)
class ArticlePage:
    """A story's own page.

    `preview` is true in the newsroom, where pictures come from behind the sign-in.
    """

    article: Article
    publication: Publication
    dateline: str
    bylines: list[Any]
    initials: str
    topics: list[Any]
    preview: bool


def article(story: Article, *, preview: bool = False) -> dict[str, Any]:
    publication = Publication.load()
    bylines = list(story.bylines.all())
    page = ArticlePage(
        article=story,
        publication=publication,
        dateline=dateline(story, publication),
        bylines=bylines,
        initials=sign_off(bylines),
        topics=[row.topic.current for row in story.article_topics.all()],
        preview=preview,
    )
    return {field: getattr(page, field) for field in page.__dataclass_fields__}


def dateline(story: Article, publication: Publication) -> str:
    """Place and brand, as “Bukittinggi, kabar.example”; the dash that follows is the template's."""
    place = story.dateline_place or publication.dateline_place
    return ", ".join(part for part in (place, publication.dateline_brand) if part)


def sign_off(bylines: list[Any]) -> str:
    """The initials at the end of a story, writers before editors: “rst | bkb”."""
    return " | ".join(dict.fromkeys(row.contributor.initials for row in bylines))
