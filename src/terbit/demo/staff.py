"""The accounts of the demo: one for each role, all with the same password."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from terbit.demo import sources
from terbit.newsroom.models import Contributor, Section
from terbit.workflow import roles
from terbit.workflow.models.role import Role

if TYPE_CHECKING:
    from terbit.staff.models import User

PASSWORD = "terbit-arumbai"  # noqa: S105 - printed at every start, refused where others could reach it
HOST = "kabararumbai.example"
ADMINISTRATOR = "Administrator Arumbai"
SHOWN = (Role.CHIEF_EDITOR, Role.MANAGING_EDITOR, Role.EDITOR, Role.REPORTER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Account:
    role: Role
    name: str
    email: str
    sections: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f" ({', '.join(self.sections)})" if self.sections else ""
        return f"{self.name}, {self.role.value.replace('_', ' ')}{where}"


def make() -> dict[str, User]:
    """An account for everybody in the newsroom, by the name of the contributor whose account it is."""
    accounts = {}
    for row in sources.newspaper()["contributors"]:
        if "role" in row:
            user = accounts[row["name"]] = _user(row["name"])
            for section in _sections(row.get("in", [])):
                roles.give(user, row["role"], section)
            Contributor.objects.filter(name=row["name"]).update(user=user)
    roles.give(_user(ADMINISTRATOR), Role.ADMINISTRATOR)
    return accounts


def to_sign_in_as() -> list[Account]:
    """For the terminal: whom to sign in as to see what each role sees, the highest first.

    All editors: whatever the reporter writes, one of them reads it.
    """
    found: dict[Role, list[Account]] = {role: [] for role in SHOWN}
    for row in sources.newspaper()["contributors"]:
        if "role" in row:
            account = Account(Role(row["role"]), row["name"], _email(row["name"]), tuple(row.get("in", [])))
            found[account.role].append(account)
    found[Role.ADMINISTRATOR].append(Account(Role.ADMINISTRATOR, ADMINISTRATOR, _email(ADMINISTRATOR)))
    return [
        account for role, those in found.items() for account in (those if role == Role.EDITOR else those[:1])
    ]


def _user(name: str) -> User:
    return get_user_model().objects.create(email=_email(name), name=name, password=_hashed())


@cache
def _hashed() -> str:
    """Once for all of them: it takes as long as it must be safe elsewhere."""
    return make_password(PASSWORD)


def _email(name: str) -> str:
    return f"{slugify(name.split(maxsplit=1)[0])}@{HOST}"


def _sections(names: list[str]) -> list[Section | None]:
    return [Section.objects.get(name=name) for name in names] or [None]
