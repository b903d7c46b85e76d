"""The front page: what editors put into its slots, the rest by the newest. No story stands on it twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.article import Kind
from terbit.theme.lists import by_day, listed

SECONDS = 3
LATEST = 9
OPINIONS = {Kind.OPINION, Kind.EDITORIAL}
PLACES, PLACE, LEAST_PLACES = 4, 3, 3  # columns of a strip by places, stories in one, columns at least
MOST_OPINIONS = 5


@dataclass
class Strip:
    """One section's part of the front. `rhythm` names the template in `strips/`."""

    rhythm: str
    section: Section
    stories: list[Article]
    places: list[tuple[Section, list[Article]]] = field(default_factory=list)
    halves: list[Strip] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"terbit_theme/strips/{self.rhythm}.html"

    @property
    def second(self) -> list[Article]:
        return self.stories[1:5]

    @property
    def third(self) -> list[Article]:
        return self.stories[5:9]

    @property
    def rest(self) -> list[Article]:
        return self.stories[1:4]


def context(publication: Publication) -> dict[str, Any]:
    stories = list(listed(Article.objects.latest())[:240])
    if not stories:
        return {"lead": None}
    news = [story for story in stories if story.kind not in OPINIONS | {Kind.PHOTO_STORY, Kind.ADVERTORIAL}]
    lead = next((story for story in news if story.lead_picture_id), (news or stories)[0])
    used = {lead.pk}
    seconds = _take(news, used, SECONDS)
    latest = _take(stories, set(used), LATEST)
    return {
        "today": stories[0].first_published_at,
        "lead": lead,
        "seconds": seconds,
        "latest": by_day(latest, publication),
        "strips": list(_strips(stories, used)),
    }


def _take(stories: Iterable[Article], used: set[int], most: int) -> list[Article]:
    """The first of them that nobody took yet; they are taken now."""
    taken = list(islice((story for story in stories if story.pk not in used), most))
    used.update(story.pk for story in taken)
    return taken


def _strips(stories: list[Article], used: set[int]) -> Iterator[Strip]:
    """In the order of the masthead; neighbours never share a rhythm."""
    before = ""
    waiting: Strip | None = None  # one half of a pair
    for section in Section.objects.filter(parent=None).prefetch_related("children"):
        strip = _strip(section, stories, used, before)
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


def _strip(section: Section, stories: list[Article], used: set[int], before: str) -> Strip | None:
    children = list(section.children.all())
    keys = {section.pk, *(child.pk for child in children)}
    own = [story for story in stories if story.section_id in keys and story.pk not in used]
    if not own:
        return None
    if own[0].kind in OPINIONS:
        editorials = [story for story in own if story.kind == Kind.EDITORIAL]
        first = _take(editorials, used, 1)
        return Strip("opinion", section, first + _take(own, used, MOST_OPINIONS - len(first)))
    if own[0].kind == Kind.PHOTO_STORY and own[0].lead_picture_id:
        return Strip("photo", section, _take(own, used, 1))
    if children and before == "lead":
        places = [(child, [story for story in own if story.section_id == child.pk]) for child in children]
        places = [(child, _take(of_it, used, PLACE)) for child, of_it in places if of_it][:PLACES]
        if len(places) >= LEAST_PLACES:
            return Strip("places", section, [], places=places)
    return Strip(
        "lead" if children else "pair", section, _take(_pictured_first(own), used, 9 if children else 4)
    )


def _pictured_first(stories: list[Article]) -> list[Article]:
    """The newest with a picture leads its strip; the others follow by time."""
    lead = next((story for story in stories[:6] if story.lead_picture_id), stories[0])
    return [lead, *(story for story in stories if story is not lead)]
