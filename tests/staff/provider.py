"""A newsroom with two roles, kept in memory: what `terbit.workflow` answers in the real one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from terbit.staff.models import User

CHOICES = [("reporter", "Reporter"), ("administrator", "Administrator")]


class TwoRoles:
    def __init__(self) -> None:
        self.held: dict[int, set[str]] = {}

    def give(self, user: User, *names: str) -> User:
        """Set the roles of an account; whoever has one may enter the newsroom."""
        self.held[user.pk] = set(names)
        enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
        user.user_permissions.set([enter] if names else [])
        return user

    def form_fields(self, user: User | None) -> dict[str, forms.Field]:
        initial = sorted(self.held.get(user.pk, ())) if user else []
        widget = forms.CheckboxSelectMultiple
        return {
            "roles": forms.MultipleChoiceField(
                label="Roles", choices=CHOICES, initial=initial, required=False, widget=widget
            )
        }

    def save(self, user: User, cleaned_data: dict[str, Any], by: User) -> None:
        if not cleaned_data["roles"]:
            raise ValidationError("Choose at least one role.")
        self.give(user, *cleaned_data["roles"])

    def summary(self, user: User) -> str:
        return ", ".join(label for name, label in CHOICES if name in self.held.get(user.pk, ()))

    def may_administer(self, user: User) -> bool:
        return "administrator" in self.held.get(user.pk, ())
