"""A CDN keeps pages until it is told that they changed: tried with a real Varnish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from terbit.config.cdn import Cdn
from terbit.house.cdn import keeping_at_cdn
from terbit.lib import reader_headers
from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from terbit.newsstand.front import Newsstand
from terbit.press import cdn, editions
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from tests.factories import ArticleFactory
from tests.newsstand.house import free_port
from tests.press import reading, varnish

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(varnish.VARNISHD is None, reason="Varnish is not installed"),
]


@dataclass
class Paper:
    """A house behind Varnish; `asked` counts what Varnish asked the house for."""

    folder: Folder
    messenger: cdn.Messenger
    public: str
    asked: Counter[str]

    def read(self, address: str, **headers: str) -> str:
        return varnish.read(self.public + address, **headers)[0]

    def headers(self, address: str) -> dict[str, str]:
        return varnish.read(self.public + address)[1]

    def follow(self) -> None:
        """What the press does, and its messenger."""
        self.folder.catch_up()
        self.messenger.round()


@pytest.fixture
def paper(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Paper]:
    port, own = free_port(), free_port()
    settings.TERBIT_URL = f"http://127.0.0.1:{own}"
    settings.TERBIT_CDN = Cdn("varnish", f"127.0.0.1:{own}")
    settings.WAGTAILFRONTENDCACHE = {
        "default": {"BACKEND": "terbit.press.caches.Varnish", "LOCATION": settings.TERBIT_URL}
    }
    editions.forget()
    folder = Folder(tmp_path / "prints")
    folder.open()
    stand = Newsstand(folder.path, settings.TERBIT_URL)
    misses = Misses(reading.nothing, stand.lookup, folder)

    def house(environ: Any, start_response: Any) -> Any:
        found = stand.lookup(environ, start_response)
        return misses(environ, start_response) if found is None else found

    with varnish.serving(keeping_at_cdn(house), port) as asked, varnish.in_front_of(port, own, tmp_path):
        made = Paper(folder, cdn.Messenger(folder), settings.TERBIT_URL, asked)
        made.follow()
        yield made
    folder.index.close()
    editions.forget()


@pytest.fixture
def story(paper: Paper) -> Article:
    made = ArticleFactory(headline="Sebelum", published=True)
    paper.follow()
    return made


def test_readers_get_a_page_from_the_cdn_until_it_changes_and_then_the_new_one(paper: Paper, story: Article):
    for _ in range(3):
        assert "Sebelum" in paper.read(story.path)
    assert paper.asked[story.path] == 1
    Article.objects.filter(pk=story.pk).update(headline="Sesudah")
    paper.follow()
    for _ in range(3):
        assert "Sesudah" in paper.read(story.path)
    assert paper.asked[story.path] == 2


def test_other_pages_stay_at_the_cdn(paper: Paper, story: Article):
    other = ArticleFactory(headline="Lain", published=True)
    paper.follow()
    paper.read(other.path)
    Article.objects.filter(pk=story.pk).update(headline="Sesudah")
    paper.follow()
    paper.read(other.path)
    assert paper.asked[other.path] == 1


def test_what_trackers_hang_on_an_address_neither_asks_anew_nor_outlives_a_change(
    paper: Paper, story: Article
):
    paper.read(story.path)
    assert "Sebelum" in paper.read(f"{story.path}?utm_source=x")
    assert paper.asked[story.path] == 1
    Article.objects.filter(pk=story.pk).update(headline="Sesudah")
    paper.follow()
    assert "Sesudah" in paper.read(f"{story.path}?utm_source=x")


def test_another_name_of_the_paper_is_on_every_page_at_once(paper: Paper, story: Article):
    paper.read(story.path)
    paper.read("/")
    publication = Publication.read()
    publication.name = "Kabar Lain"
    publication.save()
    paper.follow()
    assert "Kabar Lain" in paper.read(story.path)
    assert "Kabar Lain" in paper.read("/")


def test_a_story_taken_offline_is_gone_from_the_cdn(paper: Paper, story: Article):
    paper.read(story.path)
    publishing.take_offline(story, reason="Memuat identitas anak.")
    paper.follow()
    with pytest.raises(OSError, match="HTTP Error 4"):
        paper.read(story.path)


def test_only_prints_are_kept_and_browsers_ask_each_time(paper: Paper, story: Article):
    assert paper.headers(story.path)["Cache-Control"] == reader_headers.PAGE_AT_CDN
    assert "max-age=0" in reader_headers.PAGE_AT_CDN
    paper.folder.path.joinpath("current").unlink()  # nothing can be printed
    other = ArticleFactory(published=True)
    assert paper.headers(other.path)["Cache-Control"] == reader_headers.PAGE


@pytest.mark.parametrize(
    ("path", "query", "sent", "marked"),
    [
        ("/a/", "", reader_headers.PAGE, reader_headers.PAGE_AT_CDN),
        ("/a/", "utm_source=x", reader_headers.PAGE, reader_headers.PAGE),
        ("/a b/", "", reader_headers.PAGE, reader_headers.PAGE),
        ("/foto/a.jpg", "", reader_headers.FOR_EVER, reader_headers.FOR_EVER),
        ("/foto/a.jpg", "x", reader_headers.FOR_EVER, reader_headers.PAGE),
        ("/a/", "", reader_headers.NEVER, reader_headers.NEVER),
    ],
)
def test_a_cdn_keeps_a_print_under_its_one_address_alone(path: str, query: str, sent: str, marked: str):
    said: list[tuple[str, str]] = []

    def printed(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Cache-Control", sent), ("ETag", '"x"')])
        return []

    environ = {"PATH_INFO": path, "QUERY_STRING": query}
    keeping_at_cdn(printed)(environ, lambda status, headers, *rest: said.extend(headers))
    assert said[0] == ("Cache-Control", marked)
