"""A line of tags that a saved page has run together: “Amerika Serikatdampak perang”, in alphabetical order.

A cut is made where a word that is known ends or begins, or where small letters meet capitals; of all ways to cut,
only those count whose tags follow each other in the order of the alphabet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

WIDTH = 400  # ways to cut that are followed at once
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
PASSES = 4
SHORTEST = 2  # letters of a piece
LONGEST_TOGETHER = 60  # letters without a space; more is no word


@dataclass(frozen=True)
class _Way:
    score: float
    tags: tuple[str, ...]  # those that are closed
    begun: str  # the one that goes on


def cut(line: str, text: str = "") -> list[str] | None:
    """The tags; None where no way to cut them keeps to the alphabet. `text` is the story, whose words are known."""
    tokens = line.split()
    if not tokens or any(len(token) > LONGEST_TOGETHER * 3 for token in tokens):
        return None
    known = _known(text)
    known |= _repeated(tokens, known)
    whole = {token.casefold() for token in tokens}
    tags: tuple[str, ...] | None = None
    for _time in range(PASSES):
        found = _best(tokens, known)
        if not found or found == tags:
            break
        tags = found
        known |= _known(" ".join(tags)) - whole  # words that a cut set free
    return list(tags) if tags else None


def _known(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text)}


def _repeated(tokens: list[str], known: set[str]) -> set[str]:
    """Words that the line has more than once, as far as no known word is glued to them."""
    seen = Counter(token.casefold() for token in tokens)
    return {
        word
        for word, times in seen.items()
        if times > 1 and not any(word[:at] in known or word[at:] in known for at in range(3, len(word) - 2))
    }


def _best(tokens: list[str], known: set[str]) -> tuple[str, ...] | None:
    ways = [_Way(0, (), "")]
    for token in tokens:
        pieces = list(_pieces(token, known))
        further = {(*way.tags, way.begun): way for old in ways for new in pieces if (way := _go_on(old, new))}
        ways = sorted(further.values(), key=lambda way: -way.score)[:WIDTH]
    closed = [(way.score, (*way.tags, way.begun)) for way in ways if _in_order(way.tags[-1:], way.begun)]
    return max(closed, key=lambda each: each[0])[1] if closed else None


def _go_on(way: _Way, pieces: tuple[float, tuple[str, ...]]) -> _Way | None:
    """The way with one more token, which its cuts divide between tags."""
    score, (first, *others) = pieces
    begun = f"{way.begun} {first}".strip()
    tags = way.tags
    for other in others:
        if not _in_order(tags[-1:], begun):
            return None
        tags, begun = (*tags, begun), other
    return _Way(way.score + score, tags, begun)


def _in_order(before: Iterable[str], tag: str) -> bool:
    return all(each.casefold() < tag.casefold() for each in before)


def _pieces(token: str, known: set[str]) -> Iterable[tuple[float, tuple[str, ...]]]:
    """The token whole, or cut once, twice or three times, each with what speaks for it."""
    yield _likely(token, known), (token,)
    if len(token) > LONGEST_TOGETHER:
        return
    places = [at for at in range(SHORTEST, len(token) - SHORTEST + 1) if _speaks_for(token, at, known)]
    for number in (1, 2, 3):
        for chosen in _choices(places[:14], number):
            parts = tuple(token[start:end] for start, end in pairwise((0, *chosen, len(token))))
            if all(len(part) >= SHORTEST for part in parts):
                yield sum(_likely(part, known) for part in parts) - 0.4 * number, parts


def _choices(places: list[int], number: int) -> Iterable[tuple[int, ...]]:
    return combinations(places, number)


def _speaks_for(token: str, at: int, known: set[str]) -> bool:
    before, after = token[:at], token[at:]
    capital = before[-1].islower() and after[0].isupper()
    acronym = len(before) >= SHORTEST and before[-2:].isupper() and after[0].islower()
    ends = any(before[start:].casefold() in known for start in range(max(0, at - 20), at - 2))
    begins = any(after[:end].casefold() in known for end in range(3, min(len(after), 20) + 1))
    return before[-1].isalnum() and after[0].isalnum() and (capital or acronym or ends or begins)


def _likely(part: str, known: set[str]) -> float:
    """How much a piece looks like a word: known, or written like an acronym; a capital inside speaks against it."""
    words = WORD.findall(part)
    if part.casefold() in known or (words and all(word.casefold() in known for word in words)):
        return 1.0
    if part.isdigit() or (part.isupper() and len(part) <= 6):
        return 0.6
    inside = any(one.islower() and other.isupper() for one, other in pairwise(part))
    return -1.5 if inside else -0.6 - 0.02 * len(part)
