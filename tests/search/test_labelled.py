"""A hundred queries over the demo's stories and an archive around them: what is wanted is found, and stands first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from terbit.search import api
from tests.search import labelled

FIRST_PAGE = 10
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.9


@pytest.fixture(scope="module")
def archive(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Made once for the tests of this module, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        api.put(labelled.archive())
        yield
        transaction.set_rollback(True)


def found(query: str, order: api.Order, limit: int, *, typing: bool = False) -> list[str]:
    """Of the judged ones: which of the demo's stories a confused word may find, nobody has said."""
    keys = api.find(query, collections=["archive"], order=order, limit=500, typing=typing).keys("archive")
    unjudged = labelled.slugs() if query in labelled.confused() else set()
    return [key for key in keys if key not in unjudged][:limit]


def recall(query: str, wanted: set[str]) -> float:
    """How many of the wanted stories are found at all."""
    return len(wanted & set(found(query, "newest", 500))) / len(wanted)


def precision(query: str, wanted: set[str]) -> float:
    """How many of the first hits are wanted; as many hits as are wanted, and a page at most."""
    first = found(query, "relevance", min(len(wanted), FIRST_PAGE))
    return len(wanted & set(first)) / len(first) if first else 0.0


def of_all(measure) -> float:
    queries = labelled.queries()
    values = {query: measure(query, wanted) for query, wanted in queries.items()}
    return sum(values.values()) / len(values)


def test_there_are_sixty_queries_and_more():
    assert len(labelled.queries()) >= 60


@pytest.mark.django_db
def test_what_is_wanted_is_found(archive):
    assert of_all(recall) >= LEAST_RECALL


@pytest.mark.django_db
def test_what_is_wanted_stands_first(archive):
    assert of_all(precision) >= LEAST_PRECISION


@pytest.mark.django_db
def test_what_is_wanted_is_found_before_the_last_word_is_whole(archive):
    """The last letter is missing; of most words that is no form of them."""
    unwhole = {query[:-1]: wanted for query, wanted in labelled.queries().items() if query[-1] != '"'}
    values = [
        len(wanted & set(found(query, "newest", 500, typing=True))) / len(wanted)
        for query, wanted in unwhole.items()
    ]
    assert len(values) >= 60 and sum(values) / len(values) >= LEAST_RECALL


@pytest.mark.django_db
def test_a_word_is_never_taken_for_another_that_looks_like_a_form_of_it(archive):
    for word in labelled.confused():
        assert set(found(word, "newest", 500)) == labelled.queries()[word], word
