"""Whatever is put and removed, a search finds what a plain look through all documents finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terbit.search import api
from terbit.search.api import Document
from terbit.search.language import STOP_WORDS, normalise, stem, words
from tests.search.factories import START, DocumentFactory

VOCABULARY = """
    pilih memilih pemilihan menteri kementerian teri ketua tua tulis penulis menulisnya anak anak-anak
    Jum’at jumat yang di -nya KPK 2026 gempa gempanya berita beritanya ita Ma'ruf café 字 😀 a_b
""".split()
texts = st.lists(st.sampled_from(VOCABULARY) | st.text(max_size=4), max_size=6).map(" ".join)
keys = st.sampled_from("abcdefgh")
documents = st.builds(
    lambda key, seconds, title, summary, body: DocumentFactory(
        key=key, date=START + timedelta(seconds=seconds), title=title, summary=summary, body=body
    ),
    keys,
    st.integers(-2, 2) | st.integers(-(10**9), 10**9),
    texts,
    texts,
    texts,
)
operations = st.lists(st.lists(documents, max_size=5) | st.sets(keys, max_size=4), max_size=8)
queries = st.lists(st.sampled_from([word for word in VOCABULARY if "-" not in word]), max_size=3)


def apply(operation: list[Document] | set[str], model: dict[str, Document]) -> None:
    if isinstance(operation, set):
        api.remove("archive", operation)
        for key in operation:
            model.pop(key, None)
    else:
        api.put(operation)
        model.update({document.key: document for document in operation})


def matches(document: Document, wanted: list[str], beginning: str = "") -> bool:
    """`beginning` is of a word that may go on, or be a form of a word."""
    text = f"{document.title} | {document.summary} | {document.body}"
    written = words(normalise(text))
    there = {stem(word) for word in written}
    begins = not beginning or stem(beginning) in there or any(word.startswith(beginning) for word in written)
    return begins and all(stem(word) in there for word in wanted)


def asked(query: list[str]) -> list[str]:
    """The words a query of single words asks for. `a_b` is two words, so a phrase, and left out here."""
    found = [word for chunk in query if chunk != "a_b" for word in words(normalise(chunk))]
    return [word for word in found if word not in STOP_WORDS] or found


def search(query: str, limit: int, *, typing: bool = False) -> list[str]:
    found: list[str] = []
    after = None
    while True:
        results = api.find(query, collections=["archive"], limit=limit, after=after, typing=typing)
        found += results.keys("archive")
        if not results.has_more:
            return found
        after = results.after


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations, st.lists(queries, min_size=1, max_size=5), st.integers(1, 4))
def test_the_index_finds_what_a_look_through_all_documents_finds(
    done: list[list[Document] | set[str]], asked_for: list[list[str]], limit: int
) -> None:
    with transaction.atomic():
        model: dict[str, Document] = {}
        for operation in done:
            apply(operation, model)
        for query in asked_for:
            wanted = [chunk for chunk in query if chunk != "a_b"]
            found = search(" ".join(wanted), limit)
            expected = {key for key, document in model.items() if matches(document, asked(wanted))}
            dates = [model[key].date for key in found]
            assert sorted(found) == sorted(expected)
            assert dates == sorted(dates, reverse=True)
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(documents, max_size=6),
    queries,
    st.sampled_from(["pil", "pemil", "men", "gem", "beri", "jum", "pilih", "202"]),
)
def test_what_begins_with_the_last_word_is_found_as_a_look_through_all_documents_finds_it(
    put: list[Document], wanted: list[str], beginning: str
) -> None:
    with transaction.atomic():
        model: dict[str, Document] = {}
        apply(put, model)
        wanted = [chunk for chunk in wanted if chunk != "a_b"]
        whole = [word for word in asked(wanted) if word not in STOP_WORDS]
        expected = {key for key, document in model.items() if matches(document, whole, beginning)}
        assert set(search(" ".join([*wanted, beginning]), 4, typing=True)) == expected
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), texts, st.sampled_from(["newest", "relevance"]))
def test_a_document_is_found_by_its_own_text_and_no_text_is_an_error(
    query: str, text: str, order: api.Order
) -> None:
    with transaction.atomic():
        document = DocumentFactory(key="a", title="x", body=text)
        api.put([document, replace(document, key="b", body=query)])
        for typing in (False, True):
            api.find(query, collections=["archive"], order=order, typing=typing)
        quoted = f'"{" ".join(words(normalise(text)))}"'
        assert "a" in api.find(quoted, collections=["archive"], order=order).keys("archive")
        transaction.set_rollback(True)
