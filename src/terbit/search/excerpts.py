"""Where the words of a query stand in a text, and the part of a text that shows most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from terbit.search.language import MAX_WORD, normalise, stem, words
from terbit.search.query import STEM, Run, parse

LENGTH = 230
"""Characters of an excerpt, some more or fewer, so that it ends with a word."""
MAX_TEXT = 40_000
BEFORE = 70
"""As far before the first mark an excerpt may begin, to begin with a sentence."""

# A word as `language.normalise` joins it: with apostrophes, accents and invisible marks in it.
_JOINED = "'’‘ʼ`´\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_PIECE = re.compile(rf"[^\W_]+(?:[{_JOINED}]+[^\W_]+)*[\u0300-\u036f]*")
# A subheading, a caption or a row of cells, which the next line does not go on.
_LINE_END = re.compile(r"(?<=\w)[^\S\n]*\n\s*")
_SENTENCE = re.compile(r"(?:^|[.!?…][”’\")]*\s+|\n)(?=\S)")


@dataclass(frozen=True)
class Mark:
    """Characters `start` to `end` are the term of that number."""

    start: int
    end: int
    term: int


@dataclass(frozen=True)
class Marks:
    """What of a query is marked: its words in every form, its phrases word for word, nothing that is left out."""

    tokens: dict[str, int]
    phrases: list[tuple[int, Run]]
    begun: Run = ()
    """The run whose last word may go on, if there is one."""

    @property
    def terms(self) -> set[int]:
        return {*self.tokens.values(), *(term for term, _ in self.phrases)}

    def find(self, text: str) -> list[Mark]:
        if not self.tokens and not self.phrases:
            return []
        pieces = list(_pieces(text[:MAX_TEXT]))
        found = [
            Mark(start, end, term) for start, end, word in pieces if (term := self._term_of(word)) is not None
        ]
        return sorted([*found, *self._phrases(pieces)], key=lambda mark: (mark.start, -mark.end))

    def parts(self, text: str) -> Iterator[tuple[str, bool]]:
        """The text in parts, each with whether it is marked."""
        done = 0
        for mark in self.find(text):
            if mark.start >= done:
                yield text[done : mark.start], False
                yield text[mark.start : mark.end], True
                done = mark.end
        yield text[done:], False

    def excerpt(self, text: str) -> str:
        """The part with most of the terms, the first of several; empty where there is none."""
        marks = self.find(text)
        if not marks:
            return ""
        return _cut(text, max(marks, key=lambda mark: (_terms_near(mark, marks), -mark.start)).start)

    def _term_of(self, word: str) -> int | None:
        if len(self.begun) == 1 and word.startswith(self.begun):
            return self.tokens[self.begun[0]]
        return self.tokens.get(word, self.tokens.get(STEM + stem(word)))

    def _phrases(self, pieces: list[tuple[int, int, str]]) -> Iterator[Mark]:
        spoken = [word for _, _, word in pieces]
        for term, run in self.phrases:
            for at, word in enumerate(spoken):
                if word == run[0] and self._is_there(run, spoken[at : at + len(run)]):
                    yield Mark(pieces[at][0], pieces[at + len(run) - 1][1], term)

    def _is_there(self, run: Run, spoken: list[str]) -> bool:
        if run != self.begun or len(spoken) < len(run):
            return run == tuple(spoken)
        return run[:-1] == tuple(spoken[:-1]) and spoken[-1].startswith(run[-1])


@lru_cache(maxsize=64)
def of(query: str, *, typing: bool = False) -> Marks:
    tokens: dict[str, int] = {}
    phrases: list[tuple[int, Run]] = []
    begun: Run = ()
    for term, wanted in enumerate(parse(query, typing=typing).wanted):
        begun = wanted.runs[0] if wanted.unfinished else begun
        if wanted.is_phrase:
            phrases += [(term, run) for run in wanted.runs]
        else:
            tokens |= {run[0]: term for run in wanted.runs}
    return Marks(tokens, phrases, begun)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece.isascii() and piece.isalnum():  # nearly all of them
            yield match.start(), match.end(), piece.lower()[:MAX_WORD]
        else:
            yield from ((match.start(), match.end(), word) for word in words(normalise(piece)))


def _terms_near(mark: Mark, marks: list[Mark]) -> int:
    """How many terms an excerpt shows that begins about here."""
    last = mark.start + LENGTH - BEFORE
    return len({other.term for other in marks if mark.start <= other.start <= last})


def _cut(text: str, first: int) -> str:
    """From the sentence of the first mark, or from a word before it if the sentence begins too far away."""
    begins = [match.end() for match in _SENTENCE.finditer(text, max(0, first - BEFORE - 2), first + 1)]
    start = begins[-1] if begins else _word_from(text, first - BEFORE // 2)
    end = len(text) if len(text) - start <= LENGTH else text.rfind(" ", start, start + LENGTH)
    end = end if end > first else start + LENGTH
    shown = " ".join(_LINE_END.sub(" · ", text[start:end].strip()).split())
    return f"{'' if begins else '… '}{shown}{' …' if end < len(text) else ''}"


def _word_from(text: str, place: int) -> int:
    return text.find(" ", place) + 1 if place > 0 else 0
