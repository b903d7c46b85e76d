"""A running house hands out prints, and what changes is seen at the next look."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from tests.house.conftest import House, copied, shell, wait_for

NAME = """
from terbit.newsroom.models import Publication
publication = Publication.load()
publication.name = {name!r}
publication.save()
"""


@pytest.fixture(scope="module")
def open_house(furnished: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with copied(furnished, tmp_path_factory.mktemp("prints") / "terbit-data") as house, house.running():
        yield house


def page(house: House, path: str) -> tuple[str, str | None]:
    """What is read at a path, and the tag that only prints have."""
    with urllib.request.urlopen(f"http://127.0.0.1:{house.port}{path}", timeout=10) as answer:
        return answer.read().decode(), answer.headers["ETag"]


def test_readers_get_prints_from_disk(open_house: House):
    page(open_house, "/")
    body, tag = page(open_house, "/?utm_source=surat")
    assert tag
    printed = open_house.home / "prints/current" / f"127.0.0.1:{open_house.port}" / "index.html"
    assert printed.read_text() == body


def test_a_change_of_the_masthead_is_on_the_printed_page_at_once(open_house: House):
    page(open_house, "/")
    shell(open_house, NAME.format(name="Kabar Muara"))
    wait_for(lambda: "Kabar Muara" in page(open_house, "/")[0], seconds=5)


def test_a_number_of_a_paper_that_never_moved_in_leads_nowhere(open_house: House):
    assert open_house.status("/?p=4711") == 404
    assert open_house.status("/?q=4711") == 200


def test_a_verb_finds_every_print_right(open_house: House):
    page(open_house, "/")
    verified = open_house.terbit("press", "--verify", PORT=str(open_house.port))
    assert verified.status == 0, verified.out + verified.err
