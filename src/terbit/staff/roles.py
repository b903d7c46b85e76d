"""What roles an account has: asked here, answered by whoever registers a provider.

Roles belong to the workflow, which lies above this package.
"""

from __future__ import annotations

from typing import Any, Protocol

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from terbit.staff.models import User


class Provider(Protocol):
    def form_fields(self, user: User | None) -> dict[str, forms.Field]:
        """The fields in which an administrator chooses roles, with `user`'s as initial values.

        Names must not be `name` or `email`. `user` is None while inviting.
        """

    def save(self, user: User, cleaned_data: dict[str, Any], by: User) -> None:
        """Store the roles in `cleaned_data`, in the caller's transaction.

        Raises ValidationError (shown above the form) if the choice cannot be kept.
        """

    def summary(self, user: User) -> str:
        """The roles of `user` in words, for lists and the log."""

    def may_administer(self, user: User) -> bool:
        """Whether `user` holds the role that may use the account screens."""


class _NoRoles:
    """Until a provider is registered only superusers administer."""

    def form_fields(self, user: User | None) -> dict[str, forms.Field]:
        return {}

    def save(self, user: User, cleaned_data: dict[str, Any], by: User) -> None:
        pass

    def summary(self, user: User) -> str:
        return ""

    def may_administer(self, user: User) -> bool:
        return False


_registered: list[Provider] = [_NoRoles()]


def register(answers: Provider) -> None:
    """Name the one provider, in an `AppConfig.ready()`; a later call replaces an earlier one."""
    _registered[:] = [answers]


def provider() -> Provider:
    return _registered[0]


def may_administer(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and (user.is_superuser or provider().may_administer(user))


def administrators() -> QuerySet[User]:
    """Active accounts that may use the account screens."""
    users = User.objects.filter(is_active=True)
    return users.filter(pk__in=[user.pk for user in users if may_administer(user)])
