"""Share pictures: whatever the headline and the picture, a JPEG of 1200 × 630 that every app takes."""

from __future__ import annotations

import random
from io import BytesIO

import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.pictures import sharing, typesetting
from terbit.pictures.models import Picture
from terbit.pictures.sharing import SharePicture
from tests.pictures.factories import PictureFactory, drawing, exif, picture_bytes, upload

FORTY = " ".join(["Nelayan"] * 20 + ["surat"] * 20)
ARABIC = "السلام عليكم ورحمة الله وبركاته"
HEADLINES = [
    "",
    "Juara",
    FORTY,
    "P" * 300,
    "Pesta 🎉👨‍👩‍👧 Laut",
    ARABIC,
    f"Khutbah {ARABIC} dibacakan",
    "日本語",
]


def picture_of(headline: str = "", **fields: object) -> SharePicture:
    return SharePicture("Kabar Arumbai", "#a3380f", headline=headline, **fields)


def photograph(**fields: object) -> Picture:
    return Picture(collection_id=1, **fields)


def opened(share: SharePicture) -> PIL.Image.Image:
    """As a phone opens it; what no phone takes fails here."""
    content = share.jpeg()
    assert len(content) <= sharing.MOST_BYTES
    image = PIL.Image.open(BytesIO(content))
    assert (image.format, image.size, image.mode) == ("JPEG", (1200, 630), "RGB")
    return image


@pytest.mark.parametrize("headline", HEADLINES)
def test_any_headline_is_set(headline):
    image = opened(picture_of(headline, label="Perlu verifikasi"))
    assert len(image.resize((60, 32)).getcolors(1920)) > 20  # there is something on it
    corners = [image.getpixel(place) for place in ((2, 2), (1197, 2), (2, 627), (1197, 627))]
    assert all(min(corner) > 245 for corner in corners)  # nothing runs over the edge


@given(st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=25, deadline=None)
def test_no_text_breaks_it(headline, label):
    opened(SharePicture(headline[:40], "#a3380f", label, headline))


@pytest.mark.parametrize(
    "headline", [FORTY, ARABIC, "P" * 300, "Pertanggungjawaban atas Pengerukan Teluk " * 4]
)
def test_no_word_is_lost_and_no_line_is_too_long(headline):
    lines = typesetting.fitted(headline, (1056, 380), range(86, 29, -4))
    assert "".join(word for line in lines for word in line.words) == headline.replace(" ", "")
    assert all(line.width <= 1056 for line in lines)
    assert len(lines) * lines[0].size * typesetting.LEADING <= 380


def test_what_has_no_letters_is_left_out_and_never_drawn_as_boxes():
    assert typesetting.drawable("Pesta 🎉 Laut\u200b di 東京 “Arumbai”\x00") == "Pesta Laut di “Arumbai”"
    missing = typesetting.font(typesetting.SERIF, 40).getmask("\U0001f389").getbbox()
    box = bytes(typesetting.font(typesetting.SERIF, 40).getmask("\U0001f389"))
    assert missing
    for letter in "AzÉéñçşĀḥṣŠ–—“”‘’…€Rp№Юλ":
        if typesetting.drawable(letter):
            assert bytes(typesetting.font(typesetting.SERIF, 40).getmask(letter)) != box, letter


def test_arabic_is_read_from_the_right():
    image = opened(picture_of("السلام")).convert("L")
    half = image.crop((0, 180, 600, 630)).getextrema(), image.crop((600, 180, 1200, 630)).getextrema()
    assert half[0][0] > 200 > half[1][0]


def test_a_picture_that_is_all_noise_is_small_enough():
    noise = PIL.Image.frombytes("RGB", sharing.SIZE, random.Random(1).randbytes(1200 * 630 * 3))
    assert len(sharing.encoded(noise)) <= sharing.MOST_BYTES


def test_the_picture_is_cut_around_what_matters():
    """A tall picture, green but for the red around its focal point at the foot."""
    image = PIL.Image.new("RGB", (800, 2000), "green")
    image.paste("red", (0, 1500, 800, 2000))
    photo = photograph(width=800, height=2000, file=upload(picture_bytes(image)))
    photo.focal_point_x, photo.focal_point_y, photo.focal_point_width, photo.focal_point_height = (
        400,
        1750,
        50,
        50,
    )
    red, green, _blue = opened(picture_of(picture=photo)).getpixel((600, 200))
    assert red > 200 > 60 > green


def test_nothing_that_the_camera_noted_goes_along():
    content = picture_bytes(drawing(1300, 700), exif=exif().tobytes())
    photo = photograph(width=1300, height=700, file=upload(content))
    image = opened(picture_of(picture=photo))
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)


def test_a_small_picture_gives_way_to_the_headline():
    assert picture_of("Juara", picture=photograph(width=599, height=800)).photo is None
    assert picture_of("Juara", picture=photograph(width=600, height=315)).photo


def test_an_original_that_is_gone_leaves_the_name_of_the_paper():
    lost = photograph(width=1600, height=900, file="originals/00/hilang.jpg")
    assert opened(picture_of("Juara", picture=lost)).tobytes() == opened(picture_of()).tobytes()


def test_readers_are_told_on_the_picture_what_they_must_know():
    photo = photograph(width=1300, height=700, file=upload(picture_bytes(PIL.Image.new("RGB", (1300, 700)))))
    plain, labelled = (opened(picture_of(picture=photo, label=label)) for label in ("", "Advertorial"))
    assert max(plain.getpixel((10, 600))) < 20 < 240 < min(labelled.getpixel((10, 600)))
    assert picture_of(picture=photo).stamp != picture_of(picture=photo, label="Advertorial").stamp


def test_another_headline_or_crop_is_another_file():
    photo = photograph(width=1300, height=700, file="originals/00/a.jpg")
    turned = photograph(width=1300, height=700, file="originals/00/a.jpg", focal_point_x=4)
    assert len({picture_of(picture=found).stamp for found in (photo, turned)}) == 2
    assert picture_of("A", picture=photo).stamp == picture_of("B", picture=photo).stamp  # the same photograph
    assert picture_of("A").stamp != picture_of("B").stamp


def test_it_is_made_once_and_whole(monkeypatch):
    share = picture_of("Ditulis sekali")
    name = share.make()
    monkeypatch.setattr(SharePicture, "jpeg", lambda _share: pytest.fail("It lies there already."))
    assert share.make() == name and share.is_made


@pytest.mark.django_db
def test_a_transparent_drawing_lies_on_paper():
    image = PIL.Image.new("RGBA", (1200, 700), (0, 0, 0, 0))
    photo = PictureFactory(file=upload(picture_bytes(image, "PNG"), "gambar.png"))
    assert min(opened(picture_of(picture=photo)).getpixel((600, 300))) > 240
