"""Finding pictures in the newsroom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from modelsearch.query import Phrase, PlainText
from wagtail.search.backends import get_search_backend

from terbit.pictures.models import Picture
from tests.pictures.factories import PictureFactory

pytestmark = pytest.mark.django_db


def found(words: str) -> list[str]:
    backend = get_search_backend()
    return sorted(picture.title for picture in backend.autocomplete(words, Picture))


def test_pictures_are_found_by_title_alt_text_caption_credit_and_source() -> None:
    PictureFactory(title="a", description="perahu", caption="sungai", credit="Rahma", source="Antara")
    PictureFactory(title="b", description="", caption="", credit="", source="")
    for word in ("perahu", "sungai", "rahma", "anta"):
        assert found(word) == ["a"]


def test_saving_the_1001st_picture_measures_no_title() -> None:
    now = datetime(2026, 2, 18, tzinfo=UTC)
    Picture.objects.bulk_create(
        Picture(title=f"Foto {n}", file=f"originals/{n}.jpg", width=4, height=3, created_at=now)
        for n in range(1000)
    )
    get_search_backend().get_index_for_model(Picture).add_items(Picture, list(Picture.objects.all()))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        picture = PictureFactory(title="Foto keseribu satu")
    statements = [query["sql"].upper() for query in queries]
    assert any("INDEXENTRY" in statement for statement in statements)
    assert not [statement for statement in statements if "AVG(" in statement or 'TITLE_NORM" =' in statement]
    assert found("keseribu") == [picture.title]


@pytest.mark.parametrize(
    "words",
    [
        '"',
        'kata "',
        '"kata',
        '"kata"',
        'ka"ta',
        '""',
        "'",
        "kata'",
        "%",
        "100%s",
        "*",
        "(",
        "AND",
        "^",
        "\\",
        ":",
    ],
)
def test_no_character_breaks_the_search(editor: Client, words: str) -> None:
    PictureFactory(title="Kata bertuah")
    backend = get_search_backend()
    for results in (backend.search(words, Picture), backend.autocomplete(words, Picture)):
        list(results)
        results.count()
    list(backend.search(Phrase(words), Picture))
    for screen in ("wagtailimages:index", "wagtailimages_chooser:choose_results"):
        assert editor.get(reverse(screen), {"q": words}).status_code == 200


def test_a_quoted_word_is_found_as_the_word() -> None:
    PictureFactory(title="Kata bertuah")
    assert found('"bertuah"') == ["Kata bertuah"]
    assert found('"bert') == ["Kata bertuah"]


def test_words_can_still_be_combined() -> None:
    PictureFactory(title="Banjir Padang")
    PictureFactory(title="Banjir Solok")
    backend = get_search_backend()
    either = backend.search(PlainText("padang") | PlainText('"solok"'), Picture)
    assert len(either) == 2
    assert [p.title for p in backend.search(PlainText("banjir") & ~PlainText("solok"), Picture)] == [
        "Banjir Padang"
    ]
