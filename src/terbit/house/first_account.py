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


def _account(email: str, name: str) -> User:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"“{email}” is not an e-mail address.", returncode=2) from None
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
        email = _address(input("E-mail: ").strip())
    return name, email


def _address(given: str) -> str:
    """The address, or an empty text after saying what is wrong with it."""
    try:
        validate_email(given)
    except ValidationError:
        print(f"“{given}” is not an e-mail address.")  # noqa: T201
        return ""
    return given
