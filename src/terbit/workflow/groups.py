"""Django groups behind the roles: what Wagtail's generic screens ask for.

Made by an idempotent post_migrate receiver: a data migration sees no permissions on a fresh database,
because Django creates those at post_migrate too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from terbit.workflow.models.role import LEADING_ROLES, Role

if TYPE_CHECKING:
    from terbit.staff.models import User

ENTER = ["wagtailadmin.access_admin"]
WRITE = [
    *ENTER,
    *(f"terbit_newsroom.{verb}_article" for verb in ("add", "change", "view")),
    *(
        f"terbit_pictures.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("picture", "mediafile")
    ),
    *(f"terbit_newsroom.view_{model}" for model in ("person", "topic", "contributor", "section")),
]
EDIT = [
    *WRITE,
    *(f"terbit_newsroom.{verb}_{model}" for verb in ("add", "change") for model in ("person", "topic")),
    *(f"terbit_newsroom.{verb}_article" for verb in ("publish", "lock", "unlock", "delete")),
]
LEAD = [
    *EDIT,
    *(
        f"terbit_newsroom.{verb}_{model}"
        for verb in ("add", "change", "delete")
        for model in ("contributor", "section")
    ),
    *(f"terbit_newsroom.delete_{model}" for model in ("person", "topic")),
    *(f"terbit_pictures.delete_{model}" for model in ("picture", "mediafile")),
    "terbit_newsroom.change_publication",
]
ADMINISTER = [
    *ENTER,
    *(f"terbit_staff.{verb}_user" for verb in ("add", "change", "view")),
    *(
        f"terbit_newsroom.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("contributor", "section")
    ),
    "terbit_newsroom.change_publication",
]
PERMISSIONS: dict[str, list[str]] = {
    Role.REPORTER: WRITE,
    Role.EDITOR: EDIT,
    Role.MANAGING_EDITOR: LEAD,
    Role.CHIEF_EDITOR: LEAD,
    Role.ADMINISTRATOR: ADMINISTER,
}


def group_name(role: str) -> str:
    return f"terbit:{role}"


@transaction.atomic
def follow_roles(user: User) -> None:
    """The account is in exactly the groups of its roles."""
    names = [group_name(role) for role in user.role_assignments.values_list("role", flat=True).distinct()]
    user.groups.set(Group.objects.filter(name__in=names))
    user.__dict__.pop("_terbit_reach", None)


def make_groups() -> None:
    """Groups and their permissions, as often as one likes."""
    for app in apps.get_app_configs():  # this app's turn comes before those whose permissions it gives
        create_permissions(app, verbosity=0)
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=group_name(role))
        wanted = set(_permissions(names))
        if set(group.permissions.all()) != wanted:
            group.permissions.set(wanted)
        if role in LEADING_ROLES:
            _give_standing_pages(group)


def _give_standing_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    if root is None:  # a database just emptied
        return
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["add_page", "change_page", "publish_page"]
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _permissions(names: Iterable[str]) -> Iterable[Permission]:
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [by_name[name] for name in names if name in by_name]
