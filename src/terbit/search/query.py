"""What a reader typed, as words to find and words to leave out. Any text is a query; none is an error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from terbit.search.language import STOP_WORDS, normalise, stem, words

MAX_QUERY = 1_000
MAX_TERMS = 32
LEAST_PREFIX = 3
"""Letters. What begins with fewer is too much to be of use, and dear to look up."""

# No word holds "=", so these can stand among the words of a document.
EVERY = "="
"""The token of every document, so that "all but these" is a search too."""
STEM = "="
FACET = "=="

_CHUNK = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_FEW_LETTERS = re.compile(rf"(?<!\w)[^\W\d_]{{1,{LEAST_PREFIX - 1}}}$")

Run = tuple[str, ...]
"""Tokens that stand in this order, next to each other."""


@dataclass(frozen=True)
class Term:
    """Found where one of its runs is. Of an unfinished one, the last token of the first run may go on."""

    runs: tuple[Run, ...]
    unfinished: bool = False

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

    def parted(self) -> tuple[Term | None, Query]:
        """The unfinished term, None if there is none, and the query with no more of it than its finished words."""
        begun = next((term for term in self.wanted if term.unfinished), None)
        rest = [term for term in self.wanted if term is not begun]
        if begun and begun.is_phrase:
            rest.append(Term((begun.runs[0][:-1],)))
        return begun, Query(tuple(rest), self.unwanted, self.facets)

    @property
    def finds_nothing(self) -> bool:
        return any(not facet.runs for facet in self.facets)


def parse(
    text: str, facets: Mapping[str, str | Sequence[str]] | None = None, *, typing: bool = False
) -> Query:
    """Words must all be there in some form, "phrases" exactly, and `-words` in no form.

    While somebody is typing, the word that ends the text may be the beginning of one. Only the first 1,000
    characters and 32 terms count.
    """
    chosen = tuple(_facet(name, values) for name, values in (facets or {}).items())
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    text = normalise(text[:MAX_QUERY])
    for chunk in _CHUNK.finditer(text):
        found = words(chunk["word"] or chunk["phrase"] or "")
        term = _term(found, is_quoted=chunk["word"] is None)
        if term and typing and chunk.end() == len(text) and not chunk["minus"]:
            term = Term(term.runs, unfinished=len(found[-1]) >= LEAST_PREFIX and text.endswith(found[-1]))
        if term and len(wanted) + len(unwanted) < MAX_TERMS:
            (unwanted if chunk["minus"] else wanted)[term] = None
    return Query(_telling(wanted), tuple(unwanted), chosen)


def facet_token(name: str, value: str) -> str:
    """The token by which documents with this value of a facet are found, whatever is in name and value."""
    return FACET + blake2b(f"{name}\0{value}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _facet(name: str, values: str | Sequence[str]) -> Term:
    values = [values] if isinstance(values, str) else values
    return Term(tuple((facet_token(name, value),) for value in values))


def without_first_letters(text: str) -> str | None:
    """Without the one or two letters that may be the beginning of the next word; None where it does not end so."""
    text = normalise(text[:MAX_QUERY])
    rest = _FEW_LETTERS.sub("", text)
    return rest if rest != text and words(rest) else None


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
