"""Processes of a house that print and read, for tests that kill them (`tests.nursery`)."""

from __future__ import annotations

import random
from collections.abc import Iterator

from terbit.newsroom.models import Article
from terbit.press import pressroom, verifying
from terbit.press.addressbook import addresses
from terbit.press.answering import Misses
from terbit.press.folder import folder
from tests.house.deeds import _wait_for_the_dead
from tests.nursery import Say
from tests.press import reading

# How an answer that begins so ends.
ENDS = {
    b"<!doctype html": ("</html>",),
    b"<?xml": ("</rss>", "</urlset>", "</sitemapindex>"),
    b"{": ("}",),
}


def print_all(say: Say) -> Iterator[None]:
    yield
    place = folder()
    place.open()
    say(pressed=[pressroom.press(place, address).state for address in dict.fromkeys(addresses())])


def press_on(say: Say) -> Iterator[None]:
    """The press process."""
    room = pressroom.Pressroom()
    yield
    room.run()


def read_on(say: Say, *, seed: str) -> Iterator[None]:
    """A web process whose readers ask for everything, also for what is not there yet."""
    chance, place = random.Random(seed), folder()
    misses = Misses(reading.nothing, reading.Lookup(place), place)
    yield
    while True:
        known = [*dict.fromkeys(addresses()), "/akan-ada/"]
        for address in chance.sample(known, min(len(known), 10)):
            status, body = reading.ask(misses, address)
            assert status < 500, address
            assert status != 200 or _is_whole(body), f"half of {address}"


def _is_whole(body: bytes) -> bool:
    """Pages, feeds and sitemaps tell by their beginning how they end."""
    ends = next((ends for begin, ends in ENDS.items() if body.lstrip().lower().startswith(begin)), ("",))
    return body.rstrip().endswith(tuple(end.encode() for end in ends))


def look(say: Say) -> Iterator[None]:
    """After a restart: what is wrong with the prints, and how many there are."""
    _wait_for_the_dead()
    yield
    place = folder()
    place.open()
    wrong = [f"{finding.address}: {finding.sentence}" for finding in verifying.verify(place)]
    row = place.index.one("SELECT count(*) AS number FROM sheet")
    say(wrong=wrong, prints=row["number"] if row else 0, live=Article.objects.live().count())
