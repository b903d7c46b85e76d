"""The paper on a phone: its icon, data that is saved, and what is read where there is no network."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.core.signals import request_started
from PIL import Image

from terbit.newsroom import publishing
from terbit.newsroom.models import Publication
from terbit.theme import icons
from tests.browser import chromium
from tests.conftest import VENDOR
from tests.factories import PictureFactory, picture_file, redraft
from tests.theme import papers

IN_A_BROWSER = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(VENDOR != "sqlite", reason="what a browser keeps is the same from either database"),
]

SAVED_BEFORE = """async () => {
    localStorage.clear();
    for (const name of await caches.keys()) if (name.startsWith("terbit-foto-")) await caches.delete(name);
    await caches.open("terbit-hemat");
}"""
SEEN = """async () => {
    const image = () => document.querySelector("main picture img");
    for (let tries = 0; tries < 100 && !image().naturalWidth; tries++) await new Promise(next => setTimeout(next, 50));
    return image().naturalWidth;
}"""
TAKEN_OVER = """async () => {
    const { serviceWorker } = navigator;
    const change = new Promise(next => serviceWorker.addEventListener("controllerchange", () => next()));
    if (!serviceWorker.controller) await change;
}"""
KEPT = """async () => {
    const name = (await caches.keys()).find(name => name.startsWith("terbit-halaman-"));
    return (await (await caches.open(name)).keys()).map(request => new URL(request.url).pathname);
}"""


@pytest.fixture
def live_paper(time_machine, live_house) -> papers.Paper:
    time_machine.move_to(papers.NOON, tick=True)
    return papers.make()


@pytest.fixture
def photos() -> Iterator[list[str]]:
    """The pictures that the house was asked for."""
    asked: list[str] = []

    def note(environ, **_signal):
        asked.extend([environ["PATH_INFO"]] if environ["PATH_INFO"].startswith("/foto/") else [])

    request_started.connect(note)
    yield asked
    request_started.disconnect(note)


def in_a_browser(test):
    for mark in IN_A_BROWSER:
        test = mark(test)
    return test


def manifest(client) -> dict:
    answer = client.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    return json.loads(answer.content)


@pytest.mark.django_db
def test_the_paper_can_stand_among_the_programs_of_a_phone(client):
    Publication.objects.update_or_create(pk=1, defaults={"name": "Kabar Arumbai", "accent": "#006064"})
    told = manifest(client)
    assert (told["name"], told["lang"], told["start_url"]) == ("Kabar Arumbai", "id", "/")
    assert [icon["src"] for icon in told["icons"]] == ["/ikon/006064-192.png", "/ikon/006064-512.png"]
    for icon in told["icons"]:
        drawn = Image.open(BytesIO(client.get(icon["src"]).content))
        assert (f"{drawn.width}x{drawn.height}", drawn.format) == (icon["sizes"], "PNG")
        middle, corner = (drawn.width // 2, drawn.height // 2), (0, 0)
        assert (drawn.getpixel(middle), drawn.getpixel(corner)) == ((0, 96, 100), (253, 252, 249))
    assert 'rel="apple-touch-icon" href="/ikon/006064-180.png"' in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("accent", ["#006064", Publication._meta.get_field("accent").default])
def test_who_asks_for_an_icon_without_having_read_a_page_is_led_to_it(client, accent):
    Publication.objects.update_or_create(pk=1, defaults={"accent": accent})
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert f'rel="icon" href="{answer["Location"]}"' in client.get("/").content.decode()
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/ikon/a3380f-181.png", "/ikon/123456-192.png"])
def test_no_address_asks_for_an_icon_of_its_own(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("width", "height", "is_icon"), [(600, 600, True), (900, 300, False)])
def test_a_logo_that_is_square_is_the_icon(client, width, height, is_icon):
    logo = PictureFactory(file=picture_file(size=(width, height)))
    Publication.objects.update_or_create(pk=1, defaults={"logo": logo})
    first = manifest(client)["icons"][0]
    assert first["src"].startswith(f"/foto/{logo.pk}/") == is_icon
    answer = client.get(first["src"])
    assert (answer.status_code, answer["Content-Type"]) == (200, first["type"])
    for close in answer._resource_closers:  # `close()` would say that a request has ended
        close()
    assert bool(icons.square_logo(Publication.read())) == is_icon
    worker = client.get("/sw.js").content.decode()
    assert f'LOGO = "/foto/{logo.pk}/"' in worker  # it is never kept from who saves data


@in_a_browser
def test_where_pictures_cost_too_much_they_wait_until_they_are_tapped(
    new_page, live_house, live_paper, photos
):
    page = new_page(service_workers="allow")
    address = live_house.url + live_paper.pages["story, whole"]
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready")
    heights = "[...document.querySelectorAll('main img')].map(image => image.clientHeight)"
    before = page.evaluate(heights)
    page.get_by_role("button", name="Hemat data").click()
    page.reload()
    photos.clear()
    page.goto(address, wait_until="networkidle")
    assert photos == []
    held = page.locator("img.held")
    assert held.count() == page.locator("main picture").count() > 3
    assert page.evaluate(heights) == before
    first = page.get_by_role("button", name=f"Tampilkan gambar: {live_paper.picture.alt}").first
    first.focus()
    page.keyboard.press("Enter")
    page.evaluate("document.activeElement.decode()")
    assert page.evaluate("document.activeElement.naturalWidth") > 50
    assert len(photos) == 1
    assert page.evaluate("document.activeElement.alt") == live_paper.picture.alt
    page.get_by_role("button", name="Tampilkan semua gambar").click()
    assert held.count() == 0
    # Saved at an earlier visit because the browser asked for it, and not any longer.
    page.evaluate(SAVED_BEFORE)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.reload(wait_until="networkidle")
    assert not page.evaluate("caches.has('terbit-hemat')")
    assert page.evaluate(SEEN) > 50


@in_a_browser
@pytest.mark.complains(r"status of 4(04|10)|ERR_INTERNET_DISCONNECTED|ERR_FAILED")
def test_what_was_read_is_read_again_without_a_network_and_what_was_withdrawn_is_not(
    new_page, live_house, live_paper
):
    page = new_page(service_workers="allow")
    read, other = live_paper.stories["whole"], live_paper.stories["news"]
    page.goto(live_house.url)
    page.evaluate(TAKEN_OVER)  # the paper's policy lets nobody wait for a string that is true
    for path in (read.path, "/cari/?rubrik=daerah", "/robots.txt", other.path):
        page.goto(live_house.url + path)
    kept = page.evaluate(KEPT)
    assert read.path in kept
    assert not {"/cari/", "/robots.txt"} & {*kept}
    page.context.set_offline(True)
    page.goto(live_house.url + read.path)
    assert page.get_by_role("heading", level=1).inner_text() == read.headline
    assert (
        page.locator("body").evaluate("body => getComputedStyle(body).margin") == "0px"
    )  # the sheet is there
    page.goto(live_house.url + live_paper.topic.path)
    assert page.get_by_role("heading", level=1).inner_text() == "Tidak ada sambungan."
    page.get_by_role("link", name=read.headline).wait_for()

    page.context.set_offline(False)
    redraft(other, headline="Judul yang Diperbaiki").publish()
    page.goto(live_house.url + other.path)
    assert page.get_by_role("heading", level=1).inner_text() == "Judul yang Diperbaiki"
    publishing.take_offline(read, reason="Keliru.")
    page.goto(live_house.url + read.path)
    page.context.set_offline(True)
    page.goto(live_house.url + read.path)
    assert page.get_by_role("heading", level=1).inner_text() != read.headline
    assert read.standfirst not in page.content()
