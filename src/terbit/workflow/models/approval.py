"""The task in which another person judges a story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Revision, Task, TaskState, WorkflowState

if TYPE_CHECKING:
    from terbit.newsroom.models import Article
    from terbit.staff.models import User


class TextChanged(Exception):
    """The text under approval is not the latest any more; approving it unseen is refused."""


NOTHING_TO_MEND = _("Write what has to be mended.")


class ReturnForm(TaskStateCommentForm):
    """A story comes back with the reason."""

    comment = forms.CharField(
        label=_("What has to be mended"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": NOTHING_TO_MEND},
    )


class Approval(Task):
    """Approval by an editor of the story's own section, or only by those who lead it.

    Wagtail's group tasks let an author of the group approve himself; here the policy decides, story by story.
    """

    leading_only = models.BooleanField(_("only managing and chief editors"), default=False)

    admin_form_fields = [*Task.admin_form_fields, "leading_only"]

    class Meta:
        verbose_name = _("approval by another person")

    @classmethod
    def get_description(cls) -> str:
        return _("Editors of the story's section can approve it, never its authors.")

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Who hands the story on lets go of it."""
        _let_go(workflow_state)
        return super().start(workflow_state, user=user)

    def edits(self, article: Article, user: User) -> bool:
        """Whether the user works on the story while it waits here."""
        from terbit.workflow.models.role import EDITING_ROLES, LEADING_ROLES
        from terbit.workflow.roles import reach

        return reach(user).holds(LEADING_ROLES if self.leading_only else EDITING_ROLES, article.section_id)

    def judges(self, article: Article, user: User) -> bool:
        from terbit.newsroom.publishing import may

        return self.edits(article, user) and may(
            user, "approve", article, article.get_latest_revision_as_object()
        )

    def user_can_access_editor(self, obj: Article, user: User) -> bool:
        return self.edits(obj, user)

    def locked_for_user(self, obj: Article, user: User) -> bool:
        return not self.edits(obj, user)

    def user_can_lock(self, obj: Article, user: User) -> bool:
        return self.edits(obj, user)

    def user_can_unlock(self, obj: Article, user: User) -> bool:
        return False

    def get_actions(self, obj: Article, user: User) -> list[tuple[str, Any, bool]]:
        if not self.judges(obj, user):
            return []
        return [("reject", _("Return with a note"), True), ("approve", _("Approve"), False)]

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> models.QuerySet[TaskState]:
        """Narrowed to the user's sections; authorship is asked story by story."""
        from terbit.newsroom.models import Article
        from terbit.workflow.models.role import EDITING_ROLES, LEADING_ROLES
        from terbit.workflow.roles import reach

        roles = LEADING_ROLES if self.leading_only else EDITING_ROLES
        stories = Article.objects.filter(reach(user).where(roles)).annotate(
            key=models.functions.Cast("pk", models.CharField(max_length=255))
        )
        return TaskState.objects.filter(
            task=self,
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__object_id__in=stories.values("key"),
        )

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        revision: Revision | None = None,
        **kwargs: Any,
    ) -> None:
        """Judge the text that waits, or `revision`: what the judge has just saved.

        The story is taken from the task state, never from the address: it may name another one.
        """
        from terbit.newsroom.publishing import PublicationRefused
        from terbit.workflow import breaking

        article = task_state.workflow_state.content_object
        article.catch_up()
        task_state = TaskState.objects.get(pk=task_state.pk)
        if task_state.task_id != self.pk or not self.judges(article, user):
            raise PermissionDenied
        if task_state.status != TaskState.STATUS_IN_PROGRESS:
            raise PublicationRefused([_("Somebody else has just decided about this story.")])
        if action_name == "approve":
            self._judge_exactly(task_state, article, revision)
        elif action_name == "reject":
            _note_down(article, user, kwargs.get("comment", ""))
        super().on_action(task_state, user, action_name, **kwargs)
        if action_name == "approve":
            breaking.settle(article, user)
        _let_go(task_state.workflow_state)

    def _judge_exactly(self, task_state: TaskState, article: Article, revision: Revision | None) -> None:
        from terbit.newsroom.publishing import PublicationRefused

        draft = article.get_latest_revision_as_object()
        if draft.get_workflow() != task_state.workflow_state.workflow:
            reason = _("The section has another way of approval; return the story to be submitted again.")
            raise PublicationRefused([reason])
        if revision is not None:
            task_state.revision = revision
        elif task_state.revision_id != article.latest_revision_id:
            raise TextChanged


def _note_down(article: Article, user: User, comment: str) -> None:
    """What has to be mended is kept with the story, also after it was submitted again."""
    from terbit.newsroom.publishing import PublicationRefused
    from terbit.workflow.models.note import Note

    if not comment.strip():
        raise PublicationRefused([NOTHING_TO_MEND])
    Note.objects.create(article=article, author=user, text=comment)


def _let_go(workflow_state: WorkflowState) -> None:
    model = workflow_state.content_type.model_class()
    model.objects.filter(pk=workflow_state.object_id).update(locked=False, locked_by=None, locked_at=None)
