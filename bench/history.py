"""What years of work leave beside the stories: revisions, finished approvals, the log.

Lists and the editor look into these tables, so a house without them would measure too well. Rows are
written in bulk, as the publishing code would have left them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry, Revision, TaskState, Workflow, WorkflowState

from terbit.newsroom.models import Article
from terbit.workflow.models import Approval


def write(newest: int) -> int:
    """Give the newest published stories a live revision, an approval and two lines in the log."""
    keys = list(Article.objects.latest().values_list("pk", flat=True)[:newest])
    for start in range(0, len(keys), 250):
        stories = list(Article.objects.filter(pk__in=keys[start : start + 250]))
        revisions = _revisions(stories)
        _approvals(stories, revisions)
        _log(stories)
    return len(keys)


def _revisions(stories: list[Article]) -> list[Revision]:
    made = Revision.objects.bulk_create(
        Revision(
            content_object=story,
            base_content_type=story.get_base_content_type(),
            created_at=story.first_published_at - timedelta(minutes=10),
            user_id=story.created_by_id,
            content=story.serializable_data(),
            object_str=str(story),
        )
        for story in stories
    )
    for story, revision in zip(stories, made, strict=True):
        story.live_revision = story.latest_revision = revision
    Article.objects.bulk_update(stories, ["live_revision", "latest_revision"])
    return made


def _approvals(stories: list[Article], revisions: list[Revision]) -> None:
    workflow, task = Workflow.objects.first(), Approval.objects.get(leading_only=False)
    states = WorkflowState.objects.bulk_create(
        WorkflowState(
            content_type=story.get_content_type(),
            base_content_type=story.get_base_content_type(),
            object_id=str(story.pk),
            workflow=workflow,
            status=WorkflowState.STATUS_APPROVED,
            requested_by_id=story.created_by_id,
        )
        for story in stories
    )
    TaskState.objects.bulk_create(
        TaskState(
            workflow_state=state,
            revision=revision,
            task_id=task.pk,
            content_type=ContentType.objects.get_for_model(TaskState),
            status=TaskState.STATUS_APPROVED,
        )
        for state, revision in zip(states, revisions, strict=True)
    )


def _log(stories: Iterable[Article]) -> None:
    content_type = Article.get_base_content_type()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=content_type,
            object_id=str(story.pk),
            label=str(story),
            action=action,
            timestamp=story.first_published_at,
            user_id=story.created_by_id,
            uuid=story.uuid,
        )
        for story in stories
        for action in ("wagtail.create", "wagtail.publish")
    )
