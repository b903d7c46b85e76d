"""The door: the page on which a one-time link sets a password and signs in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.tokens import default_token_generator
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from wagtail.log_actions import log

from terbit.staff.entrance import account_limits
from terbit.staff.invitations import tokens
from terbit.staff.models import User
from terbit.staff.throttle import forget


class SetPassword(PasswordResetConfirmView):
    """Django moves the token from the address into the session, so that it leaks through no Referer."""

    template_name = "terbit_staff/set_password.html"
    reset_url_token = "kata-sandi"  # noqa: S105 - a word in the address, not a secret
    post_reset_login = True
    success_url = reverse_lazy("wagtailadmin_home")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().dispatch(request, *args, **kwargs)
        if not self.validlink and response.status_code == 200:
            response.status_code = 410
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    @transaction.atomic
    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        user = User.objects.select_for_update().get(pk=self.user.pk)
        if not self.token_generator.check_token(user, self.request.session[INTERNAL_RESET_SESSION_TOKEN]):
            self.validlink = False  # used a moment ago in another window
            return self.render_to_response(self.get_context_data())
        response = super().form_valid(form)
        self.request.session.set_expiry(0)
        for limit in account_limits(user.email, self.request):
            forget(limit)
        log(user, "terbit.staff.password", user=user)
        return response


class Invitation(SetPassword):
    """A link made by an administrator; using it once is enough, because the password is part of it."""

    token_generator = tokens


class Reset(SetPassword):
    """A link the person asked for by e-mail."""

    token_generator = default_token_generator
