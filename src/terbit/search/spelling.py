"""Near words for a word that hardly any document has.

A mistake is one letter too many, too few, wrong or in the wrong place, on a word as it is typed or as it was
spelt before 1972. Which of the near words there are, the index itself says: there is no vocabulary beside it,
and nothing to keep in line with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import ascii_lowercase

from terbit.search.language import normalise, words
from terbit.search.query import MAX_QUERY, parse

Spread = Callable[[Sequence[str]], Mapping[str, int]]
"""In how many documents each token stands, counted to a limit; those in none are left out."""

MOST_CORRECTED = 3
"""Words of a query; each is some 500 look-ups in the index."""
OFTENER = 50
"""A near word must stand in so many times as many documents, or a rare name would be called a mistake."""
LEAST_PART = 3

_MAY_BE_MISSPELT = re.compile("[a-z]{4,24}")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = ("fvp", "szjx", "iye", "uow", "kqgc", "dt", "bp", "mn", "rl")
_SWAPPED, _DOUBLED, _SOUNDS_ALIKE, _ANY, _FIRST = 4.0, 6.0, 4.0, 1.0, 0.1
_OLD_SPELLING = re.compile("oe|[dt]j|[ns]j|ch|j")
_NEW_SPELLING = {"oe": "u", "dj": "j", "tj": "c", "nj": "ny", "sj": "sy", "ch": "kh", "j": "y"}


def corrected(text: str, spread: Spread) -> str | None:
    """The query with near words in the place of mistaken ones, in lower case; None where it has no mistake."""
    text = normalise(text[:MAX_QUERY])
    typed = [word for word in dict.fromkeys(words(text)) if _MAY_BE_MISSPELT.fullmatch(word)]
    known = spread([token for word in typed for token in _tokens(word)])
    often = {word: max(known.get(token, 0) for token in _tokens(word)) for word in typed}
    rarest = sorted(typed, key=lambda word: often[word])[:MOST_CORRECTED]
    better = {word: found for word in rarest if (found := _better(word, often[word], spread))}
    if not better:
        return None
    return " ".join(_WORD.sub(lambda match: better.get(match[0], match[0]), text).split())


def near(word: str) -> dict[str, float]:
    """Every word one mistake away, with how likely the mistake is."""
    found: dict[str, float] = {}
    modern = _modern(word)
    if modern != word:
        found[modern] = _DOUBLED
    for base in {word, modern}:
        for other, likely in _mistakes(base):
            found[other] = max(likely, found.get(other, 0.0))
    found.pop(word, None)
    return found


def _better(word: str, often: int, spread: Spread) -> str | None:
    likely = near(word)
    found = spread(list(likely))
    best = max(found, key=lambda other: (found[other] * likely[other], other), default=None)
    if best is not None and found[best] > often * OFTENER:
        return best
    return _parted(word, spread) if not often else None


def _parted(word: str, spread: Spread) -> str | None:
    """Two words that somebody wrote as one: *rumahsakit*."""
    places = range(LEAST_PART, len(word) - LEAST_PART + 1)
    parts = [(word[:place], word[place:]) for place in places]
    known = spread([part for pair in parts for part in pair])
    there = [pair for pair in parts if all(part in known for part in pair)]
    best = max(there, key=lambda pair: min(known[part] for part in pair), default=None)
    return " ".join(best) if best else None


def _tokens(word: str) -> Iterable[str]:
    """What finds the word in any of its forms."""
    return [token for term in parse(word).wanted for run in term.runs for token in run]


def _modern(word: str) -> str:
    """*soerabaja* as *surabaya*; a `j` is only then a `y` when something else is old in the word."""
    if not _OLD_SPELLING.search(word.replace("j", "")) and not re.search("[dtns]j", word):
        return word
    return _OLD_SPELLING.sub(lambda match: _NEW_SPELLING[match[0]], word)


def _mistakes(word: str) -> Iterator[tuple[str, float]]:
    for place in range(len(word) + 1):
        head, tail = word[:place], word[place:]
        for other, likely in _at(head, tail):
            yield other, likely if head else likely * _FIRST


def _at(head: str, tail: str) -> Iterator[tuple[str, float]]:
    beside = {head[-1:], tail[:1], "h"}
    yield from ((head + letter + tail, _DOUBLED if letter in beside else _ANY) for letter in ascii_lowercase)
    if not tail:
        return
    first, rest = tail[0], tail[1:]
    yield head + rest, _DOUBLED if first in {head[-1:], "h"} else _ANY
    for letter in ascii_lowercase:
        yield head + letter + rest, _SOUNDS_ALIKE if _sound_alike(letter, first) else _ANY
    if rest:
        yield head + rest[0] + first + rest[1:], _SWAPPED


def _sound_alike(one: str, other: str) -> bool:
    return any(one in letters and other in letters for letters in _ALIKE)
