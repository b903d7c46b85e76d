from __future__ import annotations

import pytest

from terbit.newsroom.models import Section
from terbit.staff.models import User
from terbit.workflow.models import Role
from tests.factories import SectionFactory, UserFactory


@pytest.fixture
def city(db: None) -> Section:
    return SectionFactory(name="Kota", slug="kota")


@pytest.fixture
def sport(db: None) -> Section:
    return SectionFactory(name="Olahraga", slug="olahraga")


@pytest.fixture
def chief(db: None) -> User:
    """Arranges every front."""
    return UserFactory(name="Sekar Anindita", role=Role.CHIEF_EDITOR)


@pytest.fixture
def other(db: None) -> User:
    """Another who does."""
    return UserFactory(name="Bagas Pranoto", role=Role.MANAGING_EDITOR)
