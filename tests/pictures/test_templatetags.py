"""Pictures in templates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.test import Client

from terbit.pictures.models import Picture
from tests.pictures.factories import MediaFileFactory, PictureFactory, drawing, picture_bytes, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Picture:
    return PictureFactory(file=upload(picture_bytes(drawing(800, 600))))


def render(tag: str, **context: Any) -> str:
    return Template("{% load pictures %}" + tag).render(Context(context))


def parsed(tag: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(render(tag, **context), "html.parser")


def test_a_picture_comes_in_three_formats_with_its_size(photo: Picture) -> None:
    page = parsed('{% picture photo sizes="50vw" widths="320,640,1200" class="utama" %}', photo=photo)
    assert [source["type"] for source in page.picture.find_all("source")] == ["image/avif", "image/webp"]
    assert all(source["sizes"] == "50vw" for source in page.picture.find_all("source"))
    image = page.img
    assert image["class"] == ["utama"]
    assert (image["width"], image["height"]) == ("640", "480")
    assert [entry.split()[1] for entry in image["srcset"].split(", ")] == ["320w", "640w", "800w"]
    assert image["src"].endswith("-640.jpg")
    assert (image["loading"], image["decoding"]) == ("lazy", "async")
    assert not image.has_attr("fetchpriority")
    assert image["alt"] == photo.description


def test_the_first_picture_of_a_page_can_be_hurried(photo: Picture) -> None:
    image = parsed('{% picture photo fetchpriority="high" %}', photo=photo).img
    assert (image["loading"], image["fetchpriority"]) == ("eager", "high")
    assert parsed('{% picture photo loading="eager" %}', photo=photo).img["loading"] == "eager"


def test_a_crop_keeps_its_ratio(photo: Picture) -> None:
    image = parsed('{% picture photo ratio="16:9" widths="320,640" %}', photo=photo).img
    assert (image["width"], image["height"]) == ("640", "360")
    assert image["src"].endswith("-640x360.jpg")


def test_a_picture_smaller_than_asked_is_shown_as_it_is() -> None:
    tiny = PictureFactory(file=upload(picture_bytes(drawing(50, 40))))
    image = parsed('{% picture photo widths="1600" %}', photo=tiny).img
    assert (image["width"], image["height"]) == ("50", "40")


def test_every_word_is_escaped() -> None:
    hostile = '"><script>alert(1)</script>'
    photo = PictureFactory(description=hostile)
    for tag in (
        "{% picture photo sizes=bad class=bad %}",
        "{% picture photo alt=bad loading=bad decoding=bad %}",
    ):
        page = parsed(tag, photo=photo, bad=hostile)
        assert page.script is None
        assert page.img["alt"] == hostile


def test_the_alt_text_can_be_the_storys_own(photo: Picture) -> None:
    assert parsed('{% picture photo alt="Lain" %}', photo=photo).img["alt"] == "Lain"
    assert parsed('{% picture photo alt="" %}', photo=photo).img["alt"] == ""
    photo.contextual_alt_text = "Dari blok"
    assert parsed("{% picture photo %}", photo=photo).img["alt"] == "Dari blok"
    photo.decorative = True
    assert parsed("{% picture photo %}", photo=photo).img["alt"] == ""


def test_a_missing_alt_text_is_never_the_title() -> None:
    assert parsed("{% picture photo %}", photo=PictureFactory(description="")).img["alt"] == ""


def test_no_picture_is_nothing() -> None:
    assert render("{% picture photo %}", photo=None) == ""


def test_a_word_misspelt_in_a_template_is_noticed(photo: Picture) -> None:
    with pytest.raises(TypeError, match="clas"):
        render('{% picture photo clas="x" %}', photo=photo)


def test_a_page_makes_no_copy_and_no_query(
    photo: Picture, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(0):
        render("{% picture photo %}", photo=photo)
    assert not photo.renditions.exists()


def test_a_preview_shows_what_needs_a_sign_in(photo: Picture, editor: Client) -> None:
    media = MediaFileFactory()
    html = render(
        "{% picture photo %}{% picture_url photo 640 %}{% media_url media %}", **locals(), preview=True
    )
    assert '"/foto/' not in html
    assert "/foto/" not in html.replace("/ruang-redaksi/foto/", "")
    assert "/ruang-redaksi/media/audio-video/" in html


def test_every_address_of_a_page_works(photo: Picture, shown: set[int], client: Client) -> None:
    shown.add(photo.pk)
    page = parsed('{% picture photo ratio="1:1" widths="160,240" %}', photo=photo)
    addresses = [page.img["src"]]
    for element in [page.img, *page.find_all("source")]:
        addresses += [entry.split()[0] for entry in element["srcset"].split(", ")]
    assert len(set(addresses)) == 6
    for address in set(addresses):
        assert client.get(address).status_code == 200


def test_the_address_for_sharing_is_a_jpeg_of_the_size_sharing_wants(photo: Picture) -> None:
    assert render('{% picture_url photo 1200 "40:21" %}', photo=photo).endswith("-1200x630.jpg")


def test_readers_get_the_public_address_of_sound_and_film() -> None:
    media = MediaFileFactory()
    assert render("{% media_url media %}", media=media).startswith(f"/media/{media.pk}/")
