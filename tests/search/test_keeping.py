"""The index keeps what was put last, and nothing of what was taken out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from terbit.search import api
from tests.search.factories import START, DocumentFactory


def found(query: str, **options: object) -> list[str]:
    return api.find(query, **{"collections": ["archive"], **options}).keys("archive")


@pytest.mark.django_db
def test_putting_again_replaces() -> None:
    api.put([DocumentFactory(key="a", title="Banjir", facets={"section": "daerah"})])
    api.put([DocumentFactory(key="a", title="Gempa", facets={"section": "nasional"})])
    assert found("banjir") == found("", facets={"section": "daerah"}) == []
    assert found("gempa") == found("", facets={"section": "nasional"}) == ["a"]
    assert api.keys("archive") == ["a"]


@pytest.mark.django_db
def test_the_last_of_one_key_in_one_call_counts() -> None:
    api.put([DocumentFactory(key="a", title="Banjir"), DocumentFactory(key="a", title="Gempa")])
    assert (found("banjir"), found("gempa")) == ([], ["a"])


@pytest.mark.django_db
def test_a_new_date_moves_a_document() -> None:
    api.put([DocumentFactory(key=key, date=START + timedelta(days=day)) for day, key in enumerate("abc")])
    api.put([DocumentFactory(key="a", date=START + timedelta(days=9))])
    assert found("judul") == found("") == ["a", "c", "b"]
    api.put([DocumentFactory(key="a", date=START - timedelta(days=9))])
    assert found("judul") == found("") == ["c", "b", "a"]


@pytest.mark.django_db
def test_a_correction_of_the_words_moves_nothing() -> None:
    api.put([DocumentFactory(key=key, date=START) for key in "abcd"])
    before = found("judul")
    api.put([DocumentFactory(key="b", date=START + timedelta(milliseconds=300), body="ralat")])
    assert found("judul") == before


@pytest.mark.django_db
def test_nothing_of_a_removed_document_is_found() -> None:
    document = DocumentFactory(
        key="a",
        date=START,
        title="Wali kota dilantik",
        summary="Pelantikannya hari ini",
        body="Ratusan warga menyaksikan",
        facets={"section": "daerah"},
    )
    api.put([document])
    api.remove("archive", ["a", "never there"])
    # Something else stands now where it stood.
    api.put([DocumentFactory(key="b", date=START, title="Lain")])
    for word in "wali kota dilantik lantik pelantikannya hari ratusan ratus warga menyaksikan saksi".split():
        assert found(word) == [], word
    assert found("", facets={"section": "daerah"}) == []
    assert found("") == found("-wali") == ["b"]


@pytest.mark.django_db
def test_removing_from_one_collection_leaves_the_other() -> None:
    api.put([DocumentFactory(key="a"), DocumentFactory(key="a", collection="newsroom")])
    api.remove("newsroom", ["a"])
    assert api.keys("archive") == ["a"]
    assert api.keys("newsroom") == []


@pytest.mark.django_db
def test_thousands_are_put_and_removed_at_once() -> None:
    api.put(DocumentFactory(key=str(number)) for number in range(1200))
    assert api.count("judul", collections=["archive"], up_to=5000) == 1200
    api.remove("archive", (str(number) for number in range(1199)))
    assert api.keys("archive") == found("judul") == ["1199"]
    api.put([])
    api.remove("archive", [])
    assert api.keys("archive") == ["1199"]


@pytest.mark.django_db
def test_a_cleared_collection_is_empty_and_can_be_built_again() -> None:
    api.put([DocumentFactory(key="a", title="Banjir")])
    api.clear("archive")
    assert found("banjir") == found("") == []
    api.put([DocumentFactory(key="b", title="Gempa")])
    assert (found("banjir"), found("gempa")) == ([], ["b"])


@pytest.mark.django_db
def test_a_very_long_document_is_put_and_found_by_its_first_words() -> None:
    body = " ".join(f"kata{number}" for number in range(60_000))
    api.put([DocumentFactory(key="a", body=body + " ujung"), DocumentFactory(key="b", body="字" * 300_000)])
    assert found('"kata7000 kata7001"') == ["a"]
    assert found("ujung") == []
    assert found("judul") == ["b", "a"]


@pytest.mark.django_db
def test_any_text_can_be_put() -> None:
    texts = ["", "\0", "\ud800", "'\\", '"', "= ==", "😀 a\0b", "ﷺ" * 50_000, "\n\n", "𠀀" * 100_000]
    texts += [" ".join("𠀀" * 33 + f"ku{number % 100}kan" for number in range(4_000))]
    texts += [" ".join(chr(0x20000 + number) * 34 + "makan" for number in range(4_000))]
    api.put(
        [
            DocumentFactory(key=str(number), title=text, summary=text, body=text)
            for number, text in enumerate(texts)
        ]
    )
    assert api.count("", collections=["archive"]) == len(texts)
    api.remove("archive", [str(number) for number in range(len(texts))])
    assert api.keys("archive") == []


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_found() -> None:
    api.put([DocumentFactory(key="a", title="Banjir")])
    with transaction.atomic():
        api.put([DocumentFactory(key="a", title="Gempa"), DocumentFactory(key="b", title="Gempa")])
        assert found("gempa") == ["b", "a"]
        transaction.set_rollback(True)
    assert found("gempa") == []
    assert found("banjir") == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_search_leaves_the_transaction_it_runs_in_as_it_was() -> None:
    with transaction.atomic():
        api.put([DocumentFactory(key="a", title="Banjir bandang")])
        assert found("banjir") == found('"banjir bandang"') == found("banjir", order="relevance") == ["a"]
    assert found("banjir") == ["a"]


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_an_empty_index() -> None:
    api.put([DocumentFactory(key="a", date=START, title="Banjir")])
    # Content types and keys stay as the next test's own rows expect them.
    spare_the_next = {"inhibit_post_migrate": True, "reset_sequences": False}
    call_command("flush", interactive=False, verbosity=0, **spare_the_next)
    api.put([DocumentFactory(key="b", date=START, title="Gempa")])
    assert found("banjir") == []
    assert found("") == ["b"]


@pytest.mark.django_db
def test_an_archive_in_order_is_not_asked_about_second_by_second(
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(8):
        api.put([DocumentFactory(key=str(n), date=START + timedelta(seconds=n)) for n in range(40)])
    assert found("judul", limit=40) == [str(n) for n in reversed(range(40))]
