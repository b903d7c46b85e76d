"""What may be uploaded, and what a person reads when it may not."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from terbit.pictures.fields import PictureUploadField
from terbit.pictures.models import Picture
from tests.pictures.factories import PictureFactory, drawing, exif, iptc, picture_bytes, upload, xmp

ADD = "/ruang-redaksi/images/multiple/add/"


def a_png_that_claims(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def half(content: bytes) -> bytes:
    return content[: len(content) // 2]


LARGE = drawing(400, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "HEIF"])
def test_every_format_a_newsroom_receives_is_taken(kind: str) -> None:
    name = "foto.heic" if kind == "HEIF" else f"foto.{kind.lower()}"
    assert PictureUploadField().clean(upload(picture_bytes(kind=kind), name))


def test_a_wrong_extension_is_put_right_instead_of_refused() -> None:
    taken = PictureUploadField().clean(upload(picture_bytes(kind="WEBP"), "kiriman.jpg"))
    assert taken.name == "kiriman.webp"


def test_an_animation_is_taken() -> None:
    frames = picture_bytes(kind="GIF", save_all=True, append_images=[drawing(mode="L").convert("P")])
    assert PictureUploadField().clean(upload(frames, "gerak.gif"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"bukan gambar", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not a picture"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><svg>&b;</svg>', "not a picture"),
        (b"<html><script>alert(1)</script></html>", "not a picture"),
        (picture_bytes(kind="TIFF"), "not a picture"),
        (half(picture_bytes(LARGE)), "damaged"),
        (half(picture_bytes(LARGE, "PNG")), "damaged"),
        (half(picture_bytes(LARGE, "WEBP")), "damaged"),
        (half(picture_bytes(LARGE, "AVIF")), "damaged"),
        (half(picture_bytes(LARGE, "HEIF")), "damaged"),
        (a_png_that_claims(10_000, 7_000), "too many pixels"),
        (a_png_that_claims(12_000, 10_000), "too many pixels"),
        (a_png_that_claims(60_000, 60_000), "too many pixels"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_one_sentence(content: bytes, words: str) -> None:
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            PictureUploadField().clean(upload(content, "foto.jpg"))
        (sentence,) = refused.value.messages
    assert words in sentence
    assert sentence.endswith(".")


def test_a_file_over_the_limit_is_refused(settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    with pytest.raises(ValidationError):
        PictureUploadField().clean(upload())


def send(client: Client, content: bytes, name: str = "IMG_2034.jpg") -> dict[str, Any]:
    """What the multiple upload does for each file; its title is the file's name without the extension."""
    answer = client.post(ADD, {"title": name.rpartition(".")[0], "files[]": upload(content, name)})
    assert answer.status_code == 200
    return answer.json()


def test_each_of_many_uploads_asks_for_alt_text_and_credit(editor: Client) -> None:
    for name in ("satu.jpg", "dua.jpg"):
        form = send(editor, picture_bytes(), name)["form"]
        assert "-description" in form
        assert "-credit" in form
    assert Picture.objects.count() == 2


def test_an_upload_fills_the_form_with_what_the_file_says(editor: Client) -> None:
    form = send(editor, iptc((80, b"Siti Rahma"), (105, b"Banjir di Padang")))["form"]
    assert "Siti Rahma" in form
    assert "Banjir di Padang" in form


def test_the_answers_asked_for_after_an_upload_are_saved(editor: Client) -> None:
    answer = send(editor, picture_bytes())
    pk = answer["image_id"]
    typed = {"title": "Banjir", "description": "Warga di jalan", "credit": "Budi", "licence": "own"}
    saved = editor.post(
        f"/ruang-redaksi/images/multiple/{pk}/",
        {f"image-{pk}-{name}": value for name, value in typed.items()},
    )
    assert saved.json()["success"]
    picture = Picture.objects.get(pk=pk)
    assert (picture.description, picture.credit, picture.licence) == ("Warga di jalan", "Budi", "own")


