"""The first account of a house: it holds every role, and signs in by a link that works once."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email
from django.db import transaction

if TYPE_CHECKING:
    from terbit.staff.models import User

HOW_TO_MAKE_ONE = "Nobody can sign in yet: `terbit init --email ADDRESS --name NAME` makes the first account."


def exists() -> bool:
    return get_user_model().objects.filter(is_active=True).exists()


def make_one(email: str = "", name: str = "") -> list[str]:
    """Make or find the account of `email` and return lines that say how to sign in.

    Without an address the first account is asked for on a terminal; where there is none, nothing is made.
    """
    if not email:
        if exists():
            return []
        if not on_a_terminal():
            return [HOW_TO_MAKE_ONE]
        name, email = _ask()
    user = _account(email.strip(), name.strip())
    return [f"Sign in once by this link, and choose a password there: {_link(user)}"]


def check(email: str, name: str) -> None:
    """Raise CommandError with one sentence when these cannot be an account; look nothing up."""
    if name and not email:
        raise CommandError("A name alone makes no account: add --email.", returncode=2)
    if email and (wrong := _what_is_wrong(email)):
        raise CommandError(wrong, returncode=2)


def _account(email: str, name: str) -> User:
    users = get_user_model().objects
    if user := users.filter(email__iexact=email).first():
        return user
    if not name:
        raise CommandError("An account needs a name: add --name.", returncode=2)
    with transaction.atomic():
        user = users.create_user(email=email, name=name)
        _grant(user)
    return user


def _grant(user: User) -> None:
    from terbit.workflow.roles import grant_everything

    grant_everything(user)


def _link(user: User) -> str:
    from terbit.staff.invitations import invitation_link

    return invitation_link(user)


def on_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask() -> tuple[str, str]:
    print("The first account of this house. It may do everything, and make the other accounts.")  # noqa: T201
    name = email = ""
    while not name:
        name = input("Name: ").strip()
    while not email:
        email = input("E-mail: ").strip()
        if wrong := _what_is_wrong(email):
            print(wrong)  # noqa: T201
            email = ""
    return name, email


def _what_is_wrong(email: str) -> str | None:
    try:
        validate_email(email.strip())
    except ValidationError:
        return f"“{email}” is not an e-mail address."
    return None
