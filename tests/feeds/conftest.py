from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.press import guard
from tests.theme.conftest import paper, printed  # noqa: F401  a small paper, made once for a module


@pytest.fixture
def guarded() -> Iterator[None]:
    """Whatever a rendering reads must be noted."""
    with guard.guarding():
        yield
