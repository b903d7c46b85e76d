from __future__ import annotations

from typing import Any

import pytest

from terbit.newsroom.models import Article
from tests.factories import SectionFactory
from tests.moving.tidying.desk import story


@pytest.fixture
def section() -> Any:
    return SectionFactory(name="Kota", slug="kota")


@pytest.fixture
def fish(section: Any) -> list[Article]:
    """Two stories on the fish market, in two writings; one has both."""
    first = story("Pasar Ikan Dibuka", "Pasar Ikan", section=section)
    return [first, story("Harga Ikan Naik", "pasar-ikan", "Pasar Ikan", "nelayan", section=section)]
