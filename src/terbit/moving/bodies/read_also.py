"""“Baca juga: …”, typed in many ways: the line that sends readers on to another story."""

from __future__ import annotations

import re

from terbit.moving.bodies import runs
from terbit.moving.bodies.runs import Line, Link

START = re.compile(r"\W*(?:baca|lihat|simak|tonton)\s+(?:juga|pula)\b\W*", re.IGNORECASE)
LABEL = re.compile(
    r"\W*(?:baca|lihat|simak|tonton)\s+(?:juga|pula)(?:\s+(?:berita|artikel)(?:\s+lainnya)?)?\W*",
    re.IGNORECASE,
)
COLON = re.compile(r"\W*(?:baca|lihat|simak|tonton)\s+(?:juga|pula)\s*[:：]", re.IGNORECASE)
BETWEEN = re.compile(r"(?:\W|\bdan\b|\bserta\b)*", re.IGNORECASE)


def is_typed(line: Line) -> bool:
    """Whether the line is nothing else: the words, a colon or links, no sentence after them."""
    first = line[0].text.lstrip(" \"“'([*•>»-–—")[:1].lower()
    return first in {"b", "l", "s", "t"} and bool(COLON.match(runs.text(line)) or stories(line))


def is_label(text: str) -> bool:
    """“Baca juga:” alone, above the links."""
    return bool(LABEL.fullmatch(text))


def stories(line: Line) -> list[tuple[Link | None, str]]:
    """(link, title) of each story that the line names; [] where it says anything else.

    A title typed without a link has None.
    """
    text = runs.text(line)
    if not START.match(text):
        return []
    linked = runs.linked(line)
    if not linked:
        title = START.sub("", text, count=1).strip()
        return [(None, title)] if title and COLON.match(text) else []
    outside = START.sub("", runs.unlinked(line), count=1)
    if not BETWEEN.fullmatch(outside):
        return []
    named = [(link, START.sub("", words, count=1).strip()) for link, words in linked]
    return [(link, words) for link, words in named if re.search(r"\w", words)]


def links_alone(line: Line) -> list[tuple[Link | None, str]]:
    """The links of a line that is nothing but links; [] where it says anything else."""
    if not BETWEEN.fullmatch(runs.unlinked(line)):
        return []
    return list(runs.linked(line))
