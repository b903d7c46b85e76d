from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from terbit.newsroom.models import Article
from terbit.newsstand.spool import Spool
from tests.factories import ArticleFactory, SectionFactory


@pytest.fixture
def spool(settings: Any, tmp_path: Path) -> Spool:
    """That of a web process which writes only when it is told to."""
    settings.TERBIT_READINGS = tmp_path / "readings"
    return Spool(tmp_path / "readings", seconds=3600)


@pytest.fixture
def stories(db: None) -> list[Article]:
    """Four of one section, the newest last."""
    section = SectionFactory(name="Kota", slug="kota")
    return [ArticleFactory(headline=f"Berita {n}", section=section, published=True) for n in range(1, 5)]
