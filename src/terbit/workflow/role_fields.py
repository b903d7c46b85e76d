"""Roles on the account screens of `terbit.staff`."""

from __future__ import annotations

from collections.abc import Collection
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


class Places(forms.CheckboxSelectMultiple):
    """Sections to tick, folded away behind what is ticked; those under another stand below it."""

    template_name = "terbit_workflow/widgets/places.html"
    use_fieldset = True

    def __init__(self, under: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.under = under

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().create_option(name, value, *args, **kwargs) | {"under": str(value) in self.under}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        ticked = value or []
        facts = {"count": len(ticked), "everywhere": EVERYWHERE in ticked}
        return super().get_context(name, value, attrs) | facts


class RoleProvider:
    """Answers `terbit.staff.roles.Provider`."""

    def form_fields(self, user: User | None) -> dict[str, forms.Field]:
        held = self._held(user)
        sections = list(Section.objects.all())
        places = [(EVERYWHERE, _("all sections"))]
        places += [(str(section.pk), section.name) for section in sections]
        under = {str(section.pk) for section in sections if section.parent_id}
        fields: dict[str, forms.Field] = {
            f"role_{role.value}": forms.MultipleChoiceField(
                label=capfirst(role.label),
                choices=places,
                required=False,
                initial=held.get(role.value, []),
                widget=Places(under=under),
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
