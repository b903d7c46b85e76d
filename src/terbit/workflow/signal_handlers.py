"""What else happens when a story is submitted, returned or approved."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import published, task_submitted, unpublished, workflow_approved, workflow_rejected

from terbit.newsroom.models import Article
from terbit.workflow import breaking, groups, notices
from terbit.workflow.models import RoleAssignment
from terbit.workflow.models.role import EDITING_ROLES, LEADING_ROLES
from terbit.workflow.policy import authors, submitters
from terbit.workflow.roles import holders


def tell_judges(sender: Any, instance: TaskState, user: Any, **kwargs: Any) -> None:
    article = instance.workflow_state.content_object
    if isinstance(article, Article):
        task = instance.task.specific
        roles = LEADING_ROLES if getattr(task, "leading_only", False) else EDITING_ROLES
        judges = [judge for judge in holders(roles, article.section) if task.judges(article, judge)]
        notices.tell(judges, article, notices.Kind.SUBMITTED, actor=user)


def tell_authors(kind: notices.Kind) -> Any:
    def receiver(sender: Any, instance: WorkflowState, user: Any, **kwargs: Any) -> None:
        article = instance.content_object
        if isinstance(article, Article):
            people = get_user_model().objects.filter(pk__in=authors(article) | {instance.requested_by_id})
            comment = instance.current_task_state.comment if instance.current_task_state else ""
            notices.tell(people, article, kind, actor=user, text=comment)

    return receiver


tell_returned = tell_authors(notices.Kind.RETURNED)
tell_approved = tell_authors(notices.Kind.APPROVED)


def tell_offline(sender: Any, instance: Article, **kwargs: Any) -> None:
    """Also who asked for an approval that ends by it."""
    asked = submitters(instance)
    if instance.withdrawn_reason or asked:
        people = get_user_model().objects.filter(pk__in=authors(instance) | asked)
        actor, text = instance.withdrawn_by, instance.withdrawn_reason
        notices.tell(people, instance, notices.Kind.OFFLINE, actor=actor, text=text)


def debts_follow(sender: Any, instance: Article, revision: Revision, **kwargs: Any) -> None:
    if instance.live:
        breaking.follow(instance, revision)


def leave_groups(sender: Any, instance: RoleAssignment, **kwargs: Any) -> None:
    """Also when the role went with its section."""
    groups.follow_roles(instance.user)


def connect() -> None:
    post_delete.connect(leave_groups, sender=RoleAssignment, dispatch_uid="terbit_leave_groups")
    published.connect(debts_follow, sender=Article, dispatch_uid="terbit_debts_follow")
    unpublished.connect(tell_offline, sender=Article, dispatch_uid="terbit_tell_offline")
    task_submitted.connect(tell_judges, dispatch_uid="terbit_tell_judges")
    workflow_rejected.connect(tell_returned, dispatch_uid="terbit_tell_returned")
    workflow_approved.connect(tell_approved, dispatch_uid="terbit_tell_approved")
