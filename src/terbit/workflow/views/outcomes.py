"""What an editor is told after a step with a story: what happened, and where it can be seen."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import WorkflowState

from terbit.newsroom import clock
from terbit.newsroom.models import Article


class OutcomeMixin:
    """Goes before Wagtail's edit views, which tell of everything that the story was “updated”."""

    def get_success_message(self, instance: Article | None = None) -> str:
        story = Article.objects.get(pk=self.object.pk)
        if self.action == "workflow-action":
            return _returned(story) if self.workflow_action == "reject" else _approved(story)
        if self.action == "publish":
            return _scheduled(story) or _("The story is out.")
        if self.action == "breaking":
            return _scheduled(story) or _("Out now; the approval follows.")
        if self.action == "submit":
            return _("The story is with the editors.")
        if self.action == "cancel-workflow":
            return _("The story is yours again.")
        return _("Draft saved.")

    def get_success_buttons(self) -> list[Any]:
        """On the list of stories the way back; the reader's page of what has just come out."""
        story = Article.objects.get(pk=self.object.pk)
        published = self.action in ("publish", "breaking", "workflow-action") and not story.approved_schedule
        if story.live and published and not story.has_unpublished_changes:
            return [messages.button(story.get_absolute_url(), _("See it on the site"), new_window=True)]
        if self.get_success_url() == self.get_edit_url():
            return []
        return [messages.button(self.get_edit_url(), _("Open"))]


def _returned(story: Article) -> str:
    state = WorkflowState.objects.for_instance(story).order_by("-created_at", "-pk").first()
    if state is None or state.requested_by is None:
        return _("The story is returned.")
    return _("The story is returned to %(who)s.") % {"who": state.requested_by.name}


def _approved(story: Article) -> str:
    if story.workflow_in_progress:
        return _("Approved; now the story waits for the next approval.")
    return _scheduled(story) or _("The story is approved and out.")


def _scheduled(story: Article) -> str:
    revision = story.scheduled_revision
    if revision is None:
        return ""
    when = clock.written(revision.approved_go_live_at, "j F Y, H.i")
    return _("Scheduled: the story comes out on %(when)s.") % {"when": when}
