"""Imports of small exports into the house of the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terbit.moving.arriving import running
from terbit.moving.arriving.reporting import Report
from terbit.newsroom.models import Publication
from tests.moving.arriving.exports import jpeg

Arrive = Callable[..., Report]


@pytest.fixture
def arrive(tmp_path: Path, db: None) -> Arrive:
    """`arrive(export(item(1)))` imports it; `source="ghost"` for Ghost's JSON, other names as in `running.Plan`."""

    Publication.load()  # made when it is first asked for

    def run(text: str | bytes | Path, *, source: str = "wordpress", **plan: Any) -> Report:
        path = (
            text
            if isinstance(text, Path)
            else tmp_path / ("kabar.json" if source == "ghost" else "kabar.xml")
        )
        if not isinstance(text, Path):
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        report = running.run(running.Plan(source, [path], **plan))
        assert report.adds_up, report.counts
        return report

    return run


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "wp-content" / "uploads" / "2026" / "02"
    folder.mkdir(parents=True)
    (folder / "banjir.jpg").write_bytes(jpeg())
    return tmp_path / "site"
