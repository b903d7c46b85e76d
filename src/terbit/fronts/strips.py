"""The strips of the front page: each section's stories in a rhythm of their own. No story stands on a page twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from terbit.fronts import slots as places
from terbit.newsroom.models import Article, Section
from terbit.newsroom.models.article import Kind

Story = Any  # an Article, or a Candidate for one: rules ask both alike

OPINIONS = {Kind.OPINION, Kind.EDITORIAL}
PLACES, PLACE, LEAST_PLACES = 4, 3, 3  # columns of a strip by places, stories in one, columns at least
MOST_OPINIONS = 5
NEAR = 6  # so many of the newest are looked at for one with a picture


@dataclass
class Strip:
    """One section's part of the front. `rhythm` names the template in `strips/`."""

    rhythm: str
    section: Section
    stories: list[Story]
    places: list[tuple[Section, list[Story]]] = field(default_factory=list)
    halves: list[Strip] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"terbit_theme/strips/{self.rhythm}.html"

    @property
    def everything(self) -> list[Story]:
        return [*self.stories, *(story for _place, stories in self.places for story in stories)]

    def with_whole(self, whole: dict[int, Article]) -> Strip:
        """The same with whole stories, by primary key."""
        return replace(
            self,
            stories=[whole[story.pk] for story in self.stories],
            places=[(place, [whole[story.pk] for story in stories]) for place, stories in self.places],
            halves=[half.with_whole(whole) for half in self.halves],
        )

    @property
    def second(self) -> list[Story]:
        return self.stories[1:5]

    @property
    def third(self) -> list[Story]:
        return self.stories[5:9]

    @property
    def rest(self) -> list[Story]:
        return self.stories[1:4]


def with_children(section: Section) -> frozenset[int]:
    return frozenset({section.pk, *(child.pk for child in section.children.all())})


def unpaid(stories: Iterable[Story]) -> Iterator[Story]:
    return (story for story in stories if story.kind != Kind.ADVERTORIAL)


def take(stories: Iterable[Story], used: set[int], most: int) -> list[Story]:
    """The first of them that nobody took yet; they are taken now."""
    taken = list(islice((story for story in stories if story.pk not in used), most))
    used.update(story.pk for story in taken)
    return taken


def in_rhythm(
    sections: list[Section], stories: list[Story], used: set[int], picked: dict[str, Story]
) -> Iterator[Strip]:
    """In the order of the masthead, in changing rhythms."""
    before = ""
    waiting: Strip | None = None  # one half of a pair
    for section in sections:
        first = picked.get(places.opening(section))
        strip = _strip(section, first, stories, used, before)
        if strip is None:
            continue
        if strip.rhythm == "pair" and waiting is None:
            waiting = strip
            continue
        if strip.rhythm == "pair" and waiting:
            strip, waiting = Strip("pair", waiting.section, [], halves=[waiting, strip]), None
        before = strip.rhythm
        yield strip
    if waiting:
        yield Strip("lead", waiting.section, waiting.stories)


def _strip(
    section: Section, first: Story | None, stories: list[Story], used: set[int], before: str
) -> Strip | None:
    """One section's strip; its stories are taken. `first` was chosen to open it, and is taken already."""
    keys = with_children(section)
    own = [story for story in stories if story.section_id in keys and story.pk not in used]
    own = unpaid_first(own) or ([] if first is None else own)
    opening = [first] if first else []
    if not own and not opening:
        return None
    if all(story.kind in OPINIONS for story in (own or opening)[:3]):
        opening = opening or take((story for story in own if story.kind == Kind.EDITORIAL), used, 1)
        return Strip("opinion", section, opening + take(own, used, MOST_OPINIONS - len(opening)))
    leader = (opening or own)[0]
    if leader.kind == Kind.PHOTO_STORY and leader.lead_picture_id:
        return Strip("photo", section, opening or take(own, used, 1))
    children = list(section.children.all())
    if children and before == "lead" and (by_place := _by_place(children, own, first, used)):
        return Strip("places", section, [], places=by_place)
    most = (9 if children else 4) - len(opening)
    return Strip(
        "lead" if children else "pair",
        section,
        opening + take(own if opening else pictured_first(own), used, most),
    )


def _by_place(
    children: list[Section], own: list[Story], first: Story | None, used: set[int]
) -> list[tuple[Section, list[Story]]]:
    """A column for each section under it that has news, that of the chosen story before the others."""
    if first:
        children = sorted(children, key=lambda child: child.pk != first.section_id)
        own = [first, *own]
    columns = [(child, [story for story in own if story.section_id == child.pk]) for child in children]
    # What was chosen stays where it is; by itself no column begins with an advertorial.
    columns = [(child, of_it if first in of_it else unpaid_first(of_it)) for child, of_it in columns]
    columns = [(child, of_it) for child, of_it in columns if of_it][:PLACES]
    if len(columns) < LEAST_PLACES or (first and columns[0][1][0] != first):
        return []
    free = used - ({first.pk} if first else set())
    taken = [(child, take(of_it, free, PLACE)) for child, of_it in columns]
    used |= free
    return taken


def unpaid_first(stories: list[Story]) -> list[Story]:
    """The newest that is no advertorial begins, the others follow by time; nothing if there are only those."""
    first = next(unpaid(stories), None)
    return [first, *(story for story in stories if story is not first)] if first else []


def pictured_first(stories: list[Story]) -> list[Story]:
    """Of the newest the first with a picture leads; the others follow by time. No advertorial does."""
    pictured = (story for story in unpaid(stories[:NEAR]) if story.lead_picture_id)
    lead = next(pictured, None) or next(unpaid(stories), stories[0])
    return [lead, *(story for story in stories if story is not lead)]
