"""“Account”: what people change about themselves."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import account
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from terbit.staff.forms import LookForm, OwnAccountForm
from terbit.staff.models import User


class PersonPanel(account.BaseSettingsPanel):
    name = "person"
    title = _("Name and e-mail address")
    order = 100
    form_class = OwnAccountForm


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
    )

    def get_panels(self) -> list[account.BaseSettingsPanel]:
        kept = [panel for panel in super().get_panels() if not isinstance(panel, self.replaced)]
        profile = UserProfile.get_for_user(self.request.user)
        own = [panel(self.request, self.request.user, profile) for panel in (PersonPanel, LookPanel)]
        return [*own, *kept]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = User.objects.get(pk=request.user.pk)  # forms write into request.user even if refused
        response = super().post(request)
        after = User.objects.get(pk=request.user.pk)
        if before.password != after.password:
            log(after, "terbit.staff.password", user=after)
        if before.email != after.email:
            log(after, "terbit.staff.email", user=after, data={"before": before.email, "after": after.email})
        return response
