"""Who may add, change, delete and choose pictures and media: Django's permissions of a group, nothing else.

Wagtail gives these rights by collection; Terbit has one collection and hides it. Who may add may also change
and delete what they added themselves. What `terbit.pictures.secrecy` hides from an account is not there for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.base import BaseDjangoAuthPermissionPolicy

from terbit.pictures import secrecy

OWN = {"change", "delete"}


class NewsroomFilesPolicy(BaseDjangoAuthPermissionPolicy):
    """`add`, `change`, `delete` by model permission; `choose` for everybody who may enter the newsroom."""

    def _has(self, user: Any, action: str) -> bool:
        if action == "choose":
            return user.has_perm("wagtailadmin.access_admin")
        return user.has_perm(self._get_permission_name(action))

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self._has(user, action) or (action in OWN and self._has(user, "add"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        actions = set(actions)
        if instance.pk in secrecy.hidden_from(user, self.model):
            return False
        if any(self._has(user, action) for action in actions):
            return True
        is_own = user.pk is not None and instance.uploaded_by_user_id == user.pk
        return bool(actions & OWN) and is_own and self._has(user, "add")

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_any_permission_for_instance(user, {action}, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        actions = set(actions)
        everything = self.model._default_manager.exclude(pk__in=secrecy.hidden_from(user, self.model))
        if any(self._has(user, action) for action in actions - {"add"}):
            return everything
        if actions & OWN and self._has(user, "add"):
            return everything.filter(uploaded_by_user=user)
        return everything.none()

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        names = set(actions) | ({"add"} if OWN & set(actions) else set())
        return self._get_users_with_any_permission_codenames(self._get_permission_codenames(names))

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Any) -> QuerySet[Any]:
        names = self._get_permission_codenames(actions)
        allowed = self._get_users_with_any_permission_codenames_filter(names)
        owner = instance.uploaded_by_user
        if owner and self.user_has_any_permission_for_instance(owner, actions, instance):
            allowed |= Q(pk=owner.pk)
        return get_user_model().objects.filter(allowed).distinct()

    def collections_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Collection]:
        """Always the one collection there is: so no form or list asks for it."""
        return Collection.objects.filter(depth=1)

    def collections_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Collection]:
        return self.collections_user_has_any_permission_for(user, {action})
