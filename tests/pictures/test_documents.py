"""Documents that moved in: edited beside recordings, never played, given to readers only as what they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError

from terbit.newsroom.blocks.media import MediaBlock
from terbit.pictures.addresses import media_url
from terbit.pictures.models import MediaFile
from tests.pictures.factories import MP3, MediaFileFactory
from tests.pictures.test_media_files import PLACE

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n" + PLACE


@pytest.fixture
def report() -> MediaFile:
    return MediaFileFactory(title="Laporan Banjir", file=SimpleUploadedFile("laporan.pdf", PDF))


def save(editor: Client, media: MediaFile, content: bytes, name: str, title: str = "Baru") -> Any:
    form = {"title": title, "file": SimpleUploadedFile(name, content)}
    return editor.post(reverse("wagtaildocs:edit", args=(media.pk,)), form)


def test_a_document_is_stored_to_the_letter_under_an_opaque_name(report: MediaFile) -> None:
    with report.file.open() as file:
        assert file.read() == PDF
    assert report.file.name.startswith("documents/") and "laporan" not in report.file.name


def test_readers_have_a_document_only_while_something_published_links_to_it(
    client: Client, report: MediaFile, played: set[int]
) -> None:
    address = media_url(report)
    assert client.get(address).status_code == 404
    played.add(report.pk)
    answer = client.get(address)
    assert (answer.status_code, answer.body) == (200, PDF)
    assert client.get(address, headers={"range": "bytes=0-3"}).body == b"%PDF"
    assert client.get(address.replace(".pdf", ".zip")).status_code == 404
    assert client.get(address.replace("/media/", "/media/0")).status_code == 404
    assert client.head(address).status_code == 200


def test_another_of_the_same_kind_takes_its_place(editor: Client, report: MediaFile) -> None:
    old = report.file.name
    assert save(editor, report, b"%PDF-1.7\n", "baru.pdf").status_code == 302
    report.refresh_from_db()
    assert report.title == "Baru" and report.file.name != old


@pytest.mark.parametrize(
    ("content", "name"),
    [(MP3, "baru.mp3"), (b"<html>", "baru.pdf"), (PDF, "baru.html"), (b"PK\3\4", "a.zip")],
)
def test_nothing_else_does(editor: Client, report: MediaFile, content: bytes, name: str) -> None:
    old = report.file.name
    answer = save(editor, report, content, name)
    assert answer.status_code == 200 and "PDF" in answer.body.decode()
    report.refresh_from_db()
    assert report.file.name == old


def test_a_document_takes_the_place_of_no_recording(editor: Client) -> None:
    recording = MediaFileFactory()
    assert save(editor, recording, PDF, "baru.pdf").status_code == 200


def test_nobody_uploads_a_document(editor: Client) -> None:
    form = {"title": "a", "files[]": SimpleUploadedFile("a.pdf", PDF)}
    assert not editor.post("/ruang-redaksi/documents/multiple/add/", form).json()["success"]


def test_its_screen_asks_for_no_transcript(editor: Client, report: MediaFile) -> None:
    screen = editor.get(reverse("wagtaildocs:edit", args=(report.pk,))).body.decode()
    assert 'name="credit"' in screen and 'name="transcript"' not in screen and 'name="poster' not in screen


def test_a_story_cannot_play_it(editor: Client, report: MediaFile) -> None:
    recording = MediaFileFactory(title="Wawancara Bupati")
    chooser = editor.get(reverse("wagtaildocs_chooser:choose")).json()["html"]
    assert recording.title in chooser and report.title not in chooser
    block = MediaBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"file": report.pk, "caption": ""}))
