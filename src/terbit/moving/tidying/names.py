"""A topic's name read: its words, what of them counts, and the key that equal names share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from terbit.moving.tidying import places
from terbit.moving.tidying.words import DOUBLED, NO_NAMES, SMALL, TITLES, WEIGHTLESS
from terbit.search.language import normalise

WORD = re.compile(r"[^\W_]+|(?<=\w)[+#]+")
DEGREES = re.compile(r"(?:,\s*(?:[A-Z][A-Za-z]{0,4}\.\s?)+[A-Za-z]{0,4})+$")
SIGNS = {"&": " dan ", "%": " persen "}
LONGEST_TITLE = max(map(len, TITLES))
ACRONYM = 5  # letters; a longer name in capitals is shouted


@dataclass(frozen=True)
class Name:
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        """As written, small, without accents and signs."""
        text = DEGREES.sub("", self.text.strip().lstrip("#"))
        for sign, word in SIGNS.items():
            text = text.replace(sign, word)
        return tuple(WORD.findall(normalise(text)))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """Without what makes a plural."""
        words = self.words[1:] if self.words[:1] == ("para",) and len(self.words) > 1 else self.words
        return tuple(
            word
            for at, word in enumerate(words)
            if not (at and words[at - 1] == word and word.isalpha() and word not in DOUBLED)
        )

    @cached_property
    def written(self) -> str:
        """The key of those that differ in nothing but case, spaces, hyphens and accents."""
        return _joined([(word,) for word in self.words])

    @cached_property
    def plural_free(self) -> str:
        return key(self.content)

    @cached_property
    def bare(self) -> tuple[str, ...]:
        """Without titles, where what is left is somebody's name; else all of it."""
        words = self.content
        while length := _title(words):
            words = words[length:]
        return words if words != self.content and self._is_somebody(words) else self.content

    @cached_property
    def key(self) -> str:
        return key(self.bare)

    @cached_property
    def places(self) -> frozenset[str]:
        return places.named(self.content)

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """Those that are no part of a place's name."""
        words = [piece[0] for piece in places.split(self.words) if not isinstance(piece, str)]
        return tuple(sorted(number for word in words for number in re.findall(r"\d+", word)))

    @cached_property
    def is_like_a_name(self) -> bool:
        """Whether its words begin with capitals, small ones left aside."""
        longer = [word for word in re.findall(r"[^\W\d_]+", self.text) if word.lower() not in SMALL]
        return bool(longer) and all(word[0].isupper() for word in longer)

    @cached_property
    def is_acronym(self) -> bool:
        return self.text.isupper() and len(self.words) == 1 and len(self.text) <= ACRONYM + 3

    @cached_property
    def weighty(self) -> tuple[str, ...]:
        """Without words such as “terbaru”; all of it where it has no others."""
        return tuple(word for word in self.content if word not in WEIGHTLESS) or self.content

    def _is_somebody(self, words: Sequence[str]) -> bool:
        shouted = len(words) == 1 and words[0].upper() in self.text and len(words[0]) <= ACRONYM
        return (
            bool(words)
            and words[0] not in NO_NAMES
            and max(map(len, words)) > 2
            and not shouted
            and not places.named(words)
            and not any(word.isdigit() for word in words)
        )


def key(words: Sequence[str]) -> str:
    """What equal names share: the words together, places by what they are."""
    return _joined(places.split(words))


def _joined(pieces: Sequence[tuple[str, ...] | str]) -> str:
    """Numbers do not run together: “pasal 1 2” is not “pasal 12”."""
    joined = ""
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece[0]
        joined += ("_" if joined[-1:].isdigit() and text[:1].isdigit() else "") + text
    return joined


def _title(words: Sequence[str]) -> int:
    """How many words the title before a name has; 0 where there is none, or nothing after it."""
    lengths = range(min(LONGEST_TITLE, len(words) - 1), 0, -1)
    return next((length for length in lengths if tuple(words[:length]) in TITLES), 0)
