"""What travels with the copies of a picture: nothing but the picture."""

from __future__ import annotations

import threading
from io import BytesIO

import PIL.Image
import PIL.ImageChops
import pytest
from PIL import ImageCms

from terbit.pictures.models import Picture, Rendition
from terbit.pictures.stripping import ONE_AT_A_TIME, StrippingFilter, cut_out, stripped
from tests.pictures.factories import CAMERA, PictureFactory, drawing, exif, picture_bytes, upload, xmp

SPECS = ("width-40|format-jpeg", "width-40|format-webp", "width-40|format-avif", "max-165x165", "original")
SECRET = xmp("<dc:creator>Sumber Rahasia</dc:creator>")


def content_of(rendition: Rendition) -> bytes:
    with rendition.file.open() as file:
        return file.read()


@pytest.mark.django_db
@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_no_copy_says_where_and_with_what_it_was_taken(kind: str, spec: str) -> None:
    original = picture_bytes(drawing(80, 60), kind, exif=exif().tobytes(), xmp=SECRET)
    assert CAMERA.encode() in original
    picture = PictureFactory(file=upload(original, "a.heic" if kind == "HEIF" else f"a.{kind.lower()}"))
    copy = content_of(picture.get_rendition(spec))
    assert CAMERA.encode() not in copy
    assert b"Sumber Rahasia" not in copy
    opened = PIL.Image.open(BytesIO(copy))
    assert not opened.getexif()
    assert not set(opened.info) & {
        "exif",
        "xmp",
        "XML:com.adobe.xmp",
        "photoshop",
        "comment",
        "Raw profile type exif",
    }


@pytest.mark.django_db
def test_several_copies_made_at_once_are_stripped_too() -> None:
    picture = PictureFactory(file=upload(picture_bytes(drawing(80, 60), exif=exif())))
    for rendition in picture.get_renditions("width-40", "width-60").values():
        assert CAMERA.encode() not in content_of(rendition)


@pytest.mark.django_db
def test_the_original_keeps_what_it_says() -> None:
    original = picture_bytes(exif=exif())
    picture = PictureFactory(file=upload(original))
    picture.get_rendition("width-40|format-jpeg")
    with picture.file.open() as file:
        assert file.read() == original


@pytest.mark.django_db
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    undo = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]
    upright = drawing(80, 60)
    as_stored = upright if undo is None else upright.transpose(PIL.Image.Transpose(undo))
    picture = PictureFactory(file=upload(picture_bytes(as_stored, quality=95, exif=exif(orientation))))
    assert (picture.width, picture.height) == (80, 60)
    copy = PIL.Image.open(BytesIO(content_of(picture.get_rendition("width-40|format-jpeg"))))
    assert copy.size == (40, 30)
    red, green, _blue = copy.convert("RGB").getpixel((2, 2))
    assert (red > 200, green < 60) == (True, True)
    assert min(copy.convert("RGB").getpixel((37, 27))) > 200


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.django_db
def test_broken_exif_does_not_keep_a_copy_from_being_made() -> None:
    turned = b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
    broken = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" + turned + b"\x0f\x01\xff\xff"
    picture = PictureFactory(file=upload(picture_bytes(exif=broken)))
    assert picture.get_rendition("width-40|format-jpeg").width == 40


@pytest.mark.parametrize(
    "image",
    [drawing(mode=mode) for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "HSV")]
    + [PIL.Image.new("I;16", (64, 48), 40_000)],
    ids=lambda image: image.mode,
)
def test_every_kind_of_pixel_becomes_one_that_every_format_takes(image: PIL.Image.Image) -> None:
    clean = stripped(image)
    assert clean.mode in ("RGB", "RGBA")
    assert clean.info == {}
    for kind in ("JPEG", "WEBP", "AVIF"):
        picture_bytes(clean.convert("RGB") if kind == "JPEG" else clean, kind)


def test_deep_grey_is_scaled_not_clipped() -> None:
    assert stripped(PIL.Image.new("I;16", (1, 1), 32_768)).getpixel((0, 0)) == (128, 128, 128)


