"""Fixtures about language: tests of wording run in the source language, English."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def english() -> Iterator[None]:
    """Sentences as they stand in the code."""
    with translation.override("en"):
        yield
