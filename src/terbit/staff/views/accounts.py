"""Inviting, changing, ending and reopening accounts. What happens is in `terbit.staff.accounts`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import BaseObjectMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from terbit.staff import accounts, invitations, mail
from terbit.staff.forms import LinkForm
from terbit.staff.models import User
from terbit.staff.views.listing import account_buttons

SHOW_LINK = "terbit_staff_show_link"
STAFF_CRUMB = {"url": reverse_lazy("wagtailusers_users:index"), "label": _("Staff")}


def account_url(name: str, user: User) -> str:
    return reverse(f"wagtailusers_users:{name}", args=[user.pk])


def hand_over(request: HttpRequest, user: User, *, lock_out: bool = False) -> HttpResponse:
    """Make a link, send it if possible, and go to the page that shows it once."""
    link = accounts.make_link(user, request.user, lock_out=lock_out)
    if invitations.send(user, link):
        messages.success(request, gettext("The link was sent to %(email)s.") % {"email": user.email})
    elif mail.is_configured():
        messages.warning(request, gettext("The e-mail could not be sent. Hand the link over yourself."))
    request.session[SHOW_LINK] = user.pk
    return redirect(account_url("link", user))


class RefusalMixin:
    """A step that `terbit.staff.accounts` refuses is told above the form; nothing was saved."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class Invite(RefusalMixin, generic.CreateView):
    page_title = _("Invite")
    success_message = None
    submit_button_label = _("Invite")
    submit_button_active_label = _("Inviting…")
    error_message = _("The invitation could not be made. Correct the fields marked below.")

    def get_page_subtitle(self) -> str:
        return gettext("Invite a person")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, STAFF_CRUMB, {"url": "", "label": self.get_page_subtitle()}]

    def save_instance(self) -> User:
        return accounts.invite(self.form.instance, self.form.cleaned_data, self.request.user)

    def save_action(self) -> HttpResponse:
        return hand_over(self.request, self.object)


class InstancePermissionMixin:
    """Asks the policy about this account, where Wagtail asks about accounts in general."""

    instance_permission = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.user_has_permission_for_instance(self.instance_permission, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class Edit(InstancePermissionMixin, RefusalMixin, generic.EditView):
    success_message = _("The account of %(object)s was saved.")
    error_message = _("The account could not be saved. Correct the fields marked below.")

    def save_instance(self) -> User:
        return accounts.change(self.form.instance, self.form.cleaned_data, self.request.user)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [button for button in account_buttons(self, self.object) if button.url != self.request.path]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"account": self.object}


class AccountStep(
    PermissionCheckedMixin,
    InstancePermissionMixin,
    BaseObjectMixin,
    WagtailAdminTemplateMixin,
    TemplateView,
    ABC,
):
    """A page that asks before one step is taken."""

    model = User
    permission_required = "change"
    header_icon = "user"

    def get_page_subtitle(self) -> str:
        return self.object.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.object.name}
        return [*self.breadcrumbs_items, STAFF_CRUMB, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"account": self.object, "form": kwargs.get("form")}

    @abstractmethod
    def take(self) -> HttpResponse:
        """Take the step with `self.object`. Raises ValidationError with the sentence why not."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return self.take()
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("wagtailusers_users:index")


class Link(AccountStep):
    """Shows a link just made, once; otherwise offers to make a new one."""

    page_title = _("Link")
    template_name = "terbit_staff/link.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs) | {"form": LinkForm()}
        if self.request.session.pop(SHOW_LINK, None) == self.object.pk and self.object.link_made_at:
            link = invitations.current_link(self.object)
            context |= {
                "link": link,
                "message": invitations.message_text(self.object, link),
                "expires": self.object.link_made_at + invitations.LIFETIME,
            }
        return context

    def take(self) -> HttpResponse:
        form = LinkForm(self.request.POST)
        form.full_clean()
        return hand_over(self.request, self.object, lock_out=form.cleaned_data["lock_out"])


class End(AccountStep):
    page_title = _("End account")
    template_name = "terbit_staff/end.html"
    instance_permission = "end"

    def take(self) -> HttpResponse:
        accounts.end(self.object, self.request.user)
        messages.success(
            self.request, gettext("The account of %(name)s has ended.") % {"name": self.object.name}
        )
        return redirect("wagtailusers_users:index")


class Reopen(AccountStep):
    page_title = _("Reopen account")
    template_name = "terbit_staff/reopen.html"

    def take(self) -> HttpResponse:
        accounts.reopen(self.object, self.request.user)
        return hand_over(self.request, self.object)
