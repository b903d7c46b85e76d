"""The invented newspaper as it is written: TOML files in `paper/`, pictures beside them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

PAPER = Path(__file__).with_name("paper")


@dataclass(frozen=True)
class Source:
    """A story's file: `key` is its name without the ending, by which others link to it."""

    key: str
    values: dict[str, Any]

    @property
    def published(self) -> datetime:
        """Local time of the publication, without a zone."""
        return self.values["published"]

    @property
    def slug(self) -> str:
        return self.key[len("2026-11-17-") :]


@cache
def newspaper() -> dict[str, Any]:
    return tomllib.loads((PAPER / "newspaper.toml").read_text(encoding="utf-8"))


@cache
def stories() -> tuple[Source, ...]:
    """Every story, oldest first."""
    files = sorted((PAPER / "stories").glob("*.toml"))
    sources = (Source(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)
    return tuple(sorted(sources, key=lambda source: (source.published, source.key)))


def picture_file(name: str) -> Path:
    return PAPER / "pictures" / f"{name}.jpg"
