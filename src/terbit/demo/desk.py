"""What the newsroom of the demo is working on, so that every state of a story is on its board.

Their times count from now on: what is scheduled must lie ahead on the day somebody looks.
"""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from terbit.demo import bodies, sources
from terbit.demo.newspaper import Newspaper
from terbit.newsroom.models import Article
from terbit.workflow import notices
from terbit.workflow.models import Note

if TYPE_CHECKING:
    from terbit.demo.sources import Source
    from terbit.staff.models import User


def fill(paper: Newspaper) -> None:
    for source in sources.drafts():
        given = source.values
        story = _rewritten(paper, source) if "of" in given else _new(paper, source)
        if note := given.get("note"):
            _note(story, note, paper.accounts[note["by"]])
        if given.get("submitted"):
            story.get_workflow().start(story, story.created_by)
        for verdict in ("reject", "approve"):
            if verdict in given:
                _judge(story, verdict, given[verdict], paper.accounts[given[verdict]["by"]])


def _new(paper: Newspaper, source: Source) -> Article:
    draft, given = paper.story(source), source.values
    draft.created_at = timezone.now() - timedelta(hours=given["hours_ago"])
    draft.go_live_at = _coming(paper, given.get("comes_out"))
    draft.embargo_until = _coming(paper, given.get("embargo"))
    draft.live = False
    draft.save()
    draft.save_revision(user=draft.created_by, clean=False)
    return Article.objects.get(pk=draft.pk)


def _rewritten(paper: Newspaper, source: Source) -> Article:
    """A published story whose next version is being written: the blocks are added to its text."""
    story = Article.objects.get(pk=paper.records.stories[source.values["of"]])
    user = paper.accounts[source.values["by"]]
    added = json.loads(bodies.stream(source.key, source.values["body"], paper.records))
    story.body = json.dumps([*story.body.get_prep_value(), *added])
    story.save_revision(user=user, clean=False)
    return story


def _coming(paper: Newspaper, given: dict[str, Any] | None) -> datetime | None:
    """So many days from today, at a time of the publication's clock."""
    if given is None:
        return None
    zone = paper.ground.publication.zone
    day = timezone.localdate(timezone=zone) + timedelta(days=given["days"])
    return datetime.combine(day, time.fromisoformat(given["time"]), zone)


def _note(story: Article, given: dict[str, Any], author: User) -> None:
    note = Note.objects.create(
        article=story, author=author, passage=given.get("passage", ""), text=given["text"]
    )
    notices.tell([story.created_by], story, notices.Kind.NOTE, actor=author, text=note.text)


def _judge(story: Article, verdict: str, given: dict[str, Any], editor: User) -> None:
    waiting = story.current_workflow_task_state
    waiting.task.specific.on_action(waiting, editor, verdict, comment=given.get("comment", ""))
