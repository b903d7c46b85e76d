"""A section and those who work in it; the paper of `tests.workflow.paper`, made once for a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from terbit.newsroom.models import Section
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import SectionFactory, UserFactory
from tests.workflow import paper as a_paper


@pytest.fixture
def section() -> Section:
    return SectionFactory(slug="kota")


@pytest.fixture
def reporter(section: Section) -> User:
    return UserFactory(role=Role.REPORTER, role__section=section)


@pytest.fixture
def editor(section: Section) -> User:
    return UserFactory(role=Role.EDITOR, role__section=section)


@pytest.fixture(scope="module")
def paper(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[a_paper.Paper]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield a_paper.make()
        transaction.set_rollback(True)
