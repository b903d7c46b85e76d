"""Sound and film."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from terbit.pictures.fields import MediaUploadField
from terbit.pictures.models import MediaFile
from tests.pictures.factories import MP3, MediaFileFactory, PictureFactory, mp4

WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 32
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom\x00\x00\x00\x00"
OGG = b"OggS\x00\x02" + b"\x00" * 32


def clean(content: bytes, name: str = "rekaman.bin") -> Any:
    return MediaUploadField().clean(SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("content", "extension"), [(MP3, "mp3"), (M4A, "m4a"), (OGG, "ogg"), (mp4(), "mp4"), (WEBM, "webm")]
)
def test_what_browsers_play_is_known_by_its_first_bytes(content: bytes, extension: str) -> None:
    assert clean(content).name == f"rekaman.{extension}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00",
        b"<html><script>alert(1)</script>",
        b"RIFF\x00\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ",
        b"\xff\xff\xff\xffftypisom",
        b"MZ\x90\x00" + b"\x00" * 60,
    ],
)
def test_anything_else_is_refused_with_one_sentence(content: bytes) -> None:
    with pytest.raises(ValidationError) as refused:
        clean(content, "rekaman.mp3")
    (sentence,) = refused.value.messages
    assert sentence.endswith(".")


def test_a_file_over_the_limit_is_refused(settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    with pytest.raises(ValidationError):
        clean(MP3)


def send(client: Client, content: bytes, name: str) -> dict[str, Any]:
    file = SimpleUploadedFile(name, content)
    return client.post(
        "/ruang-redaksi/documents/multiple/add/", {"title": name.rpartition(".")[0], "files[]": file}
    ).json()


@pytest.mark.django_db
def test_an_upload_is_kept_under_an_opaque_name_and_saved_under_a_speaking_one(editor: Client) -> None:
    answer = send(editor, MP3, "Rekaman Bupati.wav")
    assert "-transcript" in answer["form"]
    assert "-credit" in answer["form"]
    media = MediaFile.objects.get()
    assert "bupati" not in media.file.name.lower()
    assert media.file.name.endswith(".mp3")
    assert media.filename == "rekaman-bupati.mp3"
    assert editor.get(media.url).status_code == 200


@pytest.mark.django_db
def test_a_refused_upload_says_why(editor: Client) -> None:
    answer = send(editor, b"<html>", "a.mp3")
    assert not answer["success"]
    assert answer["error_message"]


PLACE = b"+27.5916+086.5640+8850/"
ANDROID = b"\x00\x00\x00\x2f\xa9xyz\x00\x17\x15\xc7" + PLACE
APPLE = b"com.apple.quicktime.location.ISO6709\x00\x00\x00\x27data\x00\x00\x00\x01\x00\x00\x00\x00" + PLACE
THREEGPP = b"\x00\x00\x00\x25loci\x00\x00\x00\x00\x15\xc7Rumah\x00\x00\x00\x56\x90\x80"


@pytest.mark.django_db
@pytest.mark.parametrize("box", [ANDROID, APPLE])
def test_a_phones_film_does_not_say_where_it_was_taken(editor: Client, box: bytes) -> None:
    assert send(editor, mp4(box), "film.mp4")["success"]
    with MediaFile.objects.get().file.open() as file:
        content = file.read()
    assert len(content) == len(mp4(box))
    assert PLACE not in content
    assert b"+00.0000+000.0000+0000/" in content


@pytest.mark.django_db
def test_a_place_in_a_box_of_3gpp_is_skipped_by_players() -> None:
    media = MediaFileFactory(file=SimpleUploadedFile("film.mp4", mp4(THREEGPP)))
    with media.file.open() as file:
        assert file.read() == mp4(THREEGPP.replace(b"loci", b"free"))


@pytest.mark.django_db
def test_a_file_without_a_place_is_stored_as_it_came() -> None:
    with MediaFileFactory().file.open() as file:
        assert file.read() == MP3


@pytest.mark.django_db
def test_replacing_the_file_keeps_the_row_and_removes_the_old_file(editor: Client) -> None:
    media = MediaFileFactory(poster=PictureFactory())
    old = media.file.name
    response = editor.post(
        reverse("wagtaildocs:edit", args=(media.pk,)),
        {
            "title": "Baru",
            "file": SimpleUploadedFile("b.ogg", OGG),
            "transcript": "Kata orang",
            "duration": "61",
        },
    )
    assert response.status_code == 302
    replaced = MediaFile.objects.get(pk=media.pk)
    assert replaced.file.name != old
    assert not replaced.file.storage.exists(old)
    assert (replaced.transcript, replaced.duration) == ("Kata orang", 61)
