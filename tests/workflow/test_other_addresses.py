"""What the rest of the newsroom's addresses tell of stories to those who may not see them."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponseBase
from django.test import Client

from terbit.workflow.models import Role
from terbit.workflow.roles import give
from tests.factories import UserFactory
from tests.workflow import addresses
from tests.workflow.paper import HIDDEN, Paper
from tests.workflow.screens import signed_in

pytestmark = pytest.mark.django_db

ELSEWHERE = (Role.REPORTER, Role.EDITOR, Role.MANAGING_EDITOR, Role.CHIEF_EDITOR)


def all_powers_elsewhere(paper: Paper) -> Client:
    """Every role in another section, and administrator: whoever may less, sees less."""
    user = UserFactory(role=Role.ADMINISTRATOR)
    for role in ELSEWHERE:
        give(user, role, paper.olahraga)
    return signed_in(user)


def test_every_address_is_known():
    unknown = {
        (space, name)
        for space, name, _route in addresses.routes()
        if name
        and space not in addresses.CLOSED | addresses.OF_STORIES
        and name not in addresses.OPEN.get(space, "").split()
    }
    assert unknown == set()


def values_of(paper: Paper) -> dict[str, object]:
    """Wherever an address names a record, it is one of the embargoed story."""
    story = paper.stories["embargoed"]
    picture = story.lead_picture_id
    media = story.body[1].value["file"].pk
    values: dict[str, object] = {"image_id": picture, "document_id": media, "doc_id": media}
    values |= {"app_label": "terbit_newsroom", "app_name": "terbit_newsroom", "model_name": "article"}
    values |= {"content_type_app_name": "terbit_newsroom", "content_type_model_name": "article"}
    values |= {"uidb64": "MQ", "token": "set-password", "filter_spec": "max-165x165", "object_id": story.pk}
    values |= {"action": "delete", "action_name": "publish", "path": "kota/", "name": "originals/x.jpg"}
    values |= {"revision_id_a": "earliest", "revision_id_b": "latest", "stamp": "0" * 16, "size": "320"}
    values |= {"extension": "jpg", "revision_id": story.latest_revision_id, "session_id": 1, "page_id": 1}
    values |= {"section": story.section_id, "slug": "topik-baru", "light": "a3380f", "dark": "f0a072"}
    values |= {"year": 2026, "month": 5, "day": 1, "file": "2026/05/banjir.jpg"}
    values |= {
        "feed": "feed/",
        "number": story.pk,
        "kind": "topik",
        "accent": "a3380f",
        "pixels": 180,
        "part": 2,
    }
    return {**dict.fromkeys(PAGES, 1), **dict.fromkeys(NUMBERS, 1), **values}


PAGES = ("parent_page_id", "page_to_move_id", "destination_id", "page_pk")
NUMBERS = (
    "task_state_id",
    "task_id",
    "workflow_state_id",
    "workflow_pk",
    "collection_id",
    "uploaded_file_id",
)


def pk_for(space: str, paper: Paper) -> int:
    story = paper.stories["embargoed"]
    return {
        "wagtailimages_chooser": story.lead_picture_id,
        "wagtaildocs_chooser": story.body[1].value["file"].pk,
        "wagtailadmin_api:images": story.lead_picture_id,
    }.get(space, 1)


def addresses_of(paper: Paper, closed: bool) -> list[str]:
    values, found = values_of(paper), []
    for space, _name, route in addresses.routes():
        if (space in addresses.CLOSED) == closed and space not in addresses.OF_STORIES:
            found.append(addresses.filled(route, values | {"pk": pk_for(space, paper)}))
    return found


def test_screens_that_are_not_used_answer_to_nobody(paper):
    client = signed_in(UserFactory(is_superuser=True))
    for address in addresses_of(paper, closed=True):
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in (404, 405), address


def test_no_other_address_tells_of_a_story_that_one_may_not_see(paper):
    client = all_powers_elsewhere(paper)
    client.raise_request_exception = False  # some of Wagtail's views break on such queries
    picture = paper.stories["embargoed"].lead_picture_id
    asked = f"?layout=list&id={picture}&ids={picture}"
    for address in addresses_of(paper, closed=False):
        queries = ("", asked, "?q=jembatan&layout=list") if LISTS.search(address) else ("",)
        for query in queries if not address.endswith(("/logout/", "/failwhale/")) else ():
            assert HIDDEN.lower() not in text_of(client.get(address + query)), address + query


LISTS = re.compile(
    r"/(images|documents|tokoh|topik|penulis|bulk|chooser|choose|choose-page|api|cari|halaman-depan)/|search|multiple"
)


def text_of(response: HttpResponseBase) -> str:
    """Headers and body in small letters."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return f"{response.headers} {body.decode(errors='replace')}".lower()
