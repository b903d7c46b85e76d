"""*Terbaru* and *Terpopuler*: inline where pages are pressed with each story anyway, elsewhere fragments.

A fragment is a print of its own that the paper's script puts into a page near its end, so that a new story presses one
small print and not every page of the archive.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from terbit.newsroom.lists import by_day, listed
from terbit.newsroom.models import Article, Publication
from terbit.press import api as press

ADDRESSES = ("/bagian/terbaru/", "/bagian/terpopuler/")
LATEST = 6
_most_read: list[Callable[[], list[Article]]] = []


def register_most_read(function: Callable[[], list[Article]]) -> None:
    """Have `function` say which stories are read most: those that readers may see, recorded for the press."""
    _most_read[:] = [function]


def most_read() -> list[Article]:
    return _most_read[0]() if _most_read else []


def _latest(publication: Publication) -> dict[str, Any]:
    stories = press.shows(Article.objects.latest(), "stories")
    return {"latest": by_day(listed(stories)[:LATEST], publication)}


def _popular(publication: Publication) -> dict[str, Any]:
    return {"most_read": most_read()}


FRAGMENTS: dict[str, Callable[[Publication], dict[str, Any]]] = {"latest": _latest, "most_read": _popular}
