"""The front page: what editors put into its slots, the rest by the newest. No story stands on it twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from terbit.fronts import arranging
from terbit.fronts.models import LEAD, SECONDS, Front
from terbit.newsroom import days
from terbit.newsroom.lists import IN_A_LIST, Link, by_day, listed
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.article import Kind

LATEST, NEWEST = 9, 240  # stories beside the lead; the newest that the front is filled from
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
    def everything(self) -> list[Article]:
        return [*self.stories, *(story for _place, stories in self.places for story in stories)]

    @property
    def second(self) -> list[Article]:
        return self.stories[1:5]

    @property
    def third(self) -> list[Article]:
        return self.stories[5:9]

    @property
    def rest(self) -> list[Article]:
        return self.stories[1:4]


def context(publication: Publication, *, draft: bool = False) -> dict[str, Any]:
    """The whole front page; `draft` as editors are arranging it."""
    picked = _picked(Front.objects.filter(section=None).select_related("published").first(), draft)
    stories = list(listed(Article.objects.latest())[:NEWEST])
    if not stories:
        return {"lead": None}
    kept = {story.pk for story in picked.values()}
    news = [
        story
        for story in stories
        if story.kind not in OPINIONS | {Kind.PHOTO_STORY, Kind.ADVERTORIAL} and story.pk not in kept
    ]
    lead = picked.get(LEAD) or next((story for story in news if story.lead_picture_id), (news or stories)[0])
    used = kept | {lead.pk}
    seconds = [
        picked.get(f"second-{number}") or next(iter(_take(news, used, 1)), None)
        for number in range(1, SECONDS + 1)
    ]
    latest = _take(stories, set(used), LATEST)
    return {
        "today": stories[0].first_published_at,
        "lead": lead,
        "seconds": [story for story in seconds if story],
        "latest": by_day(latest, publication),
        "strips": list(_strips(stories, used, picked)),
    }


def _arranged(section: Section, stories: list[Article], draft: bool) -> list[Article]:
    """The section's newest stories with those that editors chose in their places."""
    picked = _picked(Front.objects.filter(section=section).select_related("published").first(), draft)
    kept = {story.pk for story in picked.values()}
    rest = iter([story for story in stories if story.pk not in kept])
    slots = (LEAD, *(f"second-{number}" for number in range(1, SECONDS + 1)))
    first = [picked.get(slot) or next(rest, None) for slot in slots]
    return [story for story in first if story] + list(rest)


def _picked(front: Front | None, draft: bool) -> dict[str, Article]:
    """What editors chose and readers may see, by slot."""
    keys = arranging.chosen(front, draft=draft)
    found = listed(Article.objects.live()).in_bulk(list(keys.values())) if keys else {}
    return {slot: found[key] for slot, key in keys.items() if key in found}


def _take(stories: Iterable[Article], used: set[int], most: int) -> list[Article]:
    """The first of them that nobody took yet; they are taken now."""
    taken = list(islice((story for story in stories if story.pk not in used), most))
    used.update(story.pk for story in taken)
    return taken


def _strips(stories: list[Article], used: set[int], picked: dict[str, Article]) -> Iterator[Strip]:
    """In the order of the masthead; neighbours never share a rhythm."""
    before = ""
    waiting: Strip | None = None  # one half of a pair
    for section in Section.objects.filter(parent=None).prefetch_related("children"):
        first = picked.get(f"strip-{section.pk}")
        strip = _strip(section, first, stories, used, before)
        used |= {story.pk for story in strip.everything} if strip else set()
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
    section: Section, first: Article | None, stories: list[Article], used: set[int], before: str
) -> Strip | None:
    children = list(section.children.all())
    keys = {section.pk, *(child.pk for child in children)}
    own = [story for story in stories if story.section_id in keys and story.pk not in used]
    if first is not None:
        own.insert(0, first)
        used = used - {first.pk}
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
        "lead" if children else "pair",
        section,
        _take(own if first else _pictured_first(own), used, 9 if children else 4),
    )


def _pictured_first(stories: list[Article]) -> list[Article]:
    """The newest with a picture leads its strip; the others follow by time."""
    lead = next((story for story in stories[:6] if story.lead_picture_id), stories[0])
    return [lead, *(story for story in stories if story is not lead)]


def section_page(section: Section, publication: Publication, *, draft: bool = False) -> dict[str, Any]:
    above = section.parent or section
    children = list(above.children.all())
    of_it = [section, *children] if above == section else [section]
    stories = list(listed(Article.objects.latest().filter(section__in=of_it))[: IN_A_LIST + 1])
    shown = _arranged(section, stories[:IN_A_LIST], draft)
    rest = shown[1 + SECONDS :]
    return {
        "section": section,
        "above": above,
        "children": children,
        "labelled": len(of_it) > 1,
        "lead": shown[0] if shown else None,
        "seconds": shown[1 : 1 + SECONDS],
        "days": by_day(rest, publication),
        "older": _day_link(stories[-1], publication) if len(stories) > IN_A_LIST else None,
    }


def _day_link(story: Article, publication: Publication) -> Link:
    day = story.first_published_at.astimezone(publication.zone).date()
    return days.words(day), days.address(day)