def test_a_file_that_is_refused_says_why_in_the_upload(editor: Client) -> None:
    answer = send(editor, half(picture_bytes(LARGE)))
    assert not answer["success"]
    assert answer["error_message"]
    assert not Picture.objects.exists()


def test_a_title_too_long_is_asked_for_again_and_the_picture_is_kept(editor: Client) -> None:
    answer = send(editor, iptc((80, b"Siti Rahma")), "p" * 300 + ".jpg")
    upload_pk = answer["uploaded_file_id"]
    prefix = f"uploaded-image-{upload_pk}"
    saved = editor.post(
        f"/ruang-redaksi/images/multiple/create_from_uploaded_image/{upload_pk}/",
        {f"{prefix}-title": "Banjir", f"{prefix}-licence": "own"},
    )
    assert saved.json()["success"]
    assert Picture.objects.get().credit == "Siti Rahma"


HOSTILE = [
    iptc((80, b"\xff\xfe\x00\x81"), (120, b"\x00" * 50), (55, b"99999999")),
    iptc(*[(80, b"A" * 30_000)]),
    picture_bytes(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff" + b"\xff" * 300),
    picture_bytes(xmp=b"<x:xmpmeta><rdf:RDF"),
    picture_bytes(xmp=b'<!DOCTYPE a [<!ENTITY b "c">]><x>&b;</x>'),
    picture_bytes(kind="WEBP", xmp=xmp("<dc:title>" + "A" * 2_000_000 + "</dc:title>")),
    picture_bytes(kind="WEBP", xmp=b"<a>" * 100_000),
    picture_bytes(xmp=xmp("<photoshop:DateCreated>0000-99-99T99:99:99</photoshop:DateCreated>")),
    picture_bytes(exif=exif(taken="0000:00:00 00:00:00")),
    picture_bytes(exif=exif(taken="9999:12:31 23:59:59", offset="-23:59")),
]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_broken_or_hostile_metadata_never_keeps_a_picture_out(editor: Client, content: bytes) -> None:
    answer = send(editor, content)
    assert answer["success"]
    picture = Picture.objects.get()
    assert editor.get(reverse("wagtailimages:edit", args=(picture.pk,))).status_code == 200


def test_file_names_on_disk_tell_nothing_of_a_story_under_embargo(editor: Client) -> None:
    send(editor, picture_bytes(), "bupati-ditangkap-kpk.jpg")
    picture = Picture.objects.get()
    assert picture.title == "bupati-ditangkap-kpk"
    for name in (picture.file.name, picture.get_rendition("max-165x165").file.name):
        assert "bupati" not in name


def replace(client: Client, picture: Picture, content: bytes, **fields: Any) -> Picture:
    form = {"title": picture.title, "licence": "own", "file": upload(content, "baru.jpg"), **fields}
    answer = client.post(reverse("wagtailimages:edit", args=(picture.pk,)), form)
    assert answer.status_code == 302, answer.content
    return Picture.objects.get(pk=picture.pk)


def test_replacing_the_file_keeps_the_picture_and_what_was_typed(editor: Client) -> None:
    picture = PictureFactory()
    old_name, storage = picture.file.name, picture.file.storage
    replaced = replace(editor, picture, iptc((80, b"Orang Lain")), credit="Siti Rahma")
    assert replaced.pk == picture.pk
    assert replaced.credit == "Siti Rahma"
    assert (replaced.width, replaced.height) == (64, 48)
    assert replaced.file.name != old_name
    assert not storage.exists(old_name)


def test_a_replaced_file_loses_the_focal_point_of_the_old_one(editor: Client) -> None:
    focal = {"focal_point_x": 700, "focal_point_y": 500, "focal_point_width": 50, "focal_point_height": 50}
    picture = PictureFactory(**focal)
    assert not replace(editor, picture, picture_bytes(), **focal).has_focal_point()
