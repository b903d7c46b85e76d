"""Roles on the account screens of `terbit.staff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from terbit.newsroom.models import Section
from terbit.workflow import groups, roles
from terbit.workflow.models.role import STORY_ROLES, Role, RoleAssignment

if TYPE_CHECKING:
    from terbit.staff.models import User

EVERYWHERE = "all"


class RoleProvider:
    """Answers `terbit.staff.roles.Provider`."""

    def form_fields(self, user: User | None) -> dict[str, forms.Field]:
        held = self._held(user)
        places = [(EVERYWHERE, _("all sections"))]
        places += [(str(section.pk), str(section)) for section in Section.objects.select_related("parent")]
        fields: dict[str, forms.Field] = {
            f"role_{role.value}": forms.MultipleChoiceField(
                label=_("%(role)s in") % {"role": capfirst(role.label)},
                choices=places,
                required=False,
                initial=held.get(role.value, []),
                widget=forms.CheckboxSelectMultiple,
            )
            for role in STORY_ROLES
        }
        fields["role_administrator"] = forms.BooleanField(
            label=capfirst(Role.ADMINISTRATOR.label),
            required=False,
            initial=bool(held.get(Role.ADMINISTRATOR)),
            help_text=_("Invites and ends accounts and changes the settings; sees no drafts by that."),
        )
        return fields

    def _held(self, user: User | None) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        if user is not None:
            for role, section in user.role_assignments.values_list("role", "section_id"):
                held.setdefault(role, []).append(EVERYWHERE if section is None else str(section))
        return held

    @transaction.atomic
    def save(self, user: User, cleaned_data: dict[str, Any], by: User) -> None:
        wanted = {
            (role.value, None if place == EVERYWHERE else int(place))
            for role in STORY_ROLES
            for place in cleaned_data.get(f"role_{role.value}", [])
        }
        if cleaned_data.get("role_administrator"):
            wanted.add((Role.ADMINISTRATOR.value, None))
        if not wanted:
            raise ValidationError(_("Choose at least one role; without one the account can do nothing."))
        held = set(user.role_assignments.values_list("role", "section_id"))
        for role, section in held - wanted:
            user.role_assignments.filter(role=role, section=section).delete()
        RoleAssignment.objects.bulk_create(
            RoleAssignment(user=user, role=role, section_id=section) for role, section in wanted - held
        )
        groups.follow_roles(user)

    def summary(self, user: User) -> str:
        return "; ".join(str(assignment) for assignment in user.role_assignments.select_related("section"))

    def may_administer(self, user: User) -> bool:
        return roles.is_administrator(user)
