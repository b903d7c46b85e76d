"""An archive that moves in, beside its published stories (`publishing.batch`): drafts, newer texts, taking it back.

Whoever calls has made sure that nobody of the newsroom has changed these stories meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision

from terbit.newsroom import archive, in_bulk, plaintext, publishing, statements, usage
from terbit.newsroom.models import (
    ArchivedComment,
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Redirect,
    ScheduleFailure,
    Statement,
)
from terbit.press import api as press
from terbit.search import api as search

CHILDREN = {"bylines": Byline, "article_topics": ArticleTopic}
TEXT = (
    "headline",
    "standfirst",
    "body",
    "lead_picture",
    "no_picture",
    "search_title",
    "search_description",
    "language",
)


def reserve(number: int) -> list[int]:
    """Keys that no other story will get, so that stories may link to each other before they are written."""
    table = Article._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, %s)"  # noqa: S608
            cursor.execute(sequence, [number])
            return [key for (key,) in cursor.fetchall()]
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s RETURNING seq", [number, table]
        )
        found = cursor.fetchone()
        if found is None:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
        last = found[0] if found else number
        return list(range(last - number + 1, last + 1))


def drafts(stories: Sequence[Article]) -> None:
    """Write stories that readers do not see, each with its version; the newsroom finds them."""
    with transaction.atomic(savepoint=False):  # as in `press.once`
        children = {name: [list(getattr(story, name).all()) for story in stories] for name in CHILDREN}
        for story in stories:
            story.live, story.has_unpublished_changes = False, True
        Article.objects.bulk_create(stories)
        for rows in children.values():
            in_bulk.write_children(stories, rows)
        in_bulk.keep_versions(stories, live=False)
        usage.write(stories)
        for story in stories:
            archive.put_draft(story)


def schedule(story: Article) -> list[str]:
    """Have a draft come out at its `go_live_at`; what keeps it from that, as sentences."""
    with transaction.atomic():
        Article.objects.filter(pk=story.pk).update(go_live_at=story.go_live_at)
        revision = story.save_revision(clean=False)
    try:
        publishing.publish(story, revision, log_action=False)
    except publishing.PublicationRefused as refused:
        return refused.reasons
    return []


def unschedule(story: Article) -> None:
    """A draft that waits for its hour does not come out by itself any more."""
    if story.revisions.filter(approved_go_live_at__isnull=False).exists():
        with transaction.atomic():
            publishing.unschedule(story)
            story.go_live_at = None
            Article.objects.filter(pk=story.pk).update(go_live_at=None)


def replace(row: Article, new: Article, *, text: bool, names: bool) -> None:
    """Write what a newer export has into a story that is here: its text, and whose and about what it is."""
    with transaction.atomic():
        for name in TEXT if text else ():
            setattr(row, name, getattr(new, name))
        row.translation_of_id = row.translation_of_id or new.translation_of_id
        if names:
            row.section = new.section
            for name in CHILDREN:
                _replace_children(row, name, list(getattr(new, name).all()))
        if new.live and not row.live:  # it was a draft when it came
            row.live, row.path, row.slug = True, new.path, new.slug
            row.first_published_at = row.last_published_at = new.first_published_at
        row.has_unpublished_changes = not row.live
        row.text_digest = publishing.text_digest(row) if row.live else row.text_digest
        row.unverified = plaintext.is_unverified(row.body)
        row.save()
        in_bulk.keep_versions([row], live=row.live)
        archive.update(row)
        statements.update(row)


def _replace_children(row: Article, name: str, new: list) -> None:
    CHILDREN[name].objects.filter(article=row).delete()
    for child in new:
        child.pk, child.article = None, row
    CHILDREN[name].objects.bulk_create(new)
    fresh = Article.objects.get(pk=row.pk)
    setattr(row, name, list(getattr(fresh, name).all()))


def take_back(keys: Collection[int]) -> int:
    """Remove stories with all that belongs to them; returns how many there were.

    What was published is never deleted (PPMS 5a), but by whoever undoes an import by mistake: nobody has told
    readers of this house's addresses yet.
    """
    keys = list(keys)
    with press.once():
        mine = Article.objects.filter(pk__in=keys)
        names = [str(key) for key in keys]
        own = ContentType.objects.get_for_model(Article)
        for model in (
            ArchivedComment,
            Byline,
            ArticleTopic,
            ArticlePerson,
            Statement,
            ScheduleFailure,
            Redirect,
        ):
            rows = model.objects.filter(article__in=keys)
            rows._raw_delete(rows.db)
        mine.update(live_revision=None, latest_revision=None)
        for rows in (
            ReferenceIndex.objects.filter(base_content_type=own, object_id__in=names),
            Revision.objects.filter(base_content_type=own, object_id__in=names),
            ModelLogEntry.objects.filter(content_type=own, object_id__in=names),
        ):
            rows._raw_delete(rows.db)
        for collection in (archive.ARCHIVE, archive.NEWSROOM):
            search.remove(collection, names)
        mine._raw_delete(mine.db)
    return len(keys)
