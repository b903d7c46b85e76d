"""What is done in a house that is not the suite's own, in processes of its own (`tests.nursery`)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from terbit.house import digest
from terbit.house.worker import Worker
from terbit.newsroom.models import Article
from terbit.workflow.models import Role
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory, publish
from tests.newsroom import consistency
from tests.nursery import Say


def furnish(
    say: Say, *, people: int = 1, drafts: int = 0, submitted: int = 0, due: int = 0
) -> Iterator[None]:
    """A newsroom with drafts, some of them waiting for approval, and stories that come out in a second."""
    yield
    author, contributor = UserFactory(role=Role.REPORTER), ContributorFactory()
    common = {"contributor": contributor, "created_by": author}
    sections = [SectionFactory() for _ in range(3)]
    for number in range(drafts):
        story = ArticleFactory(section=sections[number % 3], **common)
        if number < submitted:
            story.get_workflow().start(story, author)
    moment = timezone.now() + timedelta(seconds=1)
    for _ in range(due):
        publish(ArticleFactory(section=sections[0], go_live_at=moment, **common))
    say(people=[UserFactory(role=Role.CHIEF_EDITOR).pk for _ in range(people)])


def work(say: Say) -> Iterator[None]:
    """The background worker."""
    worker = Worker()
    yield
    worker.run()


def check(say: Say, *, user: int | None = None, told: list[dict[str, Any]] | None = None) -> Iterator[None]:
    """Says what is wrong, and what the account was told is done and is not there."""
    _wait_for_the_dead()
    yield
    say(faults=consistency.faults(), lost=consistency.lost(user, told) if user and told else [])


def look(say: Say) -> Iterator[None]:
    """Says of each live story when it was first published and how often the log says so."""
    _wait_for_the_dead()
    yield
    logged = Counter(
        ModelLogEntry.objects.filter(action="wagtail.publish").values_list("object_id", flat=True)
    )
    for story in Article.objects.live().order_by("pk"):
        say(story=story.pk, first=story.first_published_at.isoformat(), times=logged[str(story.pk)])


def _wait_for_the_dead() -> None:
    """PostgreSQL may still be at the last word of a client that was killed."""
    sql = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            if not cursor.execute(sql).fetchone()[0]:
                return
        time.sleep(0.02)


def back_up(say: Say, *, file: str, after: float) -> Iterator[None]:
    yield
    time.sleep(after)
    call_command("backup", file)
    say(versions=Revision.objects.count())


def restore(say: Say, *, file: str) -> Iterator[None]:
    yield
    call_command("restore", file)
    say(there=Path(file).exists())


def count(say: Say) -> Iterator[None]:
    yield
    say(versions=Revision.objects.count(), digest=digest.of_house().digest)
