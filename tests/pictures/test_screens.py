"""The screens for pictures and media."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from terbit.pictures.models import MediaFile, Picture
from tests.pictures.factories import MP3, MediaFileFactory, PictureFactory, picture_bytes, upload

pytestmark = pytest.mark.django_db

INDEX = "wagtailimages:index"


def page(client: Client, name: str, *args: int, **query: str) -> BeautifulSoup:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(client: Client, **query: str) -> set[str]:
    listing = page(client, INDEX, **query)
    return {caption.get_text(strip=True) for caption in listing.select("ul.images figcaption")}


@pytest.mark.parametrize("layout", ["grid", "list"])
def test_the_list_opens_in_both_layouts(editor: Client, layout: str) -> None:
    PictureFactory(title="Banjir", credit="Siti Rahma")
    text = page(editor, INDEX, layout=layout).get_text()
    assert "Banjir" in text
    if layout == "list":
        assert "Siti Rahma" in text


@pytest.mark.parametrize(
    "ordering", ["title", "-title", "usage_count", "-usage_count", "created_at", "ngawur"]
)
def test_the_list_can_be_put_in_order(editor: Client, ordering: str) -> None:
    PictureFactory(title="Anak"), PictureFactory(title="Zaman")
    rows = page(editor, INDEX, layout="list", ordering=ordering).select("td.title")
    found = [row.get_text(strip=True) for row in rows]
    assert sorted(found) == ["Anak", "Zaman"]
    if ordering.endswith("title"):
        assert found == sorted(found, reverse=ordering.startswith("-"))
    page(editor, INDEX, q="zaman", ordering=ordering)


def test_the_list_marks_and_finds_what_is_incomplete(editor: Client) -> None:
    PictureFactory(title="Lengkap")
    PictureFactory(title="Tanpa alt", description="")
    PictureFactory(title="Tanpa kredit", credit="")
    PictureFactory(title="Lisensi habis", licence_expires=date(2020, 1, 1))
    incomplete = {"Tanpa alt", "Tanpa kredit", "Lisensi habis"}
    assert titles(editor, lacking="yes") == incomplete
    assert titles(editor) == incomplete | {"Lengkap"}
    assert len(page(editor, INDEX).select("ul.images .w-status")) == 3


def test_the_list_is_narrowed_by_licence_also_while_searching(editor: Client) -> None:
    PictureFactory(title="Banjir kita", licence="own")
    PictureFactory(title="Banjir kantor berita", licence="agency", description="")
    assert titles(editor, licence="own") == {"Banjir kita"}
    assert titles(editor, licence="agency", q="banjir") == {"Banjir kantor berita"}
    assert titles(editor, lacking="yes", q="banjir") == {"Banjir kantor berita"}


def test_the_edit_screen_asks_for_rights_and_says_what_lacks(editor: Client) -> None:
    picture = PictureFactory(description="", credit="")
    screen = page(editor, "wagtailimages:edit", picture.pk)
    asked = {field["name"] for field in screen.select("#w-editor-form [name]")}
    assert {"title", "description", "caption", *picture.rights_fields, *picture.origin_fields} <= asked
    assert {*picture.focal_fields, "file"} <= asked
    assert "collection" not in asked
    assert "tags" not in asked
    assert all(sentence in screen.get_text() for sentence in picture.missing())
    assert not [link["href"] for link in screen.select("a[href*='generate_url']")]


def test_the_edit_screen_makes_no_full_size_copy(editor: Client) -> None:
    picture = PictureFactory()
    page(editor, "wagtailimages:edit", picture.pk)
    assert not picture.renditions.filter(filter_spec="original").exists()


def test_rights_are_saved(editor: Client) -> None:
    picture = PictureFactory()
    typed = {
        "title": "Banjir",
        "description": "Warga",
        "credit": "Siti",
        "source": "Antara",
        "licence": "agency",
        "licence_expires": "2027-01-31",
        "rights_note": "Sekali pakai",
        "taken_at": "2026-02-18 10:15",
        "treatment": "illustration",
        "digital_source": "trainedAlgorithmicMedia",
    }
    assert editor.post(reverse("wagtailimages:edit", args=(picture.pk,)), typed).status_code == 302
    saved = Picture.objects.get()
    assert saved.licence_expires == date(2027, 1, 31)
    assert saved.taken_at.isoformat() == "2026-02-18T03:15:00+00:00"
    assert (saved.is_illustration, saved.is_ai) == (True, True)


def test_a_single_upload_works_too(editor: Client) -> None:
    response = editor.post(reverse("wagtailimages:add"), {"title": "Banjir", "file": upload(picture_bytes())})
    assert response.status_code == 302
    assert Picture.objects.get().uploaded_by_user


def test_uploading_while_choosing_works(editor: Client) -> None:
    response = editor.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Banjir", "image-chooser-upload-file": upload(picture_bytes())},
    )
    assert response.json()["step"] == "chosen"
    assert response.json()["result"]["preview"]["url"].startswith("/ruang-redaksi/media/")


def test_a_list_still_opens_when_an_original_was_lost(editor: Client) -> None:
    picture = PictureFactory(title="Hilang")
    picture.file.storage.delete(picture.file.name)
    assert "Hilang" in page(editor, INDEX).get_text()
    page(editor, "wagtailimages:edit", picture.pk)


def test_the_screens_for_sound_and_film_open(editor: Client) -> None:
    media = MediaFileFactory(title="Wawancara", poster=PictureFactory())
    assert "Wawancara" in page(editor, "wagtaildocs:index").get_text()
    asked = {field["name"] for field in page(editor, "wagtaildocs:edit", media.pk).select("form [name]")}
    assert {"title", "file", "credit", "transcript", "poster", "duration"} <= asked
    for screen in ("wagtaildocs:add_multiple", "wagtaildocs:add", "wagtaildocs_chooser:choose_results"):
        page(editor, screen)


def test_what_was_asked_for_after_an_upload_of_sound_is_saved(editor: Client) -> None:
    file = upload(MP3, "wawancara.mp3")
    pk = editor.post(reverse("wagtaildocs:add_multiple"), {"title": "Wawancara", "files[]": file}).json()[
        "doc_id"
    ]
    typed = {f"doc-{pk}-title": "Wawancara", f"doc-{pk}-credit": "Budi", f"doc-{pk}-transcript": "Kata orang"}
    assert editor.post(reverse("wagtaildocs:edit_multiple", args=(pk,)), typed).json()["success"]
    assert MediaFile.objects.get().credit == "Budi"


def test_the_menu_speaks_of_pictures_and_not_of_collections(editor: Client, django_user_model: type) -> None:
    home = editor.get(reverse("wagtailadmin_home"))
    chief = Client()
    chief.force_login(django_user_model.objects.create_superuser("c@kabar.example", "C", "rahasia-sekali"))
    assert b"/ruang-redaksi/images/" in home.content
    assert b"/ruang-redaksi/collections/" not in chief.get(reverse("wagtailadmin_home")).content
