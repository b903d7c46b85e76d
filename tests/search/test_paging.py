"""Page after page, nothing is shown twice and nothing left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from terbit.search import api
from terbit.search.api import Hit, Order, Results
from tests.search.factories import DocumentFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def pages(query: str, order: Order, limit: int, collections: list[str]) -> list[Results]:
    shown: list[Results] = []
    after = None
    while not shown or shown[-1].has_more:
        results = api.find(query, collections=collections, order=order, limit=limit, after=after)
        shown.append(results)
        after = results.after
    return shown


@pytest.mark.parametrize("order", ["newest", "relevance"])
def test_pages_together_are_the_whole(order: Order) -> None:
    api.put(
        [
            DocumentFactory(
                key=str(number),
                collection=("archive", "newsroom")[number % 2],
                date=NOON + timedelta(seconds=number // 4),
                body="gempa " * (number % 3 + 1),
            )
            for number in range(23)
        ]
    )
    both = ["archive", "newsroom"]
    whole = api.find("gempa", collections=both, order=order, limit=23)
    assert len(whole.hits) == 23
    assert not whole.has_more
    for limit in (1, 2, 5, 22):
        shown = pages("gempa", order, limit, both)
        assert [hit for page in shown for hit in page.hits] == list(whole.hits)
        assert {len(page.hits) for page in shown[:-1]} == {limit}


def test_a_story_published_while_reading_moves_no_later_page() -> None:
    api.put([DocumentFactory(key=str(number), date=NOON + timedelta(hours=number)) for number in range(4)])
    first = api.find("judul", collections=["archive"], limit=2)
    api.put([DocumentFactory(key="new", date=NOON + timedelta(days=9))])
    second = api.find("judul", collections=["archive"], limit=2, after=first.after)
    assert second.keys("archive") == ["1", "0"]


def test_collections_are_shown_together_newest_first() -> None:
    api.put(
        [
            DocumentFactory(key="1", collection="archive", date=NOON),
            DocumentFactory(key="2", collection="newsroom", date=NOON + timedelta(hours=1)),
            DocumentFactory(key="3", collection="archive", date=NOON + timedelta(hours=2)),
        ]
    )
    results = api.find("", collections=["newsroom", "archive"])
    assert results.hits == (Hit("archive", "3"), Hit("newsroom", "2"), Hit("archive", "1"))
    assert results.keys("archive") == ["3", "1"]


def test_an_archive_with_one_date_for_everything_is_still_whole() -> None:
    api.put([DocumentFactory(key=str(number), date=NOON) for number in range(700)])
    api.put([DocumentFactory(key="later", date=NOON + timedelta(hours=1))])
    shown = pages("judul", "newest", 100, ["archive"])
    keys = [hit.key for page in shown for hit in page.hits]
    assert keys[0] == "later"
    assert sorted(keys[1:], key=int) == [str(number) for number in range(700)]
