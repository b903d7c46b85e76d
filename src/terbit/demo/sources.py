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
    """What stories name, by kind: `people`, `topics`, `pictures` …"""
    return {name: value for file in sorted(PAPER.glob("*.toml")) for name, value in _read(file).items()}


@cache
def stories() -> tuple[Source, ...]:
    """What is published, oldest first."""
    return tuple(sorted(_sources("stories"), key=lambda source: (source.published, source.key)))


@cache
def drafts() -> tuple[Source, ...]:
    """What the newsroom is working on, by the name of the file."""
    return _sources("desk")


@cache
def pages() -> tuple[Source, ...]:
    """The standing pages in their order; the text of each lies beside its file, as HTML."""
    return _sources("pages")


def page_text(source: Source) -> str:
    return (PAPER / "pages" / f"{source.key}.html").read_text(encoding="utf-8")


def picture_file(name: str) -> Path:
    return PAPER / "pictures" / f"{name}.jpg"


def media_file(name: str) -> Path:
    return PAPER / "media" / name


def _sources(folder: str) -> tuple[Source, ...]:
    return tuple(Source(file.stem, _read(file)) for file in sorted((PAPER / folder).glob("*.toml")))


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
