"""One-time links with which a person sets a password and comes in.

A link says nothing secret that is stored: it is a keyed digest over what changes when it is used or replaced.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from terbit.staff import mail
from terbit.staff.models import User

LIFETIME = timedelta(days=7)


class LinkTokens:
    """Token generator for Django's confirmation view.

    A token dies when a password is set or taken away, the e-mail address changes, the account is ended,
    a newer link is made, or after seven days.
    """

    def make_token(self, user: User) -> str:
        if user.link_made_at is None:
            raise ValueError("No link was made for this account.")
        state = f"{user.pk}\0{user.password}\0{user.email}\0{user.link_made_at.timestamp():.6f}"
        return salted_hmac("terbit.staff.invitations", state, algorithm="sha256").hexdigest()

    def check_token(self, user: User | None, token: str | None) -> bool:
        if user is None or not token or not user.is_active or user.link_made_at is None:
            return False
        if timezone.now() - user.link_made_at > LIFETIME:
            return False
        return constant_time_compare(self.make_token(user), token)


tokens = LinkTokens()


def invitation_link(user: User) -> str:
    """Make a new one-time link, absolute, and forget the one made before."""
    user.link_made_at = timezone.now()
    user.save(update_fields=["link_made_at"])
    return current_link(user)


def current_link(user: User) -> str:
    """The link made last, absolute. Raises ValueError if there is none."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("terbit_staff:invitation", kwargs={"uidb64": uid, "token": tokens.make_token(user)})
    return f"{settings.TERBIT_URL}{path}"


def message_text(user: User, link: str) -> str:
    """What the person reads, by e-mail or pasted into a chat, in the newsroom's language."""
    made_at = user.link_made_at or timezone.now()
    context = {
        "user": user,
        "link": link,
        "paper": settings.TERBIT_URL,
        "expires": made_at + LIFETIME,
        "renewal": user.last_login is not None,
    }
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("terbit_staff/mail/invitation.txt", context).strip() + "\n"


def send(user: User, link: str) -> bool:
    """Whether the link went out by e-mail."""
    if not mail.is_configured():
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = translation.gettext("Your account in the newsroom")
    return mail.send(EmailMessage(subject, message_text(user, link), to=[user.email]))
