"""What is done to a story beside its text: take over, unschedule, move, take offline, approve later."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import TaskState
from wagtail.snippets.views import snippets

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Section
from terbit.newsroom.publishing import PublicationRefused
from terbit.staff.models import User
from terbit.workflow import breaking, edit_locks
from terbit.workflow.models import BreakingStory, TextChanged
from terbit.workflow.models.role import EDITING_ROLES
from terbit.workflow.roles import reach
from terbit.workflow.views.permissions import StoryPermissionMixin

SHORTEST_REASON = 15  # characters, of more than one word


class StoryOperation(StoryPermissionMixin, View, ABC):
    """One click, by POST, and back to the story."""

    model = Article
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            self.operate()
        except PublicationRefused as refusal:
            for reason in refusal.reasons:
                messages.error(request, reason)
        return redirect(reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.row.pk]))

    @abstractmethod
    def operate(self) -> None:
        """Do it to `self.row`. Raises `PublicationRefused` with the reasons why not."""


class TakeOverView(StoryOperation):
    needs = "lock"

    def operate(self) -> None:
        before = edit_locks.take_over(self.row, self.request.user)
        if before:
            messages.success(
                self.request,
                _(
                    "The story is yours now. What %(who)s wrote is kept in its history; you go on from the last save."
                )
                % {"who": before.name},
            )


class UnscheduleView(StoryOperation):
    needs = "unschedule"

    def operate(self) -> None:
        publishing.unschedule(self.row, user=self.request.user)
        messages.success(self.request, _("The story is a draft again. Schedule it anew when it is ready."))


class ApproveBreakingView(StoryOperation):
    needs = "approve"

    def operate(self) -> None:
        debt = get_object_or_404(BreakingStory, article=self.row, approved_at__isnull=True)
        read = self.request.POST.get("revision", "")
        breaking.approve(debt, self.request.user, int(read) if re.fullmatch("[0-9]{1,18}", read) else None)
        messages.success(self.request, _("Approved. The story is off the board."))


class StoryDeleteView(StoryPermissionMixin, snippets.DeleteView):
    """Throws a draft away, but not under the hands of who writes it."""

    needs = "delete"

    def _check(self) -> None:
        if not self._writer():
            super()._check()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (writer := self._writer()):
            return super().dispatch(request, *args, **kwargs)
        sentence = _("%(who)s has this story open. It can be deleted when nobody else is at it.")
        messages.error(request, sentence % {"who": writer.name})
        return redirect(reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.row.pk]))

    def _writer(self) -> User | None:
        """Who else has the story open, as those are told who may see it."""
        holder = edit_locks.holder(self.row)
        return holder if holder != self.request.user and self.user_has_permission("view") else None


class StoryForm(StoryPermissionMixin, WagtailAdminTemplateMixin, FormView, ABC):
    """A small page with a form about one story."""

    model = Article
    template_name = "terbit_workflow/story_form.html"
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """These operate on what readers know; the address of a draft leads nowhere."""
        if not self.row.ever_published and self.user_has_permission(self.needs):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.row.headline

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        names = Article.snippet_viewset.get_url_name
        return [
            *self.breadcrumbs_items,
            {"url": reverse(names("list")), "label": _("Stories")},
            {"url": reverse(names("edit"), args=[self.row.pk]), "label": self.row.headline},
            {"url": "", "label": self.get_page_title()},
        ]

    def form_valid(self, form: forms.Form) -> HttpResponseBase:
        try:
            self.operate(form)
        except PublicationRefused as refusal:
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return self.form_invalid(form)
        return redirect(reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.row.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edit_url = reverse(Article.snippet_viewset.get_url_name("edit"), args=[self.row.pk])
        return super().get_context_data(
            story=self.row, edit_url=edit_url, button=self.button, help=self.help, **kwargs
        )

    @abstractmethod
    def operate(self, form: forms.Form) -> None:
        """Do what the form says to `self.row`. Raises `PublicationRefused` with the reasons why not."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Readers read it. For example: This story gives a wrong price."),
    )

    def clean_reason(self) -> str:
        reason = self.cleaned_data["reason"].strip()
        if len(reason) < SHORTEST_REASON or not any(letter.isspace() for letter in reason):
            raise forms.ValidationError(
                _("Write a whole sentence: readers see it in the place of the story.")
            )
        return reason


class TakeOfflineView(StoryForm):
    needs = "take_offline"
    form_class = ReasonForm
    page_title = gettext_lazy("Take offline")
    button = gettext_lazy("Take offline")
    help = gettext_lazy(
        "The story leaves every page at once. Its address goes on answering with a notice: that it was taken "
        "offline, when, and the reason you give here."
    )

    def operate(self, form: forms.Form) -> None:
        publishing.take_offline(self.row, reason=form.cleaned_data["reason"], user=self.request.user)
        messages.success(self.request, _("The story is offline; its address answers with the reason."))


class MoveForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.none(), label=gettext_lazy("Section"))
    slug = forms.SlugField(label=gettext_lazy("Address"), max_length=255)

    def __init__(self, *args: Any, sections: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections


class MoveView(StoryForm):
    needs = "move"
    form_class = MoveForm
    page_title = gettext_lazy("Move")
    button = gettext_lazy("Move")
    help = gettext_lazy("Readers who come by the old address are led to the new one.")

    def get_form_kwargs(self) -> dict[str, Any]:
        sections = Section.objects.leaves().filter(reach(self.request.user).where(EDITING_ROLES, "pk"))
        initial = {"section": self.row.section_id, "slug": self.row.slug}
        return super().get_form_kwargs() | {"sections": sections, "initial": initial}

    def operate(self, form: forms.Form) -> None:
        if not self.row.ever_published:
            raise PublicationRefused(
                [_("The story has no address yet; change section and address in the editor.")]
            )
        moved = publishing.move(self.row, user=self.request.user, **form.cleaned_data)
        messages.success(self.request, _("The story is now at %(path)s.") % {"path": moved.path})


class OwnTaskMixin(StoryPermissionMixin):
    """Wagtail takes the task from the address; it must be a task of this very story."""

    needs = "view"

    def get_task_state(self) -> TaskState:
        states = TaskState.objects.for_instance(self.object)
        return get_object_or_404(states, id=self.task_state_id).specific


class WorkflowActionView(OwnTaskMixin, snippets.WorkflowActionView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().post(request, *args, **kwargs)
        except PublicationRefused as refusal:
            reasons = refusal.reasons
        except TextChanged:
            reasons = [
                _("The text was changed after it was submitted; open the story and approve what you read.")
            ]
        for reason in reasons:
            messages.error(request, reason)
        return redirect(self.redirect_url)


class CollectWorkflowActionDataView(OwnTaskMixin, snippets.CollectWorkflowActionDataView):
    pass
