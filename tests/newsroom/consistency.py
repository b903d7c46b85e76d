"""What must hold of all stories at any moment, whoever wrote, at once or interrupted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import connection
from wagtail.models import ModelLogEntry, Revision, TaskState, WorkflowState

from terbit.newsroom import archive
from terbit.newsroom.models import (
    Article,
    ArticlePerson,
    ArticleTopic,
    Byline,
    Publication,
    Redirect,
    Statement,
)
from terbit.search import api as search
from terbit.workflow.models import Note


def faults() -> list[str]:
    """A sentence for everything that is wrong; nothing where all is whole."""
    return [
        *_publication(),
        *_stories(),
        *undated(),
        *_addresses(),
        *_index(),
        *_approvals(),
        *_database(),
    ]


def _publication() -> Iterator[str]:
    if Publication.objects.count() > 1:
        yield "There are two publications."


def _stories() -> Iterator[str]:
    published = {(int(pk), revision) for pk, revision in _logged("wagtail.publish")}
    ever = {pk for pk, _ in published}
    for story in Article.objects.prefetch_related("bylines"):
        newest = story.revisions.latest("created_at", "pk")
        if story.latest_revision_id != newest.pk:
            yield f"{story.pk}: its newest version {newest.pk} does not count as its latest."
        if not story.bylines.all():
            yield f"{story.pk}: its byline is lost."
        if not (story.ever_published == (story.first_published_at is not None) == (story.pk in ever)):
            yield f"{story.pk}: path, time of first publication and log do not agree."
        if story.live != (story.live_revision_id is not None):
            yield f"{story.pk}: live, but no version is, or the other way round."
        if story.live:
            yield from _live(story, newest, (story.pk, story.live_revision_id) in published)
        elif story.ever_published and not (story.withdrawn_at and story.has_unpublished_changes):
            yield f"{story.pk}: neither live nor taken offline."


def _live(story: Article, newest: Revision, logged: bool) -> Iterator[str]:
    if not (story.path and logged):
        yield f"{story.pk}: live without an address or an entry in the log."
    if story.standfirst != story.live_revision.content["standfirst"]:
        yield f"{story.pk}: readers see another text than the one published."
    if story.has_unpublished_changes != (newest.pk != story.live_revision_id):
        yield f"{story.pk}: does not know whether there is a newer draft."
    if story.withdrawn_at or story.withdrawn_reason:
        yield f"{story.pk}: live and taken offline at once."


def undated() -> list[str]:
    """Rows that do not know since when readers see their story."""
    told = []
    for model in (ArticlePerson, ArticleTopic, Byline, Statement):
        for row in model.objects.select_related("article"):
            story = row.article
            if row.published_at != (story.first_published_at if story.live else None):
                told.append(f"{story.pk}: {model.__name__} {row.pk} says {row.published_at}.")
    return told


def _addresses() -> Iterator[str]:
    paths = {path: pk for pk, path in Article.objects.exclude(path=None).values_list("pk", "path")}
    redirects = list(Redirect.objects.select_related("article"))
    old = {redirect.path for redirect in redirects}
    for redirect in redirects:
        if redirect.path in paths:
            yield f"{redirect.path}: a story's address and an old one."
        if redirect.destination is None or redirect.destination in old:
            yield f"{redirect.path}: leads to an address that leads on."


def _index() -> Iterator[str]:
    """In the search engine: what readers may find, and what only the newsroom may."""
    live = Article.objects.live()
    drafts = Article.objects.filter(live=False) | Article.objects.filter(has_unpublished_changes=True)
    for collection, stories in ((archive.ARCHIVE, live), (archive.NEWSROOM, drafts)):
        wanted, found = Counter(str(story.pk) for story in stories), Counter(search.keys(collection))
        if wanted != found:
            yield f"{collection}: lacks {sorted(wanted - found)}, has {sorted(found - wanted)} too many."
        for story in stories:
            words = (
                story if collection == archive.ARCHIVE else story.get_latest_revision_as_object()
            ).standfirst
            hits = search.find(f'"{words}"', collections=[collection], limit=100)
            if str(story.pk) not in hits.keys(collection):
                yield f"{story.pk}: not found in {collection} by its words."


def _approvals() -> Iterator[str]:
    waiting = TaskState.STATUS_IN_PROGRESS
    for state in WorkflowState.objects.select_related("current_task_state"):
        at_work = state.status == WorkflowState.STATUS_IN_PROGRESS
        tasks = list(state.task_states.filter(status=waiting).values_list("pk", flat=True))
        if tasks != ([state.current_task_state_id] if at_work else []):
            yield f"Approval {state.pk} is {state.status}, but its tasks {tasks} wait."
    for task, times in Counter(pk for pk in _task_of("approve") + _task_of("reject")).items():
        if times > 1:
            yield f"Task {task} was judged {times} times."


def _task_of(action: str) -> list[int]:
    entries = ModelLogEntry.objects.filter(action=f"wagtail.workflow.{action}")
    return [entry.data["workflow"]["task_state_id"] for entry in entries]


def _logged(action: str) -> Iterator[tuple[str, int]]:
    yield from ModelLogEntry.objects.filter(action=action).values_list("object_id", "revision_id")


def _database() -> Iterator[str]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for question in ("integrity_check", "foreign_key_check"):
            rows = [row for row in cursor.execute(f"PRAGMA {question}").fetchall() if row != ("ok",)]
            if rows:
                yield f"{question}: {rows}"


# What people were told is done (`tests.newsroom.writers`) ---------------------------------------------

LOGGED = {
    "wagtail.publish": ("publish", "approve"),
    "terbit.move": ("move",),
    "terbit.take_offline": ("take_offline",),
}
JUDGED = {"approve": TaskState.STATUS_APPROVED, "reject": TaskState.STATUS_REJECTED}
Said = list[dict[str, Any]]


def lost(user: int, said: Said) -> list[str]:
    """What this account was told is done and is not there."""
    saved = {line["revision"]: line for line in said if "words" in line and "revision" in line}
    found = [
        f"the text of version {pk}"
        for pk, line in saved.items()
        if not Revision.objects.filter(pk=pk, user=user, content__standfirst=line["words"]).exists()
    ]
    notes = {(line["story"], line["words"]) for line in said if line["did"] == "note"}
    kept = Note.objects.filter(author=user).values_list("article_id", "text")
    found += [f"a note on {story}" for story, _ in notes - set(kept)]
    for told, stored in _accounts(user, said):
        found += [f"{each}" for each in (told - stored).elements()]
    return found


def unasked(user: int, said: Said) -> list[str]:
    """What is logged as this account's and it was not told of: done twice, or by somebody else."""
    return [f"{each}" for told, stored in _accounts(user, said) for each in (stored - told).elements()]


def _accounts(user: int, said: Said) -> Iterator[tuple[Counter[Any], Counter[Any]]]:
    for action, deeds in LOGGED.items():
        entries = ModelLogEntry.objects.filter(action=action, user=user)
        stored = Counter((action, int(pk)) for pk in entries.values_list("object_id", flat=True))
        yield Counter((action, line["story"]) for line in said if line["did"] in deeds), stored
    for did, status in JUDGED.items():
        tasks = TaskState.objects.filter(finished_by=user, status=status)
        told = Counter((did, line["state"]) for line in said if line["did"] == did)
        yield told, Counter((did, pk) for pk in tasks.values_list("pk", flat=True))
