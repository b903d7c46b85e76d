"""What a reader typed, as words to find and words to leave out. Any text is a query; none is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from terbit.search.language import STOP_WORDS, normalise, stem, words

MAX_QUERY = 1_000
MAX_TERMS = 32

# No word holds "=", so these can stand among the words of a document.
EVERY = "="
"""The token of every document, so that "all but these" is a search too."""
STEM = "="
FACET = "=="

_CHUNK = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

Run = tuple[str, ...]
"""Tokens that stand in this order, next to each other."""


@dataclass(frozen=True)
class Term:
    """Found where one of its runs is."""

    runs: tuple[Run, ...]

    @property
    def is_phrase(self) -> bool:
        return any(len(run) > 1 for run in self.runs)


@dataclass(frozen=True)
class Query:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    facets: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.wanted or self.unwanted or self.facets)

    @property
    def has_phrases(self) -> bool:
        return any(term.is_phrase for term in (*self.wanted, *self.unwanted))

    @property
    def finds_nothing(self) -> bool:
        return any(not facet.runs for facet in self.facets)


def parse(text: str, facets: Mapping[str, str | Sequence[str]] | None = None) -> Query:
    """Words must all be there in some form, "phrases" exactly, and `-words` in no form.

    Only the first 1,000 characters and 32 terms count.
    """
    chosen = tuple(_facet(name, values) for name, values in (facets or {}).items())
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for chunk in _CHUNK.finditer(normalise(text[:MAX_QUERY])):
        term = _term(words(chunk["word"] or chunk["phrase"] or ""), is_quoted=chunk["word"] is None)
        if term and len(wanted) + len(unwanted) < MAX_TERMS:
            (unwanted if chunk["minus"] else wanted)[term] = None
    return Query(_telling(wanted), tuple(unwanted), chosen)


def facet_token(name: str, value: str) -> str:
    """The token by which documents with this value of a facet are found, whatever is in name and value."""
    return FACET + blake2b(f"{name}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _facet(name: str, values: str | Sequence[str]) -> Term:
    values = [values] if isinstance(values, str) else values
    return Term(tuple((facet_token(name, value),) for value in values))


def _term(found: list[str], *, is_quoted: bool) -> Term | None:
    """One chunk of a query: a word, or a phrase if quoted or joined as in `covid-19`, but not `anak-anak`."""
    if not found:
        return None
    if is_quoted or len({stem(word) for word in found}) > 1:
        return Term((tuple(found[:MAX_TERMS]),))
    return _word(found[0])


def _word(word: str) -> Term:
    """A word in any of its forms: itself, what shares its stem, and the stem where it is a word."""
    root = stem(word)
    runs = [word, STEM + root, root] if stem(root) == root else [word, STEM + root]
    return Term(tuple((token,) for token in dict.fromkeys(runs)))


def _telling(wanted: Iterable[Term]) -> tuple[Term, ...]:
    """Without the words that are in every story, unless there are no others."""
    return tuple(term for term in wanted if term.runs not in _STOPPED) or tuple(wanted)


_STOPPED = frozenset(_word(word).runs for word in STOP_WORDS)
