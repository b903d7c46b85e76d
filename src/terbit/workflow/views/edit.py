"""Writing and editing a story."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView

from terbit.newsroom import characters, readiness
from terbit.newsroom.models import Article
from terbit.newsroom.publishing import PublicationRefused
from terbit.workflow import breaking, edit_locks
from terbit.workflow.action_menu import StoryActionMenu
from terbit.workflow.models import TextChanged
from terbit.workflow.views import banners, refusals
from terbit.workflow.views.outcomes import OutcomeMixin
from terbit.workflow.views.permissions import StoryPermissionMixin
from terbit.workflow.views.refused_text import RefusedTextMixin
from terbit.workflow.views.side_panels import NotesSidePanel, of_a_story


class StoryActionsMixin(OutcomeMixin, StoryPermissionMixin):
    """Publishing, submitting and judging from the editor, each asked of the story itself."""

    workflow_action = ""  # Wagtail sets it only where a task is under way

    def get_available_actions(self) -> list[str]:
        actions = list(super().get_available_actions())
        if "publish" in actions and not self.user_has_permission("publish"):
            actions.remove("publish")
        if self.request.method == "POST" and self.user_has_permission("breaking"):
            actions.append("breaking")
        return actions

    def _get_action_menu(self) -> StoryActionMenu:
        story = {"model": self.model} if self.object is None else {"instance": self.object}
        locked = getattr(self, "locked_for_user", False)
        return StoryActionMenu(self.request, view=self.view_name, locked_for_user=locked, **story)

    def run_action_method(self) -> HttpResponseBase | None:
        return self._wholly(super().run_action_method)

    def cancel_workflow_action(self) -> HttpResponseBase | None:
        return self._wholly(super().cancel_workflow_action)

    def _wholly(self, act: Callable[[], Any]) -> HttpResponseBase | None:
        """Wagtail takes several steps; here all of them are done or none, and to the story as it is by now."""
        with transaction.atomic():
            self.object.catch_up()
            # Before the story was saved Wagtail knew only the usual workflow, not that of its section.
            for name in ("workflow", "workflow_state"):
                self.__dict__.pop(name, None)
            return act()

    def publish_action(self) -> HttpResponseBase | None:
        return self.unless_refused(super().publish_action)

    def breaking_action(self) -> HttpResponseBase | None:
        reason = characters.lines(self.request.POST.get("breaking-reason", ""))
        if not reason:
            return self.refuse([_("Say why the story cannot wait for its approval.")])
        return self.unless_refused(
            lambda: breaking.publish(self.object, self.new_revision, self.request.user, reason) and None
        )

    def submit_action(self) -> HttpResponseBase | None:
        if self.object.section is None:
            lacking = _("Choose a section first: its editors approve the story.")
            return self.refuse([readiness.Reason(lacking, "section")])
        if self.object.workflow_in_progress:
            return self.refuse([_("The story has been submitted already.")])
        if self._was_returned_elsewhere():
            self.workflow_state.cancel(user=self.request.user)  # so that the section's own way begins
        response = super().submit_action()
        lacking = readiness.reasons_against(self.object, self.object.embargo_until)
        if lacking:
            messages.warning(
                self.request, _("Before it can be published: %(what)s") % {"what": " ".join(lacking)}
            )
        return response

    def _was_returned_elsewhere(self) -> bool:
        """Whether the story came back on another way of approval than that of its section now."""
        state = self.object.current_workflow_state
        return state is not None and state.workflow_id != self.workflow.pk

    def workflow_action_action(self) -> HttpResponseBase | None:
        """Judge the text just saved, not what lay there before."""
        return self.unless_refused(self._judge)

    def _judge(self) -> None:
        try:
            data = json.loads(self.request.POST.get("workflow-action-extra-data") or "{}")
            comment = characters.lines(str(data.get("comment", "")))
        except (ValueError, AttributeError, RecursionError):
            comment = ""
        task_state = self.object.current_workflow_task_state
        if task_state is None or task_state.task_id != self.current_workflow_task.pk:  # that of the form
            raise PublicationRefused([_("Somebody else has just decided about this story.")])
        task_state.task.specific.on_action(
            task_state, self.request.user, self.workflow_action, revision=self.new_revision, comment=comment
        )

    def unless_refused(self, act: Callable[[], Any]) -> HttpResponseBase | None:
        """The draft is saved already; a refusal tells why and comes back to it."""
        try:
            with transaction.atomic():
                return act()
        except PublicationRefused as refusal:
            return self.refuse(refusal.reasons)
        except TextChanged:
            return self.refuse([_("The text was changed meanwhile; read it again before you approve it.")])

    def form_invalid(self, form: Form) -> HttpResponseBase:
        """The banner names the first faults: one of them may stand far below, or behind another tab."""
        if not self.expects_json_response and getattr(self, "produced_error_code", "") == "validation_error":
            faults = refusals.faults(form)
            self.produced_error_message = refusals.told(faults, self.produced_error_message or "")
        return super().form_invalid(form)

    def refuse(self, reasons: list[str]) -> HttpResponseBase:
        publishes = self.action in ("publish", "breaking") or self.workflow_action == "approve"
        messages.error(self.request, refusals.told(reasons, _("Not published yet:") if publishes else ""))
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class StoryCreateView(StoryActionsMixin, CreateView):
    needs = "add"
    of_one_story = False

    def get_side_panels(self) -> MediaContainer:
        panels = of_a_story(super().get_side_panels())
        return MediaContainer([*panels, NotesSidePanel(self.form.instance, self.request)])

    def save_instance(self) -> Article:
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def publish_action(self) -> HttpResponseBase | None:
        self.__dict__["row"] = self.object
        return super().publish_action()


class StoryEditView(RefusedTextMixin, StoryActionsMixin, EditView):
    take_over_url_name = unschedule_url_name = move_url_name = unpublish_url_name = ""

    def get_lock(self) -> Any:
        """Opening locks; a lock whose holder has left does not hold anybody up."""
        task = self.object.current_workflow_task
        if task and task.locked_for_user(self.live_object, self.request.user):
            return task.lock_class(self.object, task)  # also where he had it open himself
        if not self.object.approved_schedule and self.user_has_permission("change"):
            edit_locks.open_story(self.live_object, self.request.user)
            for field in ("locked", "locked_by", "locked_at"):
                setattr(self.object, field, getattr(self.live_object, field))
        return super().get_lock()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """From a form that is closed to him, the submitter can still take the story back; it posts no text."""
        if not (self.locked_for_user and self.action == "cancel-workflow"):
            return super().post(request, *args, **kwargs)
        self.cancel_workflow_action()
        messages.success(request, self.get_success_message())
        return redirect(self.get_edit_url())

    def get_lock_context(self) -> dict[str, Any]:
        return {"lock": self.lock, "locked_for_user": self.locked_for_user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"banners": banners.banners(self)}

    @cached_property
    def can_delete(self) -> bool:
        return self.user_has_permission("delete")

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons = super().header_more_buttons
        if self.live_object.ever_published and self.user_has_permission("move"):
            buttons.append(self._button(_("Move"), self.move_url_name, "arrow-right", 15))
        if self.live_object.live and self.user_has_permission("take_offline"):
            buttons.append(self._button(_("Take offline"), self.unpublish_url_name, "download", 16))
        return buttons

    def _button(self, label: str, url_name: str, icon: str, priority: int) -> Button:
        return Button(label, url=reverse(url_name, args=[self.object.pk]), icon_name=icon, priority=priority)

    def get_side_panels(self) -> MediaContainer:
        panels = of_a_story(super().get_side_panels())
        if self.expects_json_response:
            return MediaContainer(panels)  # saved by itself: the page keeps what it has
        return MediaContainer([*panels, NotesSidePanel(self.live_object, self.request)])
