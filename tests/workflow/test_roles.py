"""Roles given and taken on the account screens, and what follows from them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from terbit.newsroom.models import Section
from terbit.staff import accounts
from terbit.staff.models import User
from terbit.workflow import groups, roles
from terbit.workflow.models import Role, RoleAssignment
from tests.factories import ArticleFactory, SectionFactory, UserFactory
from tests.workflow.screens import is_denied, signed_in, url

pytestmark = pytest.mark.django_db

STAFF = "/ruang-redaksi/users/"
STORY_ROLES = ("reporter", "editor", "managing_editor", "chief_editor")


@pytest.fixture
def administrator() -> User:
    return UserFactory(role=Role.ADMINISTRATOR)


@pytest.fixture
def browser(administrator: User) -> Client:
    return signed_in(administrator)


def give(browser: Client, user: User, **chosen: Any) -> Any:
    """Send the account's form: `reporter=[section, "all"]`, `administrator=True`."""
    return browser.post(
        f"{STAFF}edit/{user.pk}/", {"name": user.name, "email": user.email, **fields(**chosen)}
    )


def fields(administrator: bool = False, **chosen: list[Any]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"role_{role}": [getattr(place, "pk", place) for place in places] for role, places in chosen.items()
    }
    return data | ({"role_administrator": "on"} if administrator else {})


def held(user: User) -> set[tuple[str, Section | None]]:
    return {(row.role, row.section) for row in RoleAssignment.objects.filter(user=user)}


def member_of(user: User) -> set[str]:
    return {group.name.removeprefix("terbit:") for group in User.objects.get(pk=user.pk).groups.all()}


# Giving and taking ------------------------------------------------------------------------------------


def test_an_account_is_invited_with_its_roles(browser):
    section = SectionFactory()
    data = {"name": "Sari", "email": "sari@kabar.example", **fields(reporter=[section], editor=["all"])}
    browser.post(f"{STAFF}new/", data)
    user = User.objects.get(email="sari@kabar.example")
    assert held(user) == {("reporter", section), ("editor", None)}
    assert member_of(user) == {"reporter", "editor"}


def test_nobody_is_invited_without_a_role(browser, english):
    response = browser.post(f"{STAFF}new/", {"name": "Sari", "email": "sari@kabar.example"})
    assert "Choose at least one role" in response.content.decode()
    assert not User.objects.filter(email="sari@kabar.example").exists()


def test_roles_are_given_and_taken_and_the_groups_follow(browser):
    first, second = SectionFactory(), SectionFactory()
    user = UserFactory(role=Role.REPORTER, role__section=first)
    give(browser, user, editor=[first, second])
    assert held(user) == {("editor", first), ("editor", second)}
    assert member_of(user) == {"editor"}
    give(browser, user, managing_editor=["all"], administrator=True)
    assert held(user) == {("managing_editor", None), ("administrator", None)}
    assert member_of(user) == {"managing_editor", "house", "administrator"}


def test_the_form_shows_the_roles_that_are_held(browser):
    section = SectionFactory(name="Kota")
    user = UserFactory(role=Role.REPORTER, role__section=section)
    roles.give(user, Role.CHIEF_EDITOR)
    page = browser.get(f"{STAFF}edit/{user.pk}/")
    form = page.context["form"]
    assert {name: form[f"role_{name}"].initial for name in STORY_ROLES} == {
        "reporter": [str(section.pk)],
        "editor": [],
        "managing_editor": [],
        "chief_editor": ["all"],
    }
    assert form["role_administrator"].initial is False


def test_taking_the_last_role_is_refused_and_changes_nothing(browser, english):
    user = UserFactory(role=Role.REPORTER)
    assert "Choose at least one role" in give(browser, user).content.decode()
    assert held(user) == {("reporter", None)}


@pytest.mark.parametrize("place", ["0", "987654", "-1", "semua", "1; DROP TABLE", ""])
def test_a_section_that_does_not_exist_is_refused(browser, place):
    user = UserFactory(role=Role.REPORTER)
    assert give(browser, user, editor=[place]).status_code == 200
    assert held(user) == {("reporter", None)}


def test_a_change_of_roles_is_logged_in_words(browser, administrator):
    from wagtail.models import ModelLogEntry

    section = SectionFactory(name="Kota")
    user = UserFactory(role=Role.REPORTER, role__section=section)
    give(browser, user, editor=[section])
    entry = ModelLogEntry.objects.get(action="terbit.staff.roles")
    assert entry.user == administrator
    assert "Kota" in entry.data["before"] and "Kota" in entry.data["after"]
    assert entry.data["before"] != entry.data["after"]


