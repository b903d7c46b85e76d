"""Documents and queries in the text that PostgreSQL reads as `tsvector` and `tsquery`.

Every lexeme is quoted, and no token holds a quote or a backslash.
"""

from __future__ import annotations

from collections.abc import Iterator

from terbit.search.entries import Entry
from terbit.search.language import stem
from terbit.search.query import EVERY, STEM, Query, Term

GAP = 10  # between columns, so that no phrase runs from one into the next
TITLE, SUMMARY = "^", "~"
"""Before a word or stem: it stands in the title, in the summary."""
MOST_WEIGHED = 8


def tsvector(entry: Entry) -> str:
    """Words with their positions, for phrases; stems and facets without. PostgreSQL keeps the first
    255 positions of a word, so a phrase of words used oftener is found in the part before.

    The words and stems of title and summary stand there once more, marked: the index alone then
    tells what is in a title, where a weight would have to be read out of every vector.
    """
    lexemes: dict[str, list[str]] = {lexeme: [] for lexeme in (*entry.facets, *_marked(entry))}
    start = 1
    for words in entry.columns:
        for position, word in enumerate(words, start):
            lexemes.setdefault(word, []).append(str(position))
            if (root := stem(word)) != word:
                lexemes.setdefault(STEM + root, [])
        start += len(words) + GAP
    return " ".join(f"'{lexeme}':{','.join(at)}" if at else f"'{lexeme}'" for lexeme, at in lexemes.items())


def _marked(entry: Entry) -> Iterator[str]:
    for mark, words in zip((TITLE, SUMMARY), entry.columns, strict=False):
        for word in words:
            yield mark + word
            if (root := stem(word)) != word:
                yield mark + STEM + root


def tsquery(query: Query, *, exact: bool = True) -> str:
    """The query. If not exact, what the index can tell alone: for a phrase to find its words, and
    nothing of a phrase to leave out."""
    join = " <-> " if exact else " & "
    wanted = [_any(term, join) for term in (*query.wanted, *query.facets)] or [f"'{EVERY}'"]
    unwanted = [f"!{_any(term, join)}" for term in query.unwanted if exact or not term.is_phrase]
    return " & ".join([*wanted, *unwanted])


def weighed(query: Query) -> Iterator[tuple[int, str]]:
    """What makes a hit more relevant: weight and query. The form that was typed counts twice."""
    for term in query.wanted[:MOST_WEIGHED]:
        for weight, mark in ((100, TITLE), (10, SUMMARY)):
            yield weight, _any(term, " & ", mark)
            if len(term.runs) > 1:
                yield weight, _any(Term(term.runs[:1], term.unfinished), " & ", mark)


def _any(term: Term, join: str, mark: str = "") -> str:
    first, *others = (join.join(f"'{mark}{token}'" for token in run) for run in term.runs)
    runs = [first + ":*" if term.unfinished else first, *others]
    return "((" + ") | (".join(runs) + "))"
