"""What stands above a story in the editor: who has it, why it came back, that it is withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.locks import BasicLock, ScheduledForPublishLock
from wagtail.models import WorkflowState

from terbit.newsroom import clock

if TYPE_CHECKING:
    from terbit.newsroom.models import Article
    from terbit.workflow.views.edit import StoryEditView

MOMENT = "j F Y, H.i"


@dataclass(frozen=True)
class Banner:
    """A sentence, the words of the person it speaks of, and one step by POST."""

    text: str
    quote: str = ""
    icon: str = "info-circle"
    url: str = ""
    button: str = ""


def banners(view: StoryEditView) -> list[Banner]:
    """Of the story that `view` shows, the most pressing first."""
    return [*_lock(view), *_returned(view.live_object), *_offline(view.live_object)]


def _lock(view: StoryEditView) -> Iterator[Banner]:
    if not view.locked_for_user:
        return
    story = view.live_object
    if isinstance(view.lock, ScheduledForPublishLock):
        when = clock.written(view.object.scheduled_revision.approved_go_live_at, MOMENT)
        text = _("This story comes out on %(when)s by itself.") % {"when": when}
        yield _with_step(view, text, view.unschedule_url_name, _("Unschedule and edit"), "unschedule")
    elif isinstance(view.lock, BasicLock) and story.locked_by:
        since = {"who": story.locked_by.name, "when": clock.written(story.locked_at, "H.i")}
        text = _("%(who)s has this story open since %(when)s.") % since
        yield _with_step(view, text, view.take_over_url_name, _("Take over"), "lock")
    else:
        text = _("An editor is checking this story.")
        state = story.current_workflow_state
        if state and state.user_can_cancel(view.request.user):
            text = f"{text} {_('Take it back to change it.')}"
        yield Banner(text, icon="lock")


def _with_step(view: StoryEditView, text: str, url_name: str, button: str, permission: str) -> Banner:
    if not view.user_has_permission(permission):
        return Banner(text, icon="lock")
    return Banner(text, icon="lock", url=reverse(url_name, args=[view.object.pk]), button=button)


def _returned(story: Article) -> Iterator[Banner]:
    state = story.current_workflow_state
    if not state or state.status != WorkflowState.STATUS_NEEDS_CHANGES or not state.current_task_state:
        return
    task = state.current_task_state
    who = task.finished_by.name if task.finished_by else _("Somebody")
    when = clock.written(task.finished_at, MOMENT) if task.finished_at else "–"
    yield Banner(
        _("Returned by %(who)s, %(when)s:") % {"who": who, "when": when}, quote=task.comment, icon="comment"
    )


def _offline(story: Article) -> Iterator[Banner]:
    if not story.is_gone or not story.withdrawn_at:
        return
    when = {"when": clock.written(story.withdrawn_at, MOMENT)}
    if story.withdrawn_reason:
        yield Banner(_("Withdrawn %(when)s:") % when, quote=story.withdrawn_reason, icon="warning")
    else:
        yield Banner(_("Its time ended %(when)s.") % when, icon="time")