@pytest.mark.parametrize("role", [*STORY_ROLES, None])
def test_only_administrators_give_roles(role):
    user = UserFactory(role=role)
    assert is_denied(give(signed_in(user), user, chief_editor=["all"], administrator=True))
    assert held(user) == ({(role, None)} if role else set())


# The last administrator -------------------------------------------------------------------------------


def test_the_last_administrator_stays_one(browser, administrator, english):
    response = give(browser, administrator, chief_editor=["all"])
    assert "without an administrator" in response.content.decode()
    assert held(administrator) == {("administrator", None)}
    assert member_of(administrator) == {"administrator"}


def test_an_administrator_lays_the_role_down_when_there_is_another(browser, administrator):
    UserFactory(role=Role.ADMINISTRATOR)
    give(browser, administrator, chief_editor=["all"])
    assert held(administrator) == {("chief_editor", None)}
    assert is_denied(browser.get(STAFF))


@pytest.mark.parametrize("state", ["ended", "invited"])
def test_an_administrator_who_cannot_sign_in_does_not_count(browser, administrator, state):
    other = UserFactory(role=Role.ADMINISTRATOR)
    if state == "ended":
        accounts.end(other, by=administrator)
    else:
        other.set_unusable_password()
        other.save()
    give(browser, administrator, chief_editor=["all"])
    assert held(administrator) == {("administrator", None)}


# What follows -----------------------------------------------------------------------------------------


def test_a_role_works_from_the_next_click_and_ends_with_it(browser):
    section = SectionFactory()
    story, user = ArticleFactory(section=section), UserFactory(role=Role.REPORTER, role__section=section)
    desk = signed_in(user)
    assert is_denied(desk.get(url("edit", story.pk)))
    give(browser, user, editor=[section])
    assert desk.get(url("edit", story.pk)).status_code == 200
    give(browser, user, reporter=[section])
    assert is_denied(desk.get(url("edit", story.pk)))


def test_a_role_in_a_section_reaches_those_under_it_but_not_beside_or_above():
    above = SectionFactory()
    under, beside = SectionFactory(parent=above), SectionFactory(parent=above)
    reach = roles.reach(UserFactory(role=Role.EDITOR, role__section=above))
    assert all(reach.holds([Role.EDITOR], section.pk) for section in (above, under, beside))
    reach = roles.reach(UserFactory(role=Role.EDITOR, role__section=under))
    assert [section for section in (above, under, beside) if reach.holds([Role.EDITOR], section.pk)] == [
        under
    ]
    assert not reach.holds([Role.REPORTER], under.pk)
    assert not reach.holds([Role.EDITOR], None)


def test_an_administrator_sees_no_draft_by_that(browser):
    story = ArticleFactory()
    assert is_denied(browser.get(url("edit", story.pk)))
    assert is_denied(browser.get(url("list")))
    assert is_denied(browser.get(url("add")))


def test_a_section_that_goes_takes_its_roles_along_and_the_groups_follow():
    going, staying = SectionFactory(), SectionFactory()
    user = UserFactory(role=Role.CHIEF_EDITOR, role__section=going)
    roles.give(user, Role.REPORTER, staying)
    going.delete()
    assert held(user) == {("reporter", staying)}
    assert member_of(user) == {"reporter"}


def test_an_account_that_ended_keeps_its_roles_for_its_return(administrator):
    user = UserFactory(role=Role.EDITOR)
    accounts.end(user, by=administrator)
    assert roles.reach(User.objects.get(pk=user.pk)).everywhere == set()
    accounts.reopen(user, by=administrator)
    assert roles.reach(User.objects.get(pk=user.pk)).everywhere == {"editor"}


def test_groups_give_what_the_roles_promise_and_no_more():
    given = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    for role, names in groups.PERMISSIONS.items():
        assert given[groups.group_name(role)] == {name.split(".")[1] for name in names}, role
    assert "delete_article" not in given["terbit:reporter"]
    assert not any("article" in name or "picture" in name for name in given["terbit:administrator"])


def test_who_holds_a_role_in_a_section_is_found_also_from_above():
    above = SectionFactory()
    under = SectionFactory(parent=above)
    there, over, everywhere = (
        UserFactory(role=Role.EDITOR, role__section=place) for place in (under, above, None)
    )
    UserFactory(role=Role.EDITOR, role__section=SectionFactory())
    UserFactory(role=Role.REPORTER, role__section=under)
    UserFactory(role=Role.EDITOR, role__section=under, is_active=False)
    assert set(roles.holders([Role.EDITOR], under)) == {there, over, everywhere}
    assert set(roles.holders([Role.EDITOR], None)) == {everywhere}


def test_the_first_account_holds_every_role():
    user = UserFactory()
    roles.grant_everything(user)
    roles.grant_everything(user)
    assert held(user) == {(role, None) for role in Role.values}
    assert member_of(user) == {*Role.values, "house"}
