"""The paper of `tests.workflow.paper`, made once for a module and gone with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.workflow import paper as a_paper


@pytest.fixture(scope="module")
def paper(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[a_paper.Paper]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_paper.make()
        transaction.set_rollback(True)
