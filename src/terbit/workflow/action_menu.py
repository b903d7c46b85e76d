"""The buttons under a story: saving, and beside it the one step that comes next in this story's life."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState
from wagtail.snippets.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    LockedMenuItem,
    PublishMenuItem,
    RestartWorkflowMenuItem,
    SnippetActionMenu,
    SubmitForModerationMenuItem,
    UnpublishMenuItem,
)

from terbit.newsroom import publishing
from terbit.newsroom.models import Article

# The first of these that the user may do is the button beside "save"; the others are in the menu.
NEXT_STEPS = ("approve", "action-publish", "action-submit")
BESIDE_APPROVAL = {"action-publish", "action-breaking", "action-cancel-workflow"}


class StoryPublishItem(PublishMenuItem):
    template_name = "terbit_workflow/actions/publish.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_context_data(parent_context)
        story = parent_context.get("instance")
        return context | {"is_live": bool(story and story.live)}


class StorySubmitItem(SubmitForModerationMenuItem):
    """Wagtail names the workflow and its task; a reporter thinks of the editor."""

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        returned = _is_returned(parent_context.get("instance"))
        label = _("Submit again") if returned else _("Submit to the editor")
        return super().get_context_data(parent_context) | {"label": label}


class TakeBackItem(CancelWorkflowMenuItem):
    classname = "button-secondary"


class WithdrawItem(UnpublishMenuItem):
    label = _("Withdraw the story")


class BreakingMenuItem(ActionMenuItem):
    """Publish now, be approved after; asks first why it cannot wait."""

    name = "action-breaking"
    label = _("Publish at once (approval follows)…")
    icon_name = "upload"
    order = 70
    template_name = "terbit_workflow/actions/breaking.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and super().is_shown(context)


OURS = {
    PublishMenuItem: StoryPublishItem,
    SubmitForModerationMenuItem: StorySubmitItem,
    CancelWorkflowMenuItem: TakeBackItem,
    UnpublishMenuItem: WithdrawItem,
}
NEEDS = {StoryPublishItem: "publish", WithdrawItem: "take_offline", BreakingMenuItem: "breaking"}


def for_story(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave only what the user may do with this very story; Wagtail asks for the model."""
    story = context.get("instance")
    shown = [OURS[type(item)](order=item.order) if type(item) in OURS else item for item in items]
    shown = [item for item in shown if _may(request, story, NEEDS.get(type(item)))]
    shown = [item for item in shown if not isinstance(item, RestartWorkflowMenuItem)]
    names = {item.name for item in shown}
    if "approve" in names:  # who judges the story needs no second way to publish it
        shown = [item for item in shown if item.name not in BESIDE_APPROVAL]
    if "action-publish" in names:
        shown = [item for item in shown if item.name != "action-breaking"]
    if _is_returned(story):  # it lies with the author again; there is nothing to take back
        shown = [item for item in shown if not isinstance(item, TakeBackItem)]
    if any(isinstance(item, TakeBackItem) for item in shown):
        shown = [item for item in shown if not isinstance(item, LockedMenuItem)]
    items[:] = shown


class StoryActionMenu(SnippetActionMenu):
    template = "terbit_workflow/actions/menu.html"

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        by_name = {item.name: item for item in self.menu_items}
        self.next_step = next((by_name[name] for name in NEXT_STEPS if name in by_name), None)
        self.menu_items = [item for item in self.menu_items if item is not self.next_step]

    def render_html(self) -> str:
        if not self.default_item:
            return ""
        parts = {
            "default_menu_item": self.default_item.render_html(self.context),
            "next_step": self.next_step.render_html(self.context) if self.next_step else "",
            "show_menu": bool(self.menu_items),
            "rendered_menu_items": [item.render_html(self.context) for item in self.menu_items],
        }
        return render_to_string(self.template, parts, request=self.request)

    @cached_property
    def media(self) -> Media:
        items = [self.default_item, self.next_step, *self.menu_items]
        return sum((item.media for item in items if item), Media())


def _is_returned(story: Article | None) -> bool:
    state = story.current_workflow_state if story else None
    return bool(state and state.status == WorkflowState.STATUS_NEEDS_CHANGES)


def _may(request: HttpRequest, story: Article | None, permission: str | None) -> bool:
    if permission is None:
        return True
    if story is None:
        return False
    return publishing.may(request.user, permission, Article.objects.get(pk=story.pk), story)
