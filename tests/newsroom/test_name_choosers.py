"""Choosing a person, a topic or a contributor among thousands, or adding the one that lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from terbit.newsroom.models import Person, Topic
from terbit.newsroom.models.person import Office, PersonAlias
from terbit.newsroom.models.topic import TopicAlias
from tests.factories import ContributorFactory, PersonFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(UserFactory(role="editor"))
    return client


def address(model: str, view: str) -> str:
    return reverse(f"wagtailsnippetchoosers_terbit_newsroom_{model}:{view}")


def found(client: Client, model: str, words: str) -> str:
    response = client.get(address(model, "choose_results"), {"q": words})
    assert response.status_code == 200
    return response.text


def test_a_person_is_found_by_parts_of_the_name_or_by_another_name_and_shows_the_present_office(
    editor: Client,
) -> None:
    person = PersonFactory(name="Joko Suryo Widodo")
    PersonAlias.objects.create(person=person, name="Jokowi")
    Office.objects.create(person=person, title="Wali Kota Lama", end=date(2012, 1, 1))
    Office.objects.create(person=person, title="Kepala Dinas Air", start=date(2020, 1, 1))
    PersonFactory(name="Retno Widodo")
    for words in ("widodo joko", "JOKOWI"):
        html = found(editor, "person", words)
        assert "Joko Suryo Widodo" in html
        assert "Kepala Dinas Air" in html
        assert "Wali Kota Lama" not in html
        assert "Retno" not in html


def test_the_ones_whose_name_begins_with_the_words_come_first(editor: Client) -> None:
    PersonFactory(name="Budi Ali"), PersonFactory(name="Ali Zaini")
    html = found(editor, "person", "ali")
    assert html.index("Ali Zaini") < html.index("Budi Ali")


def test_a_topic_is_found_by_another_name_and_a_merged_one_is_not_offered(editor: Client) -> None:
    topic = TopicFactory(name="Badan Meteorologi", kind="organisation")
    TopicAlias.objects.create(topic=topic, name="BMKG")
    TopicFactory(name="BMKG Lama", merged_into=topic)
    html = found(editor, "topic", "bmkg")
    assert "Badan Meteorologi" in html
    assert str(topic.get_kind_display()).lower() in html.lower()
    assert "BMKG Lama" not in html


def test_a_contributor_is_found_by_initials(editor: Client) -> None:
    ContributorFactory(name="Siti Rahma", initials="srh")
    ContributorFactory(name="Andi Putra", initials="apt")
    html = found(editor, "contributor", "srh")
    assert "Siti Rahma" in html
    assert "Andi Putra" not in html


def test_a_new_person_with_an_office_is_made_in_passing_by_those_who_may(editor: Client) -> None:
    assert 'name="office"' in editor.get(address("person", "choose")).json()["html"]
    answer = editor.post(address("person", "create"), {"name": "Wan  Azizah", "office": "Bupati Agam"}).json()
    assert answer["step"] == "chosen"
    person = Person.objects.get(name="Wan Azizah")
    assert person.slug == "wan-azizah"
    assert str(person.office_on(date(2026, 1, 1))) == "Bupati Agam"


def test_who_may_not_add_people_is_not_offered_to() -> None:
    client = Client()
    client.force_login(UserFactory(role="administrator"))
    assert client.post(address("person", "create"), {"name": "Wan Azizah"}).status_code in (302, 403)
    assert not Person.objects.exists()


def test_somebody_on_file_is_not_made_a_second_time_in_passing(editor: Client) -> None:
    PersonAlias.objects.create(person=PersonFactory(name="Joko Widodo"), name="Jokowi")
    for name in ("joko widodo", "JOKOWI"):
        answer = editor.post(address("person", "create"), {"name": name, "office": ""}).json()
        assert answer["step"] == "reshow_creation_form"
    assert Person.objects.count() == 1


def test_namesakes_have_addresses_of_their_own(editor: Client) -> None:
    fields: dict[str, Any] = {"name": "A/B", "kind": "topic"}
    for name in ("Banjir Agam", "Banjir-Agam"):
        answer = editor.post(address("topic", "create"), fields | {"name": name}).json()
        assert answer["step"] == "chosen"
    assert set(Topic.objects.values_list("slug", flat=True)) == {"banjir-agam", "banjir-agam-2"}


def test_a_page_of_people_takes_as_many_queries_as_one_person(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            found(editor, "person", "budi")
        return len(captured)

    PersonFactory(name="Budi")
    queries()
    few = queries()
    for number in range(10):
        Office.objects.create(person=PersonFactory(name=f"Budi {number}"), title="Lurah")
    assert queries() == few