def test_colours_are_turned_into_those_browsers_mean() -> None:
    lab = PIL.Image.new("LAB", (1, 1), (128, 128, 128))
    lab.info["icc_profile"] = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    red, green, blue = stripped(lab).getpixel((0, 0))
    assert max(red, green, blue) - min(red, green, blue) < 8
    assert 100 < red < 140


def test_a_broken_colour_profile_is_ignored() -> None:
    image = drawing()
    image.info["icc_profile"] = b"bukan profil"
    assert stripped(image).getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.django_db
def test_transparency_stays_and_is_white_where_there_is_none() -> None:
    clear = PIL.Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    picture: Picture = PictureFactory(file=upload(picture_bytes(clear, "PNG"), "logo.png"))
    webp = PIL.Image.open(BytesIO(content_of(picture.get_rendition("width-40|format-webp"))))
    assert webp.convert("RGBA").getpixel((0, 0))[3] == 0
    jpeg = PIL.Image.open(BytesIO(content_of(picture.get_rendition("width-40|format-jpeg"))))
    assert jpeg.getpixel((0, 0)) == (255, 255, 255)


@pytest.mark.django_db
def test_an_animation_becomes_a_still() -> None:
    frames = picture_bytes(drawing(80, 60, "P"), "GIF", save_all=True, append_images=[drawing(80, 60, "L")])
    picture = PictureFactory(file=upload(frames, "gerak.gif"))
    copy = PIL.Image.open(BytesIO(content_of(picture.get_rendition("width-40|format-webp"))))
    assert getattr(copy, "n_frames", 1) == 1


def test_a_large_photograph_is_decoded_no_larger_than_its_copy_needs() -> None:
    opened = PIL.Image.open(BytesIO(picture_bytes(drawing(4000, 3000), "JPEG")))
    assert cut_out(opened, (0, 0, 4000, 3000), (320, 240)).size == (320, 240)
    assert opened.size == (1000, 750)


@pytest.mark.django_db
@pytest.mark.parametrize("spec", ["width-320", "fill-160x160", "fill-300x100", "max-165x165"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_what_is_decoded_smaller_looks_the_same(spec: str, orientation: int) -> None:
    """A PNG is decoded whole, a JPEG is not; the focal point lies where the picture was large."""
    shown = PIL.Image.radial_gradient("L").resize((2000, 1500)).convert("RGB")
    copies = []
    for kind in ("PNG", "JPEG"):
        original = BytesIO(picture_bytes(shown, kind, exif=exif(orientation).tobytes(), quality=95))
        picture = Picture(width=2000, height=1500, file="a.jpg")
        if orientation == 6:
            picture.width, picture.height = 1500, 2000
        picture.focal_point_x, picture.focal_point_y = 1200, 900
        picture.focal_point_width = picture.focal_point_height = 100
        output = BytesIO()
        StrippingFilter(f"{spec}|format-png").run(picture, output, original)
        copies.append(PIL.Image.open(output))
    assert copies[0].size == copies[1].size
    assert max(upper for _, upper in PIL.ImageChops.difference(*copies).getextrema()) < 8


@pytest.mark.django_db
def test_one_process_decodes_one_picture_at_a_time() -> None:
    picture, output = Picture(width=80, height=60, file="a.jpg"), BytesIO()
    original = BytesIO(picture_bytes(drawing(80, 60)))

    def make() -> None:
        StrippingFilter("width-40").run(picture, output, original)

    with ONE_AT_A_TIME:
        thread = threading.Thread(target=make)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive() and not output.getvalue()
    thread.join(10)
    assert PIL.Image.open(output).size == (40, 30)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_kind_of_pixel_can_be_made_smaller(mode: str) -> None:
    image = PIL.Image.new("I;16", (64, 48), 40_000) if mode == "I;16" else drawing(64, 48, mode)
    output = BytesIO()
    StrippingFilter("width-32|format-webp").run(
        Picture(width=64, height=48, file="a.png"), output, BytesIO(picture_bytes(image, "PNG"))
    )
    assert PIL.Image.open(output).size == (32, 24)
