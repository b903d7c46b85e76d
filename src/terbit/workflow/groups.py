"""Django groups behind the roles: what Wagtail's generic screens ask for.

Made by an idempotent post_migrate receiver: a data migration sees no permissions on a fresh database,
because Django creates those at post_migrate too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import GroupPagePermission, Page

from terbit.press.views import SEE as SEE_PRINTS
from terbit.workflow.models.role import LEADING_ROLES, Role

if TYPE_CHECKING:
    from terbit.staff.models import User

ENTER = ["wagtailadmin.access_admin"]
WRITE = [
    *ENTER,
    *(f"terbit_newsroom.{verb}_article" for verb in ("add", "change", "view")),
    *(
        f"terbit_pictures.{verb}_{model}"
        for verb in ("add", "view")  # what one adds oneself one may change
        for model in ("picture", "mediafile")
    ),
    *(f"terbit_newsroom.view_{model}" for model in ("person", "topic", "contributor", "section")),
]
EDIT = [
    *WRITE,
    *(f"terbit_pictures.change_{model}" for model in ("picture", "mediafile")),
    *(f"terbit_newsroom.{verb}_{model}" for verb in ("add", "change") for model in ("person", "topic")),
    *(f"terbit_newsroom.{verb}_article" for verb in ("publish", "lock", "unlock", "delete")),
]
LEAD = [
    *EDIT,
    SEE_PRINTS,
    *(f"terbit_pictures.delete_{model}" for model in ("picture", "mediafile")),
]
# What belongs to all sections; standing pages too. With it somebody could make another section his own.
LEAD_THE_HOUSE = [
    *(
        f"terbit_newsroom.{verb}_{model}"
        for verb in ("add", "change", "delete")
        for model in ("contributor", "section")
    ),
    *(f"terbit_newsroom.delete_{model}" for model in ("person", "topic")),
    "terbit_newsroom.change_publication",
    "terbit_newsroom.change_archivedcomment",
]
ADMINISTER = [
    *ENTER,
    SEE_PRINTS,
    *(f"terbit_staff.{verb}_user" for verb in ("add", "change", "view")),
    *(
        f"terbit_newsroom.{verb}_{model}"
        for verb in ("add", "change", "view")
        for model in ("contributor", "section")
    ),
    "terbit_newsroom.change_publication",
]
HOUSE = "house"  # the group of those who hold a leading role in all sections
PERMISSIONS: dict[str, list[str]] = {
    Role.REPORTER: WRITE,
    Role.EDITOR: EDIT,
    Role.MANAGING_EDITOR: LEAD,
    Role.CHIEF_EDITOR: LEAD,
    Role.ADMINISTRATOR: ADMINISTER,
    HOUSE: LEAD_THE_HOUSE,
}


def group_name(role: str) -> str:
    return f"terbit:{role}"


@transaction.atomic
def follow_roles(user: User) -> None:
    """The account is in exactly the groups of its roles."""
    held = set(user.role_assignments.values_list("role", "section_id"))
    names = {group_name(role) for role, _section in held}
    if any((role, None) in held for role in LEADING_ROLES):
        names.add(group_name(HOUSE))
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
        _give_standing_pages(group, role == HOUSE)


def follow_all_roles() -> None:
    """What a group gives may have changed since the accounts came into it."""
    accounts = get_user_model().objects
    for user in accounts.filter(Q(role_assignments__isnull=False) | Q(groups__isnull=False)).distinct():
        follow_roles(user)


def page_permissions() -> QuerySet[Permission]:
    """To write and publish standing pages."""
    return Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["add_page", "change_page", "publish_page"]
    )


def _give_standing_pages(group: Group, given: bool) -> None:
    root = Page.objects.filter(sites_rooted_here__is_default_site=True).first()
    elsewhere = GroupPagePermission.objects.filter(group=group)
    (elsewhere.exclude(page=root) if given and root else elsewhere).delete()
    if root is None or not given:  # no root: a database just emptied
        return
    for permission in page_permissions():
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _permissions(names: Iterable[str]) -> Iterable[Permission]:
    by_name = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    return [by_name[name] for name in names if name in by_name]
