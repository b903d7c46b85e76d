"""Whoever works in the newsroom meets no English, whether or not a catalogue could have turned it into Indonesian."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import resolve

from terbit.workflow.models import Role
from terbit.workflow.roles import give
from tests.conftest import VENDOR
from tests.factories import UserFactory
from tests.messages import texts
from tests.workflow.paper import Paper
from tests.workflow.screens import HOME, LOGIN, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(VENDOR != "sqlite", reason="words are the same from either database"),
]

# Words of English, and of screens, that are none of Indonesian.
ENGLISH = re.compile(
    r"""\b(the|of|and|to|is|are|your|this|that|with|for|from|not|you|no|by|at|in|or|on|off|up|down|add|edit|delete|remove|
    search|close|open|save|cancel|show|hide|toggle|more|all|new|select|choose|loading|pages?|next|previous|today|ago|
    errors?|required|invalid|changes?|view|actions?|sort|upload(ed)?|files?|images?|comments?|reply|resolve|reports?|
    history|users?|groups?|settings|help|undo|redo|bold|heading|block|insert|expand|collapse|copy|preview|published|live|
    results?|clear|apply|back|current|update|create|move|drag|locked|unlock|available|forbidden|failed|denied|found)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Names: of licences, of a menu of Ghost's and a folder of WordPress's, of what stands between braces in an address.
NAMES = re.compile(r"Creative Commons BY\S*|Settings › Export|wp-content/uploads|content/images|\{\w+\}")


def english(html: str) -> set[str]:
    return {text for text in texts(html) if ENGLISH.search(NAMES.sub("", text))}


def walk(client: Client) -> dict[str, str]:
    """A screen of each kind that can be reached, by the name of its view."""
    waiting, tried, found = [HOME], {"wagtailadmin_logout"}, {}
    while waiting:
        address = waiting.pop(0).split("?")[0]
        name = resolve(address).view_name
        if name in tried:
            continue
        tried.add(name)
        answer = client.get(address)
        waiting += [answer["Location"]] if answer.status_code == 302 else []
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            found[name] = answer.content.decode()
            waiting += set(re.findall(rf"{HOME}[\w/-]*/", found[name])) - set(waiting)
    return found


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CHIEF_EDITOR], ids=str)
def test_no_screen_of_the_newsroom_has_a_word_of_english(paper: Paper, role: Role):
    user = UserFactory(role=role)
    if role == Role.CHIEF_EDITOR:
        for section in (paper.kota, paper.olahraga):
            give(user, role, section)
    screens = walk(signed_in(user))
    assert len(screens) > 25, sorted(screens)
    assert {name: words for name, html in screens.items() if (words := english(html))} == {}


def test_a_form_that_came_from_nobody_is_answered_in_indonesian():
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "x"})
    page = answer.content.decode()
    assert answer.status_code == 403 and english(page) == set()
    assert "Tidak terkirim" in page and f'href="{HOME}"' in page


def test_english_would_be_seen():
    assert english('<nav aria-label="Actions"><a title="Sunting">Sunting</a></nav>') == {"Actions"}
    assert english("<p>Creative Commons BY-SA</p><p>Save draft</p><script>the</script>") == {"Save draft"}
