"""A picture in the place of the name."""

from __future__ import annotations

import pytest

from terbit.newsroom.models import Publication
from tests.browser import chromium
from tests.conftest import VENDOR
from tests.factories import PictureFactory, picture_file
from tests.theme.test_reading import STANDS_OUT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(
        VENDOR != "sqlite", reason="pages are read once: they are the same from either database"
    ),
]


@pytest.fixture
def logo() -> None:
    publication = Publication.load()
    publication.name = "Kabar Arumbai"
    publication.logo = PictureFactory(file=picture_file(size=(1200, 200)), description="Gambar perahu.")
    publication.save()


def test_a_logo_stands_for_the_name_on_a_phone_as_it_was_drawn(new_page, live_house, logo):
    page = new_page(viewport={"width": 360, "height": 700})
    page.goto(live_house.url)
    image = page.get_by_role("banner").get_by_role("img", name="Kabar Arumbai")  # the name, not what is drawn
    image.evaluate("image => image.decode()")
    box = image.bounding_box()
    assert 30 <= box["height"] <= 48 and box["width"] / box["height"] == pytest.approx(6, rel=0.03)
    assert page.evaluate(STANDS_OUT) == []
    look = "image => [getComputedStyle(image).filter, getComputedStyle(image).backgroundColor]"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert image.evaluate(look) == ["none", "rgba(0, 0, 0, 0)"]
    assert page.get_by_role("banner").get_by_role("link", name="Kabar Arumbai").get_attribute("href") == "/"
