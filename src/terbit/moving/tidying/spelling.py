"""Words that are one word in two spellings: by dictionary, by sound (old spellings, Arabic names), by one letter.

Two real words may differ by a letter too: what is short, what differs by a prefix or suffix, and what stands in
names of several topics on both sides is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import IntEnum
from itertools import combinations

from terbit.moving.tidying.words import SHORT_FORMS, STANDARD

SOUNDS = [
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("dz", "z"), ("sy", "s"), ("sh", "s"), ("dh", "d"), ("th", "t"),
    ("kh", "h"), ("gh", "g"), ("ph", "f"), ("q", "k"), ("x", "ks"), ("v", "f"),
]  # fmt: skip
TWICE = re.compile(r"(.)\1+")
FEWEST_BY_SOUND = 5  # letters
FEWEST_BY_LETTER = 7
MOST_LETTERS = 40
OFTEN = 2  # names of topics that make a word a real one
PREFIXES = "meng meny mem men me peng peny pem pen per pel pe ber be ter te di ke se".split()
SUFFIXES = "kan an i nya wan wati is".split()


class Kin(IntEnum):
    """Why two spellings are one word, the surest first."""

    STANDARD = 1
    SOUND = 2
    LETTER = 3


def variants(words: Mapping[str, int]) -> dict[str, dict[str, Kin]]:
    """For each word the others of these that are the same word; the words come with how many names have them."""
    found: dict[str, dict[str, Kin]] = defaultdict(dict)
    for kin, pairs in (
        (Kin.LETTER, _by_letter(words)),
        (Kin.SOUND, _by_sound(words)),
        (Kin.STANDARD, _by_dictionary(words)),
    ):
        for one, other in pairs:
            found[one][other] = found[other][one] = kin
    return found


def _by_dictionary(words: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    forms = defaultdict(list)
    for word in words:
        if word in STANDARD or word in STANDARD.values():
            forms[STANDARD.get(word, word)].append(word)
    return (pair for same in forms.values() for pair in combinations(sorted(same), 2))


def _by_sound(words: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    sounding = defaultdict(list)
    for word in words:
        if FEWEST_BY_SOUND <= len(word) <= MOST_LETTERS and word.isalpha():
            sounding[sound(word)].append(word)
    for spoken, same in sounding.items():
        if len(spoken) >= FEWEST_BY_SOUND and len(same) > 1:
            yield from combinations(sorted(same), 2)


def sound(word: str) -> str:
    for written, spoken in SOUNDS:
        word = word.replace(written, spoken)
    word = TWICE.sub(r"\1", word)
    return word[:-1] + "i" if word.endswith("y") else word


def _by_letter(words: Mapping[str, int]) -> Iterable[tuple[str, str]]:
    """Those from which taking one letter each leaves the same, or one of the other: few are compared."""
    without = defaultdict(list)
    for word in words:
        if FEWEST_BY_LETTER <= len(word) <= MOST_LETTERS and word.isalpha():
            for rest in {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}:
                without[rest].append(word)
    pairs = {pair for near in without.values() if len(near) > 1 for pair in combinations(sorted(near), 2)}
    return (pair for pair in sorted(pairs) if _is_slip(*pair, words))


def _is_slip(one: str, other: str, words: Mapping[str, int]) -> bool:
    return (
        one[0] == other[0]
        and are_one_letter_apart(one, other)
        and min(words[one], words[other]) < OFTEN
        and not one.startswith(SHORT_FORMS)
        and not (_stems(one) & _stems(other))
    )


def are_one_letter_apart(one: str, other: str) -> bool:
    """One letter put in, left out or replaced, or two neighbours exchanged."""
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return abs(len(one) - len(other)) == 1
    here, there = one[start:], other[start:]
    return (
        here[1:] == there[1:]
        or here[1:] == there
        or here == there[1:]
        or (here[:2] == there[1::-1] and here[2:] == there[2:])
    )


def _stems(word: str) -> set[str]:
    """What may be left of a word without prefix or suffix."""
    begun = [word] + [word[len(each) :] for each in PREFIXES if word.startswith(each)]
    ended = [stem[: -len(each)] for stem in begun for each in SUFFIXES if stem.endswith(each)]
    return {stem for stem in (*begun, *ended) if len(stem) > 2}
