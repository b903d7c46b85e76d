"""Articles in the search engine: what is published in one collection, what is not yet in another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from terbit.newsroom import plaintext, references
from terbit.search import api as search

if TYPE_CHECKING:
    from terbit.newsroom.models import Article

ARCHIVE = "archive"  # what readers may find
NEWSROOM = "newsroom"  # drafts, and drafts of updates


def document(story: Article, collection: str, names: Mapping[int, str]) -> search.Document:
    """A story is also found by its authors and topics; `names` are the topics' by key."""
    byline = " ".join(row.contributor.name for row in story.bylines.all())
    topics = [row.topic_id for row in story.article_topics.all()]
    return search.Document(
        collection=collection,
        key=str(story.pk),
        date=(story.first_published_at if collection == ARCHIVE else None) or story.created_at,
        title=story.headline,
        summary=" ".join([story.standfirst, byline, *(names.get(key, "") for key in topics)]),
        body=plaintext.visible_words(story.body),
        facets={
            "section": str(story.section_id or ""),
            "topic": [str(key) for key in topics],
            "person": [str(key) for key in _people(story)],
        },
    )


def _people(story: Article) -> set[int]:
    """Keys of whom the story names and quotes; nobody is fetched for it."""
    named = {row.person_id for row in story.article_people.all()}
    return named | set(references.References(story.body).keys[references.PERSON])


def put_published(stories: Iterable[Article]) -> None:
    """Readers find these stories, the newsroom's own collection forgets them."""
    stories = list(stories)
    search.remove(NEWSROOM, [str(story.pk) for story in stories])
    _put(stories, ARCHIVE)


def put_draft(story: Article) -> None:
    _put([story], NEWSROOM)


def _put(stories: list[Article], collection: str) -> None:
    from terbit.newsroom.models import Topic

    keys = {row.topic_id for story in stories for row in story.article_topics.all()}
    names = dict(Topic.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
    search.put(document(story, collection, names) for story in stories)


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
    from terbit.newsroom.models import Article, Topic

    names = dict(Topic.objects.values_list("pk", "name"))
    children = ("bylines__contributor", "article_topics", "article_people")
    stories = Article.objects.select_related("latest_revision").prefetch_related(*children)
    drafts = stories.filter(live=False) | stories.filter(has_unpublished_changes=True)
    with transaction.atomic():
        for collection in (ARCHIVE, NEWSROOM):
            search.clear(collection)
        published = stories.live().order_by("first_published_at", "pk").iterator(chunk_size=search.BATCH)
        search.put(document(story, ARCHIVE, names) for story in published)
        written = drafts.order_by("created_at", "pk").iterator(chunk_size=search.BATCH)
        search.put(document(story.get_latest_revision_as_object(), NEWSROOM, names) for story in written)


def forget(story: Article) -> None:
    search.remove(ARCHIVE, [str(story.pk)])
    search.remove(NEWSROOM, [str(story.pk)])
