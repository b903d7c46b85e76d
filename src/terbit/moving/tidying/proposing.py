"""Which topics say the same or say nothing: merges and drops to be proposed, each with its reason.

Plain Python over names and numbers, without clock or chance: the same topics in any order give the same proposals.
A topic is in a proposal once: it goes, or others go into it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from terbit.moving.tidying import places, spelling
from terbit.moving.tidying.dropping import drop_reason
from terbit.moving.tidying.names import Name, key
from terbit.moving.tidying.reasons import Reason
from terbit.moving.tidying.words import QUALIFIERS, SMALL, STANDARD

FEW = 2  # stories: so few move whatever the other topic has
ALIKE = 1.25  # times the stories: beyond that the shorter name is about more
LONGEST_NAME = 12  # words in which shorter names are looked for
SHORTEST_INSIDE = 3  # letters

Pair = frozenset[int]
Shared = Callable[[Iterable[tuple[int, int]]], Mapping[tuple[int, int], int]]


@dataclass(frozen=True)
class Known:
    """A topic as far as it matters here. `stories` counts drafts too.

    `is_old`: its only story is over a year older than the paper's newest; `is_fresh`: under a month.
    """

    pk: int
    text: str
    stories: int = 0
    is_tended: bool = False  # somebody described it, gave it another name or a kind
    is_old: bool = False
    is_fresh: bool = False

    @cached_property
    def name(self) -> Name:
        return Name(self.text)

    @property
    def rank(self) -> tuple[object, ...]:
        """The smaller stays: tended, spelled by the dictionary, of most stories, in fewest letters."""
        misspelled = sum(word in STANDARD for word in self.name.words)
        return (not self.is_tended, misspelled, -self.stories, len(self.text), self.text)


@dataclass(frozen=True)
class Found:
    """`topic` goes into `into`; without one it is dropped."""

    topic: int
    into: int | None
    reason: Reason


@dataclass
class _Roles:
    """Who goes and who stays."""

    refused: frozenset[Pair]
    found: list[Found] = field(default_factory=list)
    going: set[int] = field(default_factory=set)
    staying: set[int] = field(default_factory=set)

    def allow(self, topic: Known, into: Known) -> bool:
        return (
            topic.pk not in self.going
            and topic.pk not in self.staying
            and into.pk not in self.going
            and frozenset((topic.pk, into.pk)) not in self.refused
            and not places.are_different(topic.name.content, into.name.content)
            and topic.name.numbers == into.name.numbers
        )

    def merge(self, topic: Known, into: Known, reason: Reason) -> bool:
        if not self.allow(topic, into):
            return False
        self.found.append(Found(topic.pk, into.pk, reason))
        self.going.add(topic.pk)
        self.staying.add(into.pk)
        return True


def propose(
    topics: Iterable[Known],
    shared: Shared,
    *,
    own_names: Iterable[str] = (),
    refused: Iterable[Pair] = (),
) -> list[Found]:
    """Merges and drops. `shared` says of pairs how many stories carry both; `refused` are pairs of keys that are
    not merged, and single keys that are not dropped.
    """
    known = sorted((topic for topic in topics if topic.name.words), key=lambda topic: topic.rank)
    roles = _Roles(frozenset(refused))
    reasons = {topic.pk: drop_reason(topic, own_names) for topic in known}
    sayings = [topic for topic in known if reasons[topic.pk] in (None, Reason.LONE, Reason.EMPTY)]
    _same(sayings, roles)
    _spelled(sayings, roles)
    _abbreviated(sayings, roles, shared)
    _inside(sayings, roles, shared)
    _drops(known, roles, reasons)
    return roles.found


def _drops(topics: list[Known], roles: _Roles, reasons: Mapping[int, Reason | None]) -> None:
    """Those left over; one that an editor did not want merged has something like it."""
    has_kin = {key for pair in roles.refused if len(pair) == 2 for key in pair}
    taken = roles.going | roles.staying
    for topic in topics:
        reason = reasons[topic.pk]
        if topic.pk in taken or frozenset((topic.pk,)) in roles.refused:
            continue
        if reason and not (reason == Reason.LONE and topic.pk in has_kin):
            roles.found.append(Found(topic.pk, None, reason))


def _same(topics: list[Known], roles: _Roles) -> None:
    """Names that are equal once case, signs, plural and titles are folded."""
    groups = defaultdict(list)
    for topic in topics:
        groups[topic.name.key].append(topic)
    for group in groups.values():
        _gather(group, roles, lambda topic, into: _sameness(topic.name, into.name))


def _sameness(one: Name, other: Name) -> Reason:
    if one.written == other.written:
        return Reason.WRITING
    if one.content == other.content and one.words != other.words:
        return Reason.PLURAL
    if one.bare != one.content or other.bare != other.content:
        return Reason.TITLE
    return Reason.PLACE if one.places else Reason.PLURAL


def _gather(group: list[Known], roles: _Roles, why: Callable[[Known, Known], Reason]) -> None:
    """All of a group into its first; those that may not, into the next that stays."""
    stay: list[Known] = []
    for topic in group:
        if not any(roles.merge(topic, into, why(topic, into)) for into in stay):
            stay.append(topic)


def _spelled(topics: list[Known], roles: _Roles) -> None:
    """Names that differ by the spelling of a word, or by words such as “terbaru”."""
    free = [topic for topic in topics if topic.pk not in roles.going]
    names = Counter(word for topic in free for word in set(topic.name.content))
    kin = spelling.variants(names)
    by_key: dict[str, list[Known]] = defaultdict(list)
    for topic in free:
        by_key[topic.name.key].append(topic)
    pairs: dict[tuple[int, int], tuple[Known, Known, Reason, int]] = {}
    for topic in free:
        for words, reason in _spellings(topic.name, kin):
            for other in by_key.get(key(words), ()):
                if other.pk != topic.pk:
                    stays, goes = sorted((topic, other), key=lambda each: each.rank)
                    pairs.setdefault((goes.pk, stays.pk), (goes, stays, reason, len(pairs)))
    for goes, stays, reason, _order in sorted(
        pairs.values(), key=lambda pair: (pair[2].sureness, pair[1].rank, pair[0].rank)
    ):
        roles.merge(goes, stays, reason)


def _spellings(
    name: Name, kin: Mapping[str, Mapping[str, spelling.Kin]]
) -> Iterator[tuple[tuple[str, ...], Reason]]:
    for at, word in enumerate(name.bare):
        for other, how in kin.get(word, {}).items():
            reason = Reason.STANDARD if how == spelling.Kin.STANDARD else Reason.SPELLING
            yield (*name.bare[:at], other, *name.bare[at + 1 :]), reason
    if name.weighty != name.content:
        yield name.weighty, Reason.WEIGHTLESS


def _abbreviated(topics: list[Known], roles: _Roles, shared: Shared) -> None:
    """“KPU” and “Komisi Pemilihan Umum”, where a story carries both."""
    short = defaultdict(list)
    for topic in topics:
        if topic.name.is_acronym and len(topic.name.words[0]) >= SHORTEST_INSIDE:
            short[topic.name.words[0]].append(topic)
    pairs = [
        (topic, into)
        for topic in topics
        if len(topic.name.words) >= SHORTEST_INSIDE
        for into in short.get("".join(word[0] for word in topic.name.words if word not in SMALL), ())
    ]
    together = shared((one.pk, other.pk) for one, other in pairs) if pairs else {}
    for one, other in pairs:
        if together.get((one.pk, other.pk)):
            stays, goes = sorted((one, other), key=lambda each: each.rank)
            roles.merge(goes, stays, Reason.ABBREVIATION)


def _inside(topics: list[Known], roles: _Roles, shared: Shared) -> None:
    """A longer name into the shorter one in it, where the stories are the same."""
    free = [topic for topic in topics if topic.pk not in roles.going]
    by_words = {topic.name.content: topic for topic in reversed(free)}
    pairs = [
        (topic, into, at)
        for topic in free
        if topic.pk not in roles.staying
        for into, at in _shorter(topic, by_words)
        if roles.allow(topic, into)
    ]
    together = shared((topic.pk, into.pk) for topic, into, _at in pairs) if pairs else {}
    inner = {topic.pk for topic, into, _at in pairs if _same_stories(topic, into, together)}
    choices = [
        (topic, into, at)
        for topic, into, at in pairs
        if _same_stories(topic, into, together) and into.pk not in inner
    ]
    for topic, into, _at in sorted(
        choices,
        key=lambda one: (-len(one[1].name.content), -one[1].stories, one[2], one[1].rank, one[0].rank),
    ):
        roles.merge(topic, into, Reason.INSIDE)


def _shorter(topic: Known, by_words: Mapping[tuple[str, ...], Known]) -> Iterator[tuple[Known, int]]:
    """Topics whose name stands in this one's, and at which word; not those that a neighbour makes another thing."""
    words = topic.name.content
    if len(words) > LONGEST_NAME or topic.is_tended:
        return
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            into = by_words.get(words[at : at + length])
            around = {*words[at + length : at + length + 1], *words[max(at - 1, 0) : at]}
            if into and not (around & QUALIFIERS) and "wakil" not in around and _gathers(into):
                yield into, at


def _gathers(topic: Known) -> bool:
    """Whether others may go into it: a place alone is about everything there."""
    return len(topic.text) >= SHORTEST_INSIDE and not places.is_one(topic.name.content)


def _same_stories(topic: Known, into: Known, together: Mapping[tuple[int, int], int]) -> bool:
    all_shared = 0 < topic.stories == together.get((topic.pk, into.pk), 0)
    return all_shared and (topic.stories <= FEW or into.stories <= ALIKE * topic.stories)
