"""Whatever a page reads is noted: every query of every kind of page."""

from __future__ import annotations

import re

import pytest
import time_machine

from terbit.newsroom.models import Article
from terbit.press import editions, pressroom, recording, rendering
from terbit.press.addressbook import addresses
from terbit.press.folder import Folder
from tests.press.guard import NotNoted, guarding
from tests.theme import papers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paper() -> papers.Paper:
    with time_machine.travel(papers.NOON):
        return papers.make()


def pages(paper: papers.Paper) -> list[str]:
    known = [address for address in paper.pages.values() if "?" not in address]
    return list(
        dict.fromkeys(
            [*known, *addresses(), "/indeks/", "/indeks/2026/11/", "/?p=7", f"{paper.whole.path}amp/"]
        )
    )


def test_no_page_reads_anything_that_is_not_noted(paper: papers.Paper, folder: Folder):
    with guarding():
        for address in pages(paper):
            page = rendering.render(address)
            for shared in re.findall(rb"/foto/bagikan/[^\"]+", page.sheet.body if page else b""):
                picture = rendering.render(shared.decode())
                assert picture is not None and picture.sheet.status == 200, address


def test_a_page_notes_the_same_when_it_is_rendered_again(paper: papers.Paper, folder: Folder):
    """Nothing that a process remembers hides from the second rendering what the first has read."""
    for address in pages(paper):
        editions.forget()
        cold, warm = rendering.render(address), rendering.render(address)
        assert cold is not None and warm is not None
        assert cold.keys == warm.keys
        assert cold.sheet.body == warm.sheet.body


def test_a_list_without_a_name_fails_the_rendering(paper: papers.Paper):
    with guarding(), recording.recording(recording.Recorder()), pytest.raises(NotNoted, match="list"):
        list(Article.objects.filter(live=True))


def test_pictures_of_a_page_are_noted_with_their_uses(paper: papers.Paper, folder: Folder):
    with guarding():
        page = rendering.render(paper.whole.path)
        assert page is not None
        parts = page.sheet.body.decode().split(chr(34))
        picture = next(part for part in parts if part.startswith("/foto/") and part.endswith(".jpg"))
        assert pressroom.press(folder, picture).state == "kept", picture
        shared = next(part for part in parts if "/foto/bagikan/" in part).removeprefix("http://testserver")
        assert f"article:{paper.whole.pk}" in rendering.render(shared).keys  # it goes with its story
