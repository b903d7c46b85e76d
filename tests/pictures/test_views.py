"""Who gets which file, and with which headers."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from terbit.pictures.addresses import media_url, picture_url
from terbit.pictures.models import Picture
from terbit.pictures.sizes import Size
from tests.pictures.factories import MP3, MediaFileFactory, PictureFactory, drawing, picture_bytes, upload

pytestmark = pytest.mark.django_db
SMALL = Size.of(160)


@pytest.fixture
def picture() -> Picture:
    return PictureFactory(file=upload(picture_bytes(drawing(400, 300))))


@pytest.mark.parametrize(
    ("extension", "content_type", "kind"),
    [("avif", "image/avif", "AVIF"), ("webp", "image/webp", "WEBP"), ("jpg", "image/jpeg", "JPEG")],
)
def test_readers_get_a_copy_of_what_a_live_page_shows(
    client: Client, picture: Picture, shown: set[int], extension: str, content_type: str, kind: str
) -> None:
    shown.add(picture.pk)
    response = client.get(picture_url(picture, SMALL, extension))
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert int(response["Content-Length"]) == len(response.body)
    copy = PIL.Image.open(BytesIO(response.body))
    assert (copy.format, copy.size) == (kind, (160, 120))


def test_readers_get_nothing_of_what_no_live_page_shows(
    client: Client, editor: Client, picture: Picture, shown: set[int]
) -> None:
    address = picture_url(picture, SMALL, "jpg")
    for visitor in (client, editor):
        assert visitor.get(address).status_code == 404
    shown.add(picture.pk)
    assert client.get(address).status_code == 200
    shown.discard(picture.pk)
    gone = client.get(address)
    assert gone.status_code == 404
    assert gone["Cache-Control"] == "no-store"


def test_no_address_can_be_made_up(client: Client, picture: Picture, shown: set[int]) -> None:
    shown.add(picture.pk)
    address = picture_url(picture, SMALL, "jpg")
    for made_up in (
        address.replace("-160.", "-161."),
        address.replace("-160.", "-240."),
        address.replace("-160.", "-0160."),
        address.replace("/foto/", "/foto/0"),
        address.replace(".jpg", ".png"),
        address.replace(".jpg", ".gif"),
        address.replace(f"/{picture.pk}/", f"/{picture.pk + 1}/"),
        f"/foto/{picture.pk}/{'0' * 16}-160.jpg",
        f"/foto/{'9' * 18}/{'0' * 16}-160.jpg",
        f"/foto/{'9' * 30}/{'0' * 16}-160.jpg",
        f"{address}%0A",
        f"/{picture.file.name}",
        f"/media/{picture.file.name}",
    ):
        assert client.get(made_up).status_code == 404, made_up
    assert picture.renditions.count() == 0


def test_an_old_address_is_gone_when_the_file_is_replaced(
    client: Client, picture: Picture, shown: set[int]
) -> None:
    shown.add(picture.pk)
    old = picture_url(picture, SMALL, "jpg")
    picture.file = upload(picture_bytes(drawing(200, 200)))
    picture.save()
    assert client.get(old).status_code == 404
    assert client.get(picture_url(picture, SMALL, "jpg")).status_code == 200


def test_a_copy_whose_file_was_lost_is_not_an_error(
    client: Client, picture: Picture, shown: set[int]
) -> None:
    shown.add(picture.pk)
    address = picture_url(picture, SMALL, "jpg")
    client.get(address)
    default_storage.delete(picture.renditions.get().file.name)
    assert client.get(address).status_code == 404


def test_a_lost_original_is_not_an_error(client: Client, picture: Picture, shown: set[int]) -> None:
    shown.add(picture.pk)
    default_storage.delete(picture.file.name)
    assert client.get(picture_url(picture, SMALL, "jpg")).status_code == 404


def test_only_get_and_head_are_answered(client: Client, picture: Picture, shown: set[int]) -> None:
    shown.add(picture.pk)
    address = picture_url(picture, SMALL, "jpg")
    assert client.post(address).status_code == 405
    head = client.head(address)
    assert (head.status_code, head.body) == (200, b"")


def test_a_preview_needs_a_sign_in(client: Client, editor: Client, picture: Picture) -> None:
    address = picture_url(picture, SMALL, "webp", preview=True)
    assert address.startswith("/ruang-redaksi/foto/")
    assert client.get(address).status_code == 302
    response = editor.get(address)
    assert response.status_code == 200
    assert "private" in response["Cache-Control"]


def test_originals_and_the_newsrooms_copies_need_a_sign_in(
    client: Client, editor: Client, picture: Picture, shown: set[int]
) -> None:
    shown.add(picture.pk)
    for address in (picture.file.url, picture.get_rendition("max-165x165").url):
        assert address.startswith("/ruang-redaksi/media/")
        anonymous = client.get(address)
        assert anonymous.status_code == 302
        assert "login" in anonymous["Location"]
        response = editor.get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/jpeg"
        assert "private" in response["Cache-Control"]
        assert "public" not in response["Cache-Control"]


def test_somebody_with_a_login_but_without_the_newsroom_gets_nothing(
    client: Client, picture: Picture, django_user_model: Any
) -> None:
    client.force_login(django_user_model.objects.create_user("x@kabar.example", "X", "rahasia-sekali"))
    response = client.get(picture.file.url)
    assert response.status_code in (302, 403)


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "..%2fsecret_key",
        "%2e%2e/secret_key",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "originals",
        "originals/",
        "originals/../../secret_key",
        "a%00b",
        "x" * 300,
        "nowhere.jpg",
        "originals%5c..%5c..%5csecret_key",
    ],
)
def test_no_path_leads_out_of_the_media_folder(editor: Client, picture: Picture, path: str) -> None:
    assert editor.get(f"/ruang-redaksi/media/{path}").status_code == 404


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.js", "a.pdf", "a.xml", "a", "a.jpg.html"])
def test_what_a_browser_could_run_is_only_saved(editor: Client, name: str) -> None:
    stored = default_storage.save(f"uploaded_files/{name}", ContentFile(b"<script>alert(1)</script>"))
    response = editor.get(default_storage.url(stored))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_readers_play_what_a_live_page_plays(client: Client, editor: Client, played: set[int]) -> None:
    media = MediaFileFactory()
    address = media_url(media)
    assert client.get(address).status_code == 404
    assert client.get(media_url(media, preview=True)).status_code == 302
    assert editor.get(media_url(media, preview=True)).status_code == 200
    played.add(media.pk)
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "audio/mpeg")
    assert response.body == MP3
    assert client.get(address.replace(".mp3", ".ogg")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "given"),
    [
        ("bytes=0-9", 206, MP3[:10]),
        ("bytes=10-", 206, MP3[10:]),
        ("bytes=-5", 206, MP3[-5:]),
        ("bytes=99999-", 416, b""),
        ("bytes=0-1,5-6", 200, MP3),
        ("apa saja", 200, MP3),
    ],
)
def test_browsers_can_seek(client: Client, played: set[int], asked: str, status: int, given: bytes) -> None:
    media = MediaFileFactory()
    played.add(media.pk)
    response = client.get(media_url(media), headers={"Range": asked})
    assert (response.status_code, response.body) == (status, given)


def test_a_poster_is_public_with_its_film(client: Client, picture: Picture, played: set[int]) -> None:
    media = MediaFileFactory(poster=picture)
    address = picture_url(picture, SMALL, "jpg")
    assert client.get(address).status_code == 404
    played.add(media.pk)
    assert client.get(address).status_code == 200


def test_a_copy_costs_readers_two_queries_beside_the_question_whether_it_is_public(
    client: Client, picture: Picture, shown: set[int]
) -> None:
    shown.add(picture.pk)
    address = picture_url(picture, SMALL, "jpg")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    tables = [query["sql"].split(" FROM ")[1].split(" ")[0].strip('"') for query in queries]
    assert tables.count("terbit_pictures_picture") == 1
    assert tables.count("terbit_pictures_rendition") == 1
