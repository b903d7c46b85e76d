from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine as clock
from django.db import transaction

from tests.theme import papers


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> Iterator[papers.Paper]:
    """Made once for the tests of a module, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travel(papers.NOON, tick=False):
            paper = papers.make()
        yield paper
        transaction.set_rollback(True)


@pytest.fixture
def paper(printed, db) -> papers.Paper:
    """Tuesday, 17 November 2026, 12.00 WIB."""
    return printed
