"""The small database beside the prints: which sheet shows what, and what is to be pressed."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terbit.press.index import Index, number, packed, unpacked

keys = st.text(max_size=30)
sheets = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("12")), st.sets(keys, max_size=8), max_size=8
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    made = Index(tmp_path_factory.mktemp("prints"))
    yield made
    made.close()


def add(index: Index, address: str, edition: str, shown: set[str], mtime: int = 1) -> None:
    facts = {"name": f"{address}/index.html", "status": 200, "bytes": 1, "written": 1.0, "position": "0"}
    index.add(shown, address=address, edition=edition, mtime=mtime, quick=0, **facts)


@given(st.sets(keys, max_size=50))
def test_keys_come_back_from_their_packed_numbers(some: set[str]):
    numbers = sorted({number(key) for key in some})
    assert unpacked(packed(numbers)) == tuple(numbers)


@settings(max_examples=60, deadline=None, database=None)
@given(sheets, st.sets(keys, max_size=5), st.lists(st.sampled_from("abcdef"), max_size=3))
def test_exactly_the_sheets_that_show_a_key_are_found(
    index: Index, there: dict[tuple[str, str], set[str]], asked: set[str], forgotten: list[str]
):
    for table in ("sheet", "shown", "stamp"):
        index.do(f"DELETE FROM {table}")  # noqa: S608
    for (address, edition), shown in there.items():
        add(index, address, edition, shown)
    for address in forgotten:
        for row in index.sheets_at(address):
            index.forget(row)
    left = {place: shown for place, shown in there.items() if place[0] not in forgotten}
    expected = {place for place, shown in left.items() if shown & asked}
    assert {(row["address"], row["edition"]) for row in index.showing(asked)} == expected
    pairs = index.one("SELECT count(*) AS number FROM shown")
    assert pairs["number"] == sum(len(shown) for shown in left.values())


def test_the_time_of_what_lay_there_is_remembered_when_it_goes(index: Index):
    add(index, "/lama/", "1", {"a"}, mtime=500)
    add(index, "/lama/", "2", {"a"}, mtime=700)
    for row in index.sheets_at("/lama/"):
        index.forget(row)
    assert index.newest_time("/lama/") == 700
    assert index.newest_time("/belum/") == 0


def test_what_fails_half_way_is_not_written(index: Index):
    with suppress(ZeroDivisionError), index.writing():
        add(index, "/setengah/", "1", {"a"})
        raise ZeroDivisionError
    assert not index.sheets_at("/setengah/")


def test_only_one_at_a_time_is_alone(index: Index):
    """Across threads; a lock file holds between processes in the same way."""
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(50):
            with index.alone():
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


def test_addresses_share_few_locks_but_the_same_address_always_the_same(tmp_path: Path):
    index, places = Index(tmp_path), defaultdict(int)
    for address in ("/a/", "/b/", "/a/", "/\0/", "/é/", "/\ud800/"):
        with index.alone_with(address):
            places[address] += 1
    assert 1 <= len(list((tmp_path / "locks").iterdir())) <= len(places)
