"""The demo, filled twice for the tests of this folder: on another day, and today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from terbit.demo import copies, filling
from terbit.newsroom.models import Article
from tests.demo import crawl

LATER = "2027-03-05T09:00:00+00:00"


class CutShort(Exception):
    """The plug was pulled."""


@dataclass
class Demo:
    """`told` is what the terminal said; `left` how many stories a filling left that was cut short.

    `pages` are those of the filling on another day, with the links that led from one to the other; `today` is what
    lies at the same addresses now. Equal pages have equal links, so nobody needs to follow them twice.
    """

    left: int
    pages: dict[str, crawl.Page]
    today: dict[str, bytes]
    told: list[str] = field(default_factory=list)


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Demo]:
    """What the copies of pictures cost is measured elsewhere: here they are left out."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "make_for_the_front", lambda: iter([(7, 7)]))
        left = _cut_short()
        with time_machine.travel(LATER, tick=True), transaction.atomic():
            filling.fill()
            pages = _crawl()
            transaction.set_rollback(True)
        told: list[str] = []
        with transaction.atomic():
            filling.fill(told.append)
            yield Demo(left, pages, _read(pages), told)
            transaction.set_rollback(True)


def _cut_short() -> int:
    def pull_the_plug(line: str) -> None:
        if "10 of" in line:
            raise CutShort

    with pytest.raises(CutShort):
        filling.fill(pull_the_plug)
    return Article.objects.count()


def _read(addresses: Iterable[str]) -> dict[str, bytes]:
    cache.clear()
    client = Client()
    return {address: client.get(address).content for address in addresses}


def _crawl() -> dict[str, crawl.Page]:
    cache.clear()
    gone = Article.objects.filter(live=False, path__isnull=False).values_list("path", flat=True)
    return crawl.paper("/", tuple(gone))
