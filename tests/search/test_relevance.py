"""Most relevant first: the title says what a story is about."""

from __future__ import annotations

import pytest

from terbit.search import api
from tests.search.factories import DocumentFactory

pytestmark = pytest.mark.django_db


def best(query: str, **options: object) -> list[str]:
    results = api.find(query, **{"collections": ["archive"], "order": "relevance", **options})
    return [hit.key for hit in results.hits]


def test_title_comes_before_summary_and_summary_before_body() -> None:
    filler = "warga kota melihat jalan rumah sawah pasar sekolah " * 10
    api.put(
        [
            DocumentFactory(key="title", title="Gempa di Palu", summary="Ringkas", body=filler),
            DocumentFactory(key="summary", title="Palu", summary="Gempa pagi", body=filler),
            DocumentFactory(key="body", title="Palu", summary="Ringkas", body=f"gempa {filler} gempa gempa"),
        ]
    )
    assert best("gempa") == ["title", "summary", "body"]


def test_a_title_comes_before_any_number_of_words_in_the_body() -> None:
    api.put(
        [
            DocumentFactory(key="title", title="Gempa", body="lain " * 60),
            DocumentFactory(key="body", title="Lain", body="gempa " * 20 + "lain " * 40),
        ]
    )
    assert best("gempa") == ["title", "body"]


def test_the_form_that_was_typed_comes_before_other_forms() -> None:
    api.put([DocumentFactory(key="typed", title="Pemilihan"), DocumentFactory(key="formed", title="Memilih")])
    api.put([DocumentFactory(title="Lain") for _ in range(9)])
    assert best("pemilihan") == ["typed", "formed"]


def test_equals_come_newest_first() -> None:
    api.put([DocumentFactory(key=key, title="Gempa") for key in "abc"])
    assert best("gempa") == ["c", "b", "a"]


def test_relevance_heeds_filters() -> None:
    api.put([DocumentFactory(key=key, title="Gempa", facets={"section": key}) for key in "abc"])
    assert best("gempa", facets={"section": ["a", "b"]}) == ["b", "a"]
    assert best("gempa -judul", facets={"section": "c"}) == ["c"]


def test_collections_take_turns() -> None:
    for collection in ("archive", "newsroom"):
        api.put(
            [
                DocumentFactory(key=f"{collection} body", collection=collection, body="gempa"),
                DocumentFactory(key=f"{collection} title", collection=collection, title="Gempa"),
            ]
        )
    found = best("gempa", collections=["archive", "newsroom"])
    assert {key.split()[1] for key in found[:2]} == {"title"}
    assert {key.split()[1] for key in found[2:]} == {"body"}


def test_phrases_are_ranked_and_kept_exact() -> None:
    api.put(
        [
            DocumentFactory(key="title", title="Wali kota dilantik"),
            DocumentFactory(key="summary", summary="Wali kota hadir"),
            DocumentFactory(key="body", body="Kata wali kota"),
            DocumentFactory(key="apart", title="Kota dengan wali"),
        ]
    )
    assert best('"wali kota"') == ["title", "summary", "body"]
    assert best('"wali kota"', limit=1) == ["title"]
    assert best('kota -"wali kota"') == ["apart"]
