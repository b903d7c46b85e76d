"""Sections in their order, and their list."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from terbit.newsroom import contexts
from terbit.newsroom.models import Section
from terbit.workflow.role_fields import RoleProvider
from tests.factories import ContributorFactory, PersonFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections() -> list[Section]:
    sport, politics = SectionFactory(name="Olahraga", order=2), SectionFactory(name="Politik", order=1)
    football = SectionFactory(name="Sepakbola", parent=sport, order=1)
    badminton = SectionFactory(name="Bulutangkis", parent=sport, order=1)
    election = SectionFactory(name="Pemilu", parent=politics, order=9)
    return [politics, election, sport, badminton, football]


def test_each_section_stands_before_those_under_it(sections: list[Section]) -> None:
    assert list(Section.objects.all()) == sections


def test_sections_of_pages_know_each_other_without_a_question(
    sections: list[Section], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    politics, election, sport, badminton, football = sections
    with django_assert_num_queries(1):
        found = contexts.sections()
        below = {section: list(section.children.all()) for section in found}
        above = [section.parent for section in found]
    assert found == sections
    assert below == {
        politics: [election],
        sport: [badminton, football],
        election: [],
        badminton: [],
        football: [],
    }
    assert above == [None, politics, None, sport, sport]


def test_the_list_of_sections_is_searched_and_says_what_is_too_broad(
    sections: list[Section], client: Client
) -> None:
    Section.objects.filter(name="Olahraga").update(broad=True)
    client.force_login(UserFactory(role="chief_editor"))
    response = client.get("/ruang-redaksi/rubrik/", {"q": "olahr"})
    assert list(response.context["object_list"]) == sections[2:]
    said = [line.strip() for line in response.text.splitlines()]
    assert said.count("ya") == 1
    assert "False" not in response.text


def test_the_list_of_contributors_names_their_parts(client: Client) -> None:
    ContributorFactory(roles=["photographer"])
    client.force_login(UserFactory(role="chief_editor"))
    html = client.get("/ruang-redaksi/penulis/").text
    assert "Fotografer" in html
    assert "Role labels" not in html


def test_a_person_with_two_names_is_listed_once(client: Client) -> None:
    person = PersonFactory(name="Joko Widodo")
    person.aliases.create(name="Joko W")
    person.aliases.create(name="Pak Joko")
    client.force_login(UserFactory(role="chief_editor"))
    response = client.get("/ruang-redaksi/tokoh/", {"q": "joko"})
    assert list(response.context["object_list"]) == [person]


def test_the_sections_of_a_role_are_folded_and_counted(sections: list[Section]) -> None:
    user = UserFactory(role="editor", role__section=sections[1])
    field = RoleProvider().form_fields(user)["role_editor"]
    html = field.widget.render("role_editor", field.initial, {"id": "id_role_editor"})
    assert "<summary>1 rubrik</summary>" in html
    assert "<details" in html
    assert "open" not in html.split(">")[0]
    assert html.count('class="is-under"') == 3
    assert html.index("semua rubrik") < html.index("Politik") < html.index("Pemilu") < html.index("Olahraga")
