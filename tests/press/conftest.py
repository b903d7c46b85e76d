from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terbit.press import editions
from terbit.press import folder as folders
from terbit.press.folder import Folder
from tests.press import guard


@pytest.fixture
def folder(transactional_db: None, tmp_path: Path) -> Iterator[Folder]:
    """An empty print folder of the house of the tests, opened."""
    editions.forget()
    made = Folder(tmp_path / "prints")
    made.open()
    yield made
    made.index.close()
    editions.forget()


@pytest.fixture
def guarded() -> Iterator[None]:
    with guard.guarding():
        yield


@pytest.fixture
def no_folder(transactional_db: None, tmp_path: Path, settings: Any) -> Iterator[Folder]:
    """The print folder that the house itself names, before it is there."""
    settings.TERBIT_PRINTS = tmp_path / "own"
    folders.folder.cache_clear()
    editions.forget()
    yield folders.folder()
    folders.folder().index.close()
    folders.folder.cache_clear()
    editions.forget()


@pytest.fixture
def own_folder(no_folder: Folder) -> Folder:
    """The print folder that the house itself names, opened."""
    no_folder.open()
    return no_folder
