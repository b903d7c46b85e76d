"""A document as the engines take it: words by column and the tokens of its facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from terbit.search.language import normalise, words
from terbit.search.query import EVERY, facet_token

# Together below the 16,383 positions of a `tsvector`.
MAX_TITLE, MAX_SUMMARY, MAX_BODY = 200, 300, 14_000


@dataclass(frozen=True)
class Document:
    """Something to be found. `key` is unique in its collection; `date`, with its zone, gives the order.

    A facet has one value or several; filters name facets and values exactly as they are put.
    Searched are at most 200 words of the title, 300 of the summary and 14,000 of the body, and of
    each text the first 80,000 characters.
    """

    collection: str
    key: str
    date: datetime
    title: str
    summary: str = ""
    body: str = ""
    facets: Mapping[str, str | Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """`columns` are the words of title, summary and body; `moment` is in seconds since 1970."""

    key: str
    moment: int
    columns: tuple[list[str], list[str], list[str]]
    facets: list[str]


def entry(document: Document) -> Entry:
    title, summary, body = (
        words(normalise(text)) for text in (document.title, document.summary, document.body)
    )
    columns = title[:MAX_TITLE], summary[:MAX_SUMMARY], body[:MAX_BODY]
    return Entry(document.key, moment(document.date), columns, _facets(document.facets))


def moment(date: datetime) -> int:
    """Whole seconds since 1970. `ValueError` if the date has no time zone."""
    if date.tzinfo is None:
        raise ValueError(f"The date {date} has no time zone; search needs one to put documents in order.")
    return int(date.timestamp() // 1)


def _facets(facets: Mapping[str, str | Sequence[str]]) -> list[str]:
    pairs = ((name, [given] if isinstance(given, str) else given) for name, given in facets.items())
    return [EVERY, *(facet_token(name, value) for name, values in pairs for value in values)]
