"""The two ways a story is approved; a section may choose the stricter one."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from terbit.newsroom.models import Article, Section
from terbit.workflow.models import Approval


def make_workflows() -> None:
    """Made once; an installation may rename, never double them.

    The tasks are known by what they ask, so that a renamed one is found again.
    """
    with override("id"):
        editor = _task(leading_only=False, name=_("Editor"))
        leader = _task(leading_only=True, name=_("Managing or chief editor"))
        usual = _workflow([editor], _("Editor's approval"))
        _workflow([editor, leader], _("Editor's approval, then the chief editor's"))
    content_type = ContentType.objects.get_for_model(Article)
    WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": usual})


def drop_wagtails() -> None:
    """The approval that Wagtail makes for its own groups, which nobody here belongs to; unless it is in use."""
    theirs = Workflow.objects.filter(name="Moderators approval", workflow_states__isnull=True)
    theirs = theirs.exclude(pk__in=Section.objects.filter(workflow__isnull=False).values("workflow"))
    for workflow in theirs.exclude(pk__in=WorkflowContentType.objects.values("workflow")):
        tasks = list(workflow.tasks)
        workflow.delete()
        for task in tasks:
            if not task.workflow_tasks.exists() and not task.task_states.exists():
                task.delete()


def needs_leader(story: Article) -> bool:
    """Whether the approval of the story's section asks for a managing or chief editor's word."""
    workflow = story.get_workflow()
    stages = Approval.objects.filter(leading_only=True, active=True, workflow_tasks__workflow=workflow)
    return workflow is not None and stages.exists()


def _task(*, leading_only: bool, name: str) -> Approval:
    return Approval.objects.filter(leading_only=leading_only).first() or Approval.objects.create(
        leading_only=leading_only, name=name
    )


def _workflow(tasks: list[Approval], name: str) -> Workflow:
    wanted = [task.pk for task in tasks]
    for workflow in Workflow.objects.filter(active=True):
        if list(workflow.workflow_tasks.order_by("sort_order").values_list("task_id", flat=True)) == wanted:
            return workflow
    workflow = Workflow.objects.create(name=name)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    return workflow
