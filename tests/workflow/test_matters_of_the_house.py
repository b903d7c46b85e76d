"""What belongs to the whole house is not in the hands of those who lead one section."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry

from terbit.newsroom.models import Contributor, Publication, Section
from terbit.staff.models import User
from terbit.workflow import apps, groups
from terbit.workflow.models import Role
from terbit.workflow.models.role import LEADING_ROLES
from tests.factories import (
    ArticleFactory,
    ContributorFactory,
    PersonFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
)
from tests.workflow.screens import is_denied, signed_in, two_stages, url

pytestmark = pytest.mark.django_db

HOUSE = "terbit:house"


@pytest.fixture
def politik() -> Section:
    return SectionFactory(name="Politik", slug="politik", workflow=two_stages())


@pytest.fixture
def olahraga() -> Section:
    return SectionFactory(name="Olahraga", slug="olahraga")


@pytest.fixture(params=LEADING_ROLES)
def leader(request: pytest.FixtureRequest, olahraga: Section) -> User:
    """Leads Olahraga alone."""
    return UserFactory(role=request.param, role__section=olahraga)


def screen(thing: Any, view: str = "edit") -> str:
    return reverse(type(thing).snippet_viewset.get_url_name(view), args=[thing.pk])


def settings() -> str:
    return reverse("wagtailsettings:edit", args=["terbit_newsroom", "publication", Publication.load().pk])


def form_of_settings(**changes: Any) -> dict[str, Any]:
    publication = Publication.load()
    names = [field.name for field in Publication._meta.fields if field.name not in ("id", "own_approval")]
    return {name: getattr(publication, name) or "" for name in names} | changes


def form_of_section(section: Section, **changes: Any) -> dict[str, Any]:
    fields = {"name": section.name, "parent": "", "description": "", "order": 0, "slug": section.slug}
    return fields | {"workflow": section.workflow_id or ""} | changes


def form_of_contributor(contributor: Contributor, **changes: Any) -> dict[str, Any]:
    fields = ("name", "initials", "slug", "biography")
    return {name: getattr(contributor, name) for name in fields} | {"picture": ""} | changes


# Who leads one section --------------------------------------------------------------------------------


def test_who_leads_one_section_does_not_take_another_under_it(leader, politik, olahraga):
    story = ArticleFactory(section=politik)
    client = signed_in(leader)
    assert is_denied(client.post(screen(politik), form_of_section(politik, parent=olahraga.pk)))
    assert is_denied(client.get(url("edit", story.pk)))
    assert Section.objects.get(pk=politik.pk).parent is None


def test_who_leads_one_section_neither_loosens_nor_deletes_nor_makes_another(leader, politik):
    client = signed_in(leader)
    client.post(screen(politik), form_of_section(politik, workflow=""))
    client.post(screen(politik, "delete"))
    new = reverse(Section.snippet_viewset.get_url_name("add"))
    client.post(new, {"name": "Baru", "slug": "baru", "order": 0, "parent": "", "workflow": ""})
    assert list(Section.objects.filter(slug="politik").values_list("workflow", flat=True)) == [
        two_stages().pk
    ]
    assert not Section.objects.filter(slug="baru").exists()


def test_who_leads_one_section_does_not_become_another_reporter(leader, politik):
    reporter = UserFactory(role=Role.REPORTER, role__section=politik)
    contributor = ContributorFactory(user=reporter)
    story = ArticleFactory(section=politik, contributor=contributor)
    client = signed_in(leader)
    client.post(screen(contributor), form_of_contributor(contributor, user=leader.pk))
    assert is_denied(client.get(url("edit", story.pk)))
    assert Contributor.objects.get().user == reporter


def test_who_leads_one_section_leaves_people_topics_and_settings_to_the_house(leader):
    person, topic = PersonFactory(), TopicFactory()
    client = signed_in(leader)
    for thing in (person, topic):
        assert client.get(screen(thing)).status_code == 200
        assert is_denied(client.post(screen(thing, "delete")))
        thing.refresh_from_db()
    assert is_denied(client.post(settings(), form_of_settings(own_approval="on")))
    assert not Publication.objects.get().own_approval


def test_who_leads_one_section_writes_no_standing_pages(leader):
    assert not GroupPagePermission.objects.filter(group__user=leader).exists()


# Who leads the house ----------------------------------------------------------------------------------


@pytest.mark.parametrize("role", LEADING_ROLES)
def test_who_leads_all_sections_arranges_the_house(role, politik, olahraga):
    client = signed_in(UserFactory(role=role))
    contributor, person = ContributorFactory(), PersonFactory()
    client.post(screen(politik), form_of_section(politik, parent=olahraga.pk))
    client.post(screen(contributor), form_of_contributor(contributor, name="Rosi Tanjung"))
    client.post(settings(), form_of_settings(name="Kabar Arumbai"))
    client.post(screen(person, "delete"))
    assert Section.objects.get(pk=politik.pk).parent == olahraga
    assert Contributor.objects.get().name == "Rosi Tanjung"
    assert Publication.objects.get().name == "Kabar Arumbai"
    assert not type(person).objects.exists()
    assert GroupPagePermission.objects.filter(group__user__role_assignments__role=role).exists()


@pytest.mark.parametrize(("role", "changes"), [(Role.CHIEF_EDITOR, False), (Role.ADMINISTRATOR, True)])
def test_only_who_changes_accounts_says_whose_account_a_contributor_is(role, changes):
    before, after = UserFactory(), UserFactory()
    contributor = ContributorFactory(user=before)
    client = signed_in(UserFactory(role=role))
    client.post(screen(contributor), form_of_contributor(contributor, name="Baru", user=after.pk))
    contributor = Contributor.objects.get()
    assert (contributor.name, contributor.user) == ("Baru", after if changes else before)


def test_whether_authors_approve_their_own_is_logged_with_the_name_of_who_said_so():
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    client = signed_in(chief)
    client.post(settings(), form_of_settings(tagline="Kabar baik"))
    assert not ModelLogEntry.objects.filter(action="terbit.own_approval").exists()
    client.post(settings(), form_of_settings(own_approval="on"))
    client.post(settings(), form_of_settings())
    entries = ModelLogEntry.objects.filter(action="terbit.own_approval").order_by("pk")
    assert [(entry.user, entry.data) for entry in entries] == [
        (chief, {"allowed": True}),
        (chief, {"allowed": False}),
    ]


def test_the_name_of_the_paper_is_one_line():
    client = signed_in(UserFactory(role=Role.CHIEF_EDITOR))
    client.post(settings(), form_of_settings(name="Kabar\r\nArumbai\x1b", tagline="Dekat\nsekali"))
    publication = Publication.objects.get()
    assert (publication.name, publication.tagline) == ("Kabar Arumbai", "Dekat sekali")


# Groups -----------------------------------------------------------------------------------------------


def group_names(user: User) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_the_house_comes_and_goes_with_a_leading_role_in_all_sections(leader):
    role = leader.role_assignments.get().role
    assert group_names(leader) == {f"terbit:{role}"}
    everywhere = UserFactory(role=role)
    assert group_names(everywhere) == {f"terbit:{role}", HOUSE}
    everywhere.role_assignments.all().delete()
    assert group_names(everywhere) == set()


def test_after_an_upgrade_accounts_are_in_the_groups_of_their_roles(leader):
    chief = UserFactory(role=Role.CHIEF_EDITOR)
    Group.objects.get(name=HOUSE).delete()
    lead = Group.objects.get(name=groups.group_name(Role.MANAGING_EDITOR))
    lead.permissions.add(*groups._permissions(["terbit_newsroom.change_section"]))
    for permission in groups.page_permissions():
        GroupPagePermission.objects.create(group=lead, page_id=1, permission=permission)
    apps.furnish()
    assert HOUSE in group_names(chief)
    assert HOUSE not in group_names(leader)
    assert not lead.permissions.filter(codename="change_section").exists()
    assert not lead.page_permissions.exists()
