"""What the roles allow, asked by policy, screens and the command line."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from terbit.newsroom.models import Section
from terbit.workflow.models.role import EDITING_ROLES, LEADING_ROLES, Role, RoleAssignment

if TYPE_CHECKING:
    from terbit.staff.models import User


class Reach:
    """The sections in which an account holds each role. Read once for a request, kept on the user object."""

    def __init__(self, user: User) -> None:
        self.everywhere: set[str] = set()
        self.sections: dict[str, set[int]] = {}
        if not user.is_active:
            return
        if user.is_superuser:  # an emergency account: may do everything, bound by the same rules of approval
            self.everywhere = set(Role.values)
            return
        for role, section_id in user.role_assignments.values_list("role", "section_id"):
            if section_id is None:
                self.everywhere.add(role)
            else:
                self.sections.setdefault(role, set()).add(section_id)
        self._add_children()

    def _add_children(self) -> None:
        if not self.sections:
            return
        for pk, parent in Section.objects.filter(parent__isnull=False).values_list("pk", "parent_id"):
            for held in self.sections.values():
                if parent in held:
                    held.add(pk)

    def holds(self, roles: Collection[str], section_id: int | None) -> bool:
        """Whether one of the roles is held in that section; without a section only "all" counts."""
        return any(
            role in self.everywhere or (section_id is not None and section_id in self.sections.get(role, ()))
            for role in roles
        )

    def holds_somewhere(self, roles: Collection[str]) -> bool:
        return any(role in self.everywhere or self.sections.get(role) for role in roles)

    def where(self, roles: Collection[str], field: str = "section") -> Q:
        """A filter on rows whose section is in reach of one of the roles."""
        if self.everywhere & set(roles):
            return Q()
        pks = set().union(*(self.sections.get(role, set()) for role in roles))
        return Q(**{f"{field}__in": pks}) if pks else Q(pk__in=[])


def reach(user: User) -> Reach:
    if not hasattr(user, "_terbit_reach"):
        user._terbit_reach = Reach(user)
    return user._terbit_reach


def is_administrator(user: User) -> bool:
    return reach(user).holds_somewhere([Role.ADMINISTRATOR])


def is_editor(user: User) -> bool:
    return reach(user).holds_somewhere(EDITING_ROLES)


def is_leading(user: User) -> bool:
    return reach(user).holds_somewhere(LEADING_ROLES)


@transaction.atomic
def give(user: User, role: str, section: Section | None = None) -> RoleAssignment:
    """Give a role; groups that Wagtail's own screens ask for follow."""
    from terbit.workflow.groups import follow_roles

    assignment, _created = RoleAssignment.objects.get_or_create(user=user, role=role, section=section)
    follow_roles(user)
    return assignment


@transaction.atomic
def grant_everything(user: User) -> None:
    """Every role in all sections: the first account, or a newsroom of one."""
    for role in Role.values:
        give(user, role)


def holders(roles: Collection[str], section: Section | None) -> list[User]:
    """Active accounts that hold one of the roles in the section (or in the one above, or in all)."""
    from django.contrib.auth import get_user_model

    places = Q(role_assignments__section__isnull=True)
    if section is not None:
        places |= Q(role_assignments__section__in=[pk for pk in (section.pk, section.parent_id) if pk])
    users = get_user_model().objects.filter(places, is_active=True, role_assignments__role__in=roles)
    return list(users.distinct())
