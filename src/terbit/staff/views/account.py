"""“Account”: what people change about themselves."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from terbit.staff.forms import LookForm, OwnAccountForm, OwnPasswordForm
from terbit.staff.models import User


class AskedOnce:
    """Wagtail makes a refused form twice, once to look at it and once to show it: a guess would count twice."""

    @cached_property
    def _form(self) -> Form:
        return super().get_form()  # type: ignore[misc]

    def get_form(self) -> Form:
        return self._form


class PersonPanel(AskedOnce, account.BaseSettingsPanel):
    name = "person"
    title = _("Name and e-mail address")
    order = 100
    form_class = OwnAccountForm


class PasswordPanel(AskedOnce, account.ChangePasswordPanel):
    form_class = OwnPasswordForm


class LookPanel(account.ThemeSettingsPanel):
    form_class = LookForm


class AccountView(account.AccountView):
    """Wagtail's page with a form for one name.

    Without pictures, which belong to bylines, and without Wagtail's notifications, which Terbit does not send.
    """

    replaced = (
        account.NameEmailSettingsPanel,
        account.AvatarSettingsPanel,
        account.NotificationsSettingsPanel,
        account.ThemeSettingsPanel,
        account.ChangePasswordPanel,
    )

    @cached_property
    def _panels(self) -> list[account.BaseSettingsPanel]:
        kept = [panel for panel in super().get_panels() if not isinstance(panel, self.replaced)]
        profile = UserProfile.get_for_user(self.request.user)
        own = [
            panel(self.request, self.request.user, profile)
            for panel in (PersonPanel, LookPanel, PasswordPanel)
        ]
        return [*(panel for panel in own if panel.is_active()), *kept]

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        return self._panels

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = User.objects.get(pk=request.user.pk)  # forms write into request.user even if refused
        response = super().post(request)
        after = User.objects.get(pk=request.user.pk)
        if before.password != after.password:
            log(after, "terbit.staff.password", user=after)
        if before.email != after.email:
            log(after, "terbit.staff.email", user=after, data={"before": before.email, "after": after.email})
        return response
