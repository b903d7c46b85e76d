"""What readers see is not deleted, by any screen or query."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from terbit.pictures.models import MediaFile, Picture
from tests.pictures.factories import MediaFileFactory, PictureFactory

pytestmark = pytest.mark.django_db

SCREENS = ["wagtailimages:delete", "wagtailimages:delete_multiple"]
MEDIA_SCREENS = ["wagtaildocs:delete", "wagtaildocs:delete_multiple"]


def words(response: Any) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_deletes_a_picture_that_readers_see(editor: Client, shown: set[int], screen: str) -> None:
    picture = PictureFactory()
    shown.add(picture.pk)
    editor.post(reverse(screen, args=(picture.pk,)))
    assert Picture.objects.filter(pk=picture.pk).exists()
    assert default_storage.exists(picture.file.name)


@pytest.mark.parametrize("screen", MEDIA_SCREENS)
def test_no_screen_deletes_a_film_that_readers_see(editor: Client, played: set[int], screen: str) -> None:
    media = MediaFileFactory()
    played.add(media.pk)
    editor.post(reverse(screen, args=(media.pk,)))
    assert MediaFile.objects.filter(pk=media.pk).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_refusal_is_one_sentence_beside_the_list_of_where_it_is_used(
    editor: Client, shown: set[int], method: str
) -> None:
    picture = PictureFactory(title="Banjir")
    shown.add(picture.pk)
    response = getattr(editor, method)(reverse("wagtailimages:delete", args=(picture.pk,)))
    assert response["Location"] == picture.usage_url
    assert "Banjir" in words(response)


def bulk(editor: Client, *pictures: Picture) -> Any:
    query = "&".join(f"id={picture.pk}" for picture in pictures)
    address = reverse("wagtail_bulk_action", args=("terbit_pictures", "picture", "delete"))
    return editor.post(f"{address}?{query}")


def test_deleting_many_at_once_deletes_none_while_one_is_seen(editor: Client, shown: set[int]) -> None:
    seen, unseen = PictureFactory(title="Terlihat"), PictureFactory(title="Tersembunyi")
    shown.add(seen.pk)
    response = bulk(editor, seen, unseen)
    assert "Terlihat" in words(response)
    assert "Tersembunyi" not in words(response)
    assert Picture.objects.count() == 2
    shown.clear()
    bulk(editor, seen, unseen)
    assert Picture.objects.count() == 0


def test_no_query_deletes_what_readers_see(shown: set[int], played: set[int]) -> None:
    picture, media = PictureFactory(), MediaFileFactory()
    shown.add(picture.pk)
    played.add(media.pk)
    for delete in (
        picture.delete,
        Picture.objects.all().delete,
        media.delete,
        MediaFile.objects.all().delete,
    ):
        with pytest.raises(ProtectedError), transaction.atomic():
            delete()


def test_what_nobody_sees_goes_with_its_files(
    editor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    picture = PictureFactory()
    names = [picture.file.name, picture.get_rendition("max-165x165").file.name]
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailimages:delete", args=(picture.pk,)))
    assert not Picture.objects.exists()
    assert not any(default_storage.exists(name) for name in names)
