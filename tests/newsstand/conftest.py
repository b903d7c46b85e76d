from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsstand.printing import PrintFolder
from tests.newsstand.reading import Reader


@pytest.fixture
def folder(tmp_path: Path) -> PrintFolder:
    """A print folder of https://www.kabar.example with nothing in it."""
    return PrintFolder(tmp_path / "prints")


@pytest.fixture
def reader(folder: PrintFolder) -> Reader:
    return Reader(folder)
