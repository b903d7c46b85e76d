"""Films, sound and pictures are linked into the prints as long as something published shows them.

Where they cannot be printed, readers get them from the store.
"""

from __future__ import annotations

import os
import shutil
import tracemalloc
from collections.abc import Iterable
from typing import Any

import pytest
from django.db import OperationalError, connection
from wagtail.models import Page, PageViewRestriction, Site

from terbit.newsroom.models import StandingPage
from terbit.newsstand.front import Newsstand
from terbit.pictures.addresses import media_url, shown_url
from terbit.press.answering import Misses
from terbit.press.folder import Folder
from terbit.press.pressroom import press
from tests.factories import ArticleFactory, PictureFactory, UserFactory
from tests.newsroom.bodies import media_file
from tests.press import reading

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 30_000_000


@pytest.fixture
def misses(folder: Folder, settings: Any) -> Misses:
    stand = Newsstand(folder.path, settings.TERBIT_URL)
    return Misses(reading.nothing, stand.lookup, folder, send_file=stand.send_file)


@pytest.fixture
def film(folder: Folder) -> str:
    """The address of a long one that a published story plays."""
    media = media_file()
    os.truncate(media.file.path, LONG)
    body = [("paragraph", "<p>Dengarkan rekamannya.</p>"), ("media", {"file": media})]
    ArticleFactory(body=body, published=True)
    folder.catch_up()
    return media_url(media)


def nothing_can_be_printed(folder: Folder) -> None:
    shutil.rmtree(folder.path / "locks", ignore_errors=True)
    (folder.path / "locks").write_text("")  # nobody can hold a lock in it


def ask(misses: Misses, address: str, method: str = "GET", **said: str) -> tuple[str, dict[str, str], Any]:
    environ = {"REQUEST_METHOD": method, "HTTP_HOST": misses.place.host, "PATH_INFO": address, **said}
    started: list[tuple[str, dict[str, str]]] = []
    body = misses(environ, lambda status, headers, *rest: started.append((status, dict(headers))))
    assert len(started) == 1
    return (*started[0], body)


def length(body: Iterable[bytes]) -> int:
    return sum(len(piece) for piece in body)


def test_a_film_that_cannot_be_printed_is_sent_in_pieces(misses: Misses, film: str):
    nothing_can_be_printed(misses.place)
    tracemalloc.start()
    status, headers, body = ask(misses, film)
    assert (status, headers["Content-Length"], length(body)) == ("200 OK", str(LONG), LONG)
    assert tracemalloc.get_traced_memory()[1] < LONG / 3
    tracemalloc.stop()


def test_a_part_of_a_film_that_cannot_be_printed_is_sent_alone(misses: Misses, film: str):
    nothing_can_be_printed(misses.place)
    status, headers, body = ask(misses, film, HTTP_RANGE="bytes=100-299")
    assert status == "206 Partial Content"
    assert headers["Content-Range"] == f"bytes 100-299/{LONG}"
    assert length(body) == 200


def test_no_cdn_keeps_a_film_that_could_not_be_printed(misses: Misses, film: str):
    """It has no tag, by which the house knows what the press will tell the CDN of (`house.cdn`)."""
    nothing_can_be_printed(misses.place)
    _status, headers, body = ask(misses, film)
    body.close()
    assert "ETag" not in headers
    assert headers["Cache-Control"].startswith("public, max-age=0")


def test_who_asks_for_the_head_of_a_film_alone_gets_no_body(misses: Misses, film: str):
    nothing_can_be_printed(misses.place)
    status, headers, body = ask(misses, film, "HEAD")
    assert (status, headers["Content-Length"], list(body)) == ("200 OK", str(LONG), [])


@pytest.mark.parametrize("address", ["/", "/cari/"])
def test_who_asks_for_the_head_of_a_page_first_is_answered_once(misses: Misses, address: str):
    assert ask(misses, address, "HEAD")[0] == "200 OK"
    assert misses.place.lies(address)


def test_a_film_of_an_edition_of_before_is_sent_in_pieces_where_the_database_is_gone(
    misses: Misses, film: str, folder: Folder
):
    assert press(folder, film).state == "kept"
    folder.switch("baru")

    def refuse(execute, sql, params, many, context):
        raise OperationalError("the database is gone")

    with connection.execute_wrapper(refuse):
        status, headers, body = ask(misses, film, HTTP_RANGE="bytes=-5")
    assert (status, headers["Content-Type"], length(body)) == ("206 Partial Content", "audio/mpeg", 5)


def test_whoever_knows_no_newsstand_sends_a_film_in_blocks(folder: Folder, film: str):
    misses = Misses(reading.nothing, reading.Lookup(folder), folder)
    nothing_can_be_printed(folder)
    status, headers, body = ask(misses, film, QUERY_STRING="")
    assert (status, headers["Content-Length"], length(body)) == ("200 OK", str(LONG), LONG)
    body.close()
    assert list(ask(misses, film, "HEAD", QUERY_STRING="")[2]) == []


@pytest.fixture
def root(folder: Folder) -> Page:
    return Site.objects.get().root_page


def page_with_a_picture(above: Page) -> tuple[StandingPage, str]:
    """A standing page, and the address of the picture on it."""
    picture = PictureFactory()
    body = f'<embed alt="Gedung" embedtype="image" format="fullwidth" id="{picture.pk}"/>'
    page = above.add_child(instance=StandingPage(title="Gedung kami", slug="gedung", body=body))
    return page, shown_url(picture)


def is_given_out(folder: Folder, address: str) -> bool:
    """Whether readers get it, printed or not."""
    folder.catch_up()
    lies = folder.lies(address)
    kept = press(folder, address).state == "kept"
    assert kept or not lies  # what nobody may see lies nowhere, before anybody asks
    return kept


@pytest.mark.parametrize("closed", ["gedung", "atas"])
def test_the_picture_of_a_page_that_is_closed_to_the_public_goes_and_comes_back(
    folder: Folder, root: Page, closed: str
):
    _page, address = page_with_a_picture(root.add_child(instance=StandingPage(title="Atas", slug="atas")))
    assert is_given_out(folder, address)
    restriction = PageViewRestriction.objects.create(
        page=Page.objects.get(slug=closed), restriction_type="login"
    )
    assert not is_given_out(folder, address)
    restriction.delete()
    assert is_given_out(folder, address)


def test_the_picture_of_a_page_that_is_moved_below_a_closed_one_goes(folder: Folder, root: Page):
    closed = root.add_child(instance=StandingPage(title="Atas", slug="atas"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    page, address = page_with_a_picture(root)
    assert is_given_out(folder, address)
    page.move(closed, pos="last-child", user=UserFactory(is_superuser=True))
    assert not is_given_out(folder, address)


def test_a_picture_is_not_pressed_again_because_another_page_changes(folder: Folder, root: Page):
    closed = root.add_child(instance=StandingPage(title="Atas", slug="atas"))
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    _page, address = page_with_a_picture(root)
    assert is_given_out(folder, address)
    StandingPage.objects.filter(pk=closed.pk).update(body="<p>Lain</p>")
    Page.objects.filter(pk=closed.pk).update(title="Lain")
    folder.catch_up()
    assert folder.lies(address)
