"""Which places a name names: provinces, regencies and cities of Indonesia, and countries, by their whole names.

Another word beside one makes another place: “Padang” is not “Padang Utara”, “Solok” neither “Kota Solok” nor
“Kabupaten Solok”, since there are both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from terbit.moving.tidying.words import BEFORE_A_PLACE, QUALIFIERS
from terbit.search.language import normalise

DATA = Path(__file__).parent / "data"
PROVINCE, REGENCY, CITY, COUNTRY = "provinsi", "kabupaten", "kota", "negara"
RANKS = {
    PROVINCE: ("provinsi", "propinsi"),
    REGENCY: ("kabupaten", "kab"),
    CITY: ("kota",),
    COUNTRY: ("negara",),
}
Words = tuple[str, ...]


def split(words: Sequence[str]) -> list[Words | str]:
    """The words, each place among them as one text that is its identity."""
    pieces: list[Words | str] = []
    at = 0
    while at < len(words):
        place, length = _at(words, at)
        pieces.append(f"<{place}>" if place else (words[at],))
        at += length
    return pieces


def named(words: Sequence[str]) -> frozenset[str]:
    return frozenset(piece for piece in split(words) if isinstance(piece, str))


def are_different(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each names a place and they are not the same."""
    here, there = named(one), named(other)
    return bool(here and there and here != there)


def is_one(words: Sequence[str]) -> bool:
    """Whether the words are a place and nothing else."""
    return len(found := split(words)) == 1 and isinstance(found[0], str)


def _at(words: Sequence[str], at: int) -> tuple[str, int]:
    """The place that begins here and how many words name it; "" and 1 where none does."""
    known = _known()
    for length in range(min(_longest().get(words[at], 0), len(words) - at), 0, -1):
        if place := known.get(tuple(words[at : at + length])):
            end = at + length
            while end < len(words) and words[end] in QUALIFIERS:
                end += 1
            return " ".join([place, *words[at + length : end]]), end - at
    if words[at] in BEFORE_A_PLACE and at + 1 < len(words):  # “Gunung Talang”, “Nagari Solok”
        place, length = _at(words, at + 1)
        if place:
            return f"{words[at]} {place}", length + 1
    return "", 1


@cache
def _known() -> dict[Words, str]:
    """Words to the identity of what they name. A name that several have is itself and none of them."""
    units = list(_units())
    owners = Counter(name for _rank, names in units for name in names)
    found: dict[Words, str] = {}
    for rank, names in units:
        identity = f"{rank} {' '.join(names[0])}"
        for name in names:
            found[name] = identity if owners[name] == 1 else " ".join(name)
            found |= {(word, *name): identity for word in RANKS[rank]}
    return found


@cache
def _longest() -> dict[str, int]:
    """How many words the longest name has that begins with a word."""
    longest: dict[str, int] = {}
    for words in _known():
        longest[words[0]] = max(len(words), longest.get(words[0], 0))
    return longest


def _units() -> Iterator[tuple[str, list[Words]]]:
    """Rank and names of each, its usual one first."""
    for line in _lines("places.txt"):
        kind, colon, several = line.partition(":")
        if not colon:
            yield PROVINCE, _names(line)
        for unit in several.split(","):
            if unit.strip():
                yield (REGENCY if kind == "regencies" else CITY), _names(unit)
    for line in _lines("countries.txt"):
        yield COUNTRY, _names(line)


def _lines(file: str) -> list[str]:
    rows = (DATA / file).read_text(encoding="utf-8").splitlines()
    return [row for row in rows if row.strip() and not row.startswith("#")]


def _names(unit: str) -> list[Words]:
    return list(dict.fromkeys(tuple(normalise(name).replace("-", " ").split()) for name in unit.split("=")))
