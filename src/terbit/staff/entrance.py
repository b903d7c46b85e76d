"""The forms at the door: signing in and asking for a new password."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from terbit.staff import mail
from terbit.staff.throttle import TOO_MANY, Limit, begin, client_network, forget, forgive

TRIES_HERE = 10  # at one account from one network: nobody elsewhere is locked out by it
TRIES_PER_NETWORK = 50  # at all accounts; a whole newsroom may sit behind one address
TRIES_PER_ACCOUNT = 100  # from all networks: a guesser with many of them gets no further than this
LINKS_PER_ACCOUNT = 3
LINKS_PER_NETWORK = 10


def account_limits(email: str, request: HttpRequest) -> tuple[Limit, Limit]:
    """What counts against one account: from the network of the request, and from anywhere."""
    account = email.strip().lower()
    here = Limit("sign-in-here", f"{account} {client_network(request)}", TRIES_HERE)
    return here, Limit("sign-in-account", account, TRIES_PER_ACCOUNT)


class LoginForm(WagtailLoginForm):
    error_messages = {
        **WagtailLoginForm.error_messages,
        "invalid_login": _("The e-mail address and the password do not match. Please try again."),
        "throttled": TOO_MANY,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {"type": "email", "autocomplete": "username"}
        self.fields["password"].label = _("Password")  # Wagtail leaves this label untranslated
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean(self) -> dict[str, Any]:
        here, account = account_limits(self.cleaned_data.get("username", ""), self.request)
        network = Limit("sign-in-network", client_network(self.request), TRIES_PER_NETWORK)
        attempts = begin(here, account, network)
        if attempts is None:
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        cleaned = super().clean()  # raises ValidationError on a wrong password; the attempt stays counted
        if self.user_cache is not None:  # without a password nothing was tried, and nothing is forgotten
            forgive(attempts)
            forget(here)
        return cleaned


class PasswordResetForm(WagtailPasswordResetForm):
    """The answer is the same, and as fast, whether or not an account has the address."""

    def save(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        email = self.cleaned_data["email"].lower()
        network = Limit("link-network", client_network(request), LINKS_PER_NETWORK)
        if begin(network, Limit("link-account", email, LINKS_PER_ACCOUNT)) is not None:
            super().save(*args, request=request, **kwargs)

    def send_mail(
        self, subject_template: str, email_template: str, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> None:
        subject = " ".join(render_to_string(subject_template, context).split())
        body = render_to_string(email_template, context)
        mail.send_in_background(EmailMessage(subject, body, to=[context["email"]]))
