"""A house of its own for each test, and somebody who may move an archive in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from terbit.newsroom.models import Publication
from terbit.workflow.models import Role
from tests.factories import UserFactory
from tests.workflow.screens import signed_in


@pytest.fixture(autouse=True)
def own_house(settings: Any, tmp_path: Path) -> Path:
    """What is sent lies in a folder of this test."""
    settings.HOME = tmp_path / "rumah"
    settings.HOME.mkdir()
    return settings.HOME


@pytest.fixture
def chief(db: None) -> Client:
    Publication.load()
    return signed_in(UserFactory(role=Role.CHIEF_EDITOR))
