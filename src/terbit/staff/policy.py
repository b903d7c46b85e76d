"""Who may do what with accounts, as Wagtail's screens ask for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from terbit.staff import roles
from terbit.staff.models import User


class AccountPolicy(BasePermissionPolicy):
    """Administrators do everything except delete; only a superuser opens the door of a superuser.

    Ending one is allowed to every administrator, so that a founder who leaves can be let go.
    """

    def user_has_permission(self, user: User, action: str) -> bool:
        return action != "delete" and roles.may_administer(user)

    def user_has_permission_for_instance(self, user: User, action: str, instance: User) -> bool:
        allowed = self.user_has_permission(user, action)
        return allowed and (user.is_superuser or not instance.is_superuser or action in ("view", "end"))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return roles.administrators() if set(actions) - {"delete"} else User.objects.none()
