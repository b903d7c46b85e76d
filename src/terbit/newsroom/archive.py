"""Articles in the search engine: what is published in one collection, what is not yet in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from terbit.newsroom import plaintext
from terbit.search import api as search

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

ARCHIVE = "archive"  # what readers may find
NEWSROOM = "newsroom"  # drafts, and drafts of updates


def document(story: Article, collection: str) -> search.Document:
    byline = " ".join(row.contributor.name for row in story.bylines.all())
    return search.Document(
        collection=collection,
        key=str(story.pk),
        date=(story.first_published_at if collection == ARCHIVE else None) or story.created_at,
        title=story.headline,
        summary=f"{story.standfirst} {byline}",
        body=plaintext.visible_words(story.body),
        facets={"section": str(story.section_id or "")},
    )


def put_published(stories: Iterable[Article]) -> None:
    """Readers find these stories, the newsroom's own collection forgets them."""
    stories = list(stories)
    search.remove(NEWSROOM, [str(story.pk) for story in stories])
    search.put([document(story, ARCHIVE) for story in stories])


def put_draft(story: Article) -> None:
    search.put([document(story, NEWSROOM)])


def update(story: Article) -> None:
    """Bring both collections in line with the story: what readers see, and the draft beside it if there is one."""
    if story.live:
        put_published([story])
    else:
        search.remove(ARCHIVE, [str(story.pk)])
    if story.has_unpublished_changes or not story.live:
        put_draft(story.get_latest_revision_as_object())


def rebuild() -> None:
    """Make both collections anew from the stories, as after a restore, which brings no index with it."""
    from terbit.newsroom.models import Article

    stories = Article.objects.select_related("latest_revision").prefetch_related("bylines__contributor")
    drafts = stories.filter(live=False) | stories.filter(has_unpublished_changes=True)
    with transaction.atomic():
        for collection in (ARCHIVE, NEWSROOM):
            search.clear(collection)
        published = stories.live().order_by("first_published_at", "pk").iterator(chunk_size=search.BATCH)
        search.put(document(story, ARCHIVE) for story in published)
        written = drafts.order_by("created_at", "pk").iterator(chunk_size=search.BATCH)
        search.put(document(story.get_latest_revision_as_object(), NEWSROOM) for story in written)


def forget(story: Article) -> None:
    search.remove(ARCHIVE, [str(story.pk)])
    search.remove(NEWSROOM, [str(story.pk)])
