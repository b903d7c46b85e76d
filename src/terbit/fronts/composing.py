"""The front page: what editors put into its slots, the rest by the newest. No story stands on it twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils import timezone

from terbit.fronts import slots as places
from terbit.fronts.models import Front, Slots
from terbit.fronts.slots import LEAD, SECONDS
from terbit.newsroom import days
from terbit.newsroom.lists import IN_A_LIST, Link, by_day, listed
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.article import Kind

LATEST, NEWEST = 9, 240  # stories beside the lead; the newest that the front is filled from
THIN = 9  # a section with fewer among those brings older ones
OPINIONS = {Kind.OPINION, Kind.EDITORIAL}
NOT_BESIDE_THE_LEAD = OPINIONS | {Kind.PHOTO_STORY, Kind.ADVERTORIAL}
PLACES, PLACE, LEAST_PLACES = 4, 3, 3  # columns of a strip by places, stories in one, columns at least
MOST_OPINIONS = 5
NEAR = 6  # so many of the newest are looked at for one with a picture


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


def context(publication: Publication, *, chosen: Slots | None = None) -> dict[str, Any]:
    """The whole front page; `chosen` is what an editor chose and readers do not see yet.

    `filled` says which story stands in which slot, whether somebody chose it or not.
    """
    sections = list(Section.objects.filter(parent=None).prefetch_related("children"))
    picked = _picked(_published(None) if chosen is None else chosen, _keys_of_strips(sections))
    stories = _newest(sections)
    used = {story.pk for story in picked.values()}
    if not stories:
        return {"lead": None, "filled": {}}
    lead = picked.get(LEAD) or _lead(stories, used) or _moved_up(picked)
    if lead is None:
        return {"lead": None, "filled": {}}
    used.add(lead.pk)
    news = [story for story in stories if story.kind not in NOT_BESIDE_THE_LEAD]
    seconds = {
        slot: picked.get(slot) or next(iter(_take(news, used, 1)), None)
        for slot in (places.second(number) for number in range(1, SECONDS + 1))
    }
    beside = {slot: story for slot, story in seconds.items() if story}
    latest = _take(news, used, LATEST)
    strips = list(_strips(sections, stories, used, picked))
    return {
        "today": stories[0].first_published_at,
        "lead": lead,
        "seconds": list(beside.values()),
        "latest": by_day(latest, publication),
        "strips": strips,
        "filled": {LEAD: lead} | beside | _openings(strips),
    }


def _newest(sections: list[Section]) -> list[Article]:
    """The newest of the paper, and of each section that has few among them."""
    stories = list(listed(Article.objects.latest())[:NEWEST])
    if len(stories) < NEWEST:
        return stories
    there = {story.pk for story in stories}
    older: set[int] = set()
    for section in sections:
        keys = _keys(section)
        if sum(story.section_id in keys for story in stories) < THIN:
            newest = Article.objects.latest().filter(section__in=keys)
            older.update(newest.values_list("pk", flat=True)[: THIN + LATEST])
    return stories + list(listed(Article.objects.latest().filter(pk__in=older - there)) if older else [])


def _lead(stories: list[Article], used: set[int]) -> Article | None:
    free = [story for story in stories if story.pk not in used]
    news = [story for story in free if story.kind not in NOT_BESIDE_THE_LEAD]
    pictured = (story for story in news if story.lead_picture_id)
    return next(pictured, None) or next(iter(news), None) or next(_unpaid(free), None)


def _moved_up(picked: dict[str, Article]) -> Article | None:
    """Where every story was chosen for a slot below, the first of them that may leaves it and leads."""
    slot = next((slot for slot, story in picked.items() if story.kind != Kind.ADVERTORIAL), None)
    return picked.pop(slot) if slot else None


def _unpaid(stories: Iterable[Article]) -> Iterator[Article]:
    return (story for story in stories if story.kind != Kind.ADVERTORIAL)


def _published(section: Section | None) -> Slots:
    """What editors chose for readers, by slot."""
    slots = Front.objects.filter(section=section).values_list("published__slots", flat=True).first()
    return slots or {}


def _picked(chosen: Slots, sections: dict[str, frozenset[int]]) -> dict[str, Article]:
    """What of it readers may see: without pins that ended, stories that went or moved out of the slot's sections."""
    now = timezone.now()
    keys = {slot: held["story"] for slot, held in chosen.items() if not places.has_ended(held, now)}
    found = listed(Article.objects.live()).in_bulk(keys.values()) if keys else {}
    picked: dict[str, Article] = {}
    for slot, key in keys.items():
        story = found.get(key)
        if slot.startswith("strip-") and slot not in sections:
            continue  # the section went below another and has no strip any more
        if story is None or (slot in sections and story.section_id not in sections[slot]):
            continue
        if slot != LEAD or story.kind != Kind.ADVERTORIAL:
            picked[slot] = story
    return picked


def _keys(section: Section) -> frozenset[int]:
    return frozenset({section.pk, *(child.pk for child in section.children.all())})


def _keys_of_strips(sections: list[Section]) -> dict[str, frozenset[int]]:
    return {places.opening(section): _keys(section) for section in sections}


def _openings(strips: list[Strip]) -> dict[str, Article]:
    """The story at the beginning of each strip, by the name of its slot."""
    single = [half for strip in strips for half in strip.halves or [strip]]
    return {places.opening(strip.section): strip.everything[0] for strip in single}


def _take(stories: Iterable[Article], used: set[int], most: int) -> list[Article]:
    """The first of them that nobody took yet; they are taken now."""
    taken = list(islice((story for story in stories if story.pk not in used), most))
    used.update(story.pk for story in taken)
    return taken


def _strips(
    sections: list[Section], stories: list[Article], used: set[int], picked: dict[str, Article]
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
    section: Section, first: Article | None, stories: list[Article], used: set[int], before: str
) -> Strip | None:
    """One section's strip; its stories are taken. `first` was chosen to open it, and is taken already."""
    keys = _keys(section)
    own = [story for story in stories if story.section_id in keys and story.pk not in used]
    own = _unpaid_first(own) or ([] if first is None else own)
    opening = [first] if first else []
    if not own and not opening:
        return None
    if all(story.kind in OPINIONS for story in (own or opening)[:3]):
        opening = opening or _take((story for story in own if story.kind == Kind.EDITORIAL), used, 1)
        return Strip("opinion", section, opening + _take(own, used, MOST_OPINIONS - len(opening)))
    leader = (opening or own)[0]
    if leader.kind == Kind.PHOTO_STORY and leader.lead_picture_id:
        return Strip("photo", section, opening or _take(own, used, 1))
    children = list(section.children.all())
    if children and before == "lead" and (by_place := _by_place(children, own, first, used)):
        return Strip("places", section, [], places=by_place)
    most = (9 if children else 4) - len(opening)
    return Strip(
        "lead" if children else "pair",
        section,
        opening + _take(own if opening else _pictured_first(own), used, most),
    )


def _by_place(
    children: list[Section], own: list[Article], first: Article | None, used: set[int]
) -> list[tuple[Section, list[Article]]]:
    """A column for each section under it that has news, that of the chosen story before the others."""
    if first:
        children = sorted(children, key=lambda child: child.pk != first.section_id)
        own = [first, *own]
    columns = [(child, [story for story in own if story.section_id == child.pk]) for child in children]
    # What was chosen stays where it is; by itself no column begins with an advertorial.
    columns = [(child, of_it if first in of_it else _unpaid_first(of_it)) for child, of_it in columns]
    columns = [(child, of_it) for child, of_it in columns if of_it][:PLACES]
    if len(columns) < LEAST_PLACES or (first and columns[0][1][0] != first):
        return []
    free = used - ({first.pk} if first else set())
    taken = [(child, _take(of_it, free, PLACE)) for child, of_it in columns]
    used |= free
    return taken


def _unpaid_first(stories: list[Article]) -> list[Article]:
    """The newest that is no advertorial begins, the others follow by time; nothing if there are only those."""
    first = next(_unpaid(stories), None)
    return [first, *(story for story in stories if story is not first)] if first else []


def _pictured_first(stories: list[Article]) -> list[Article]:
    """Of the newest the first with a picture leads; the others follow by time. No advertorial does."""
    pictured = (story for story in _unpaid(stories[:NEAR]) if story.lead_picture_id)
    lead = next(pictured, None) or next(_unpaid(stories), stories[0])
    return [lead, *(story for story in stories if story is not lead)]


def section_page(
    section: Section, publication: Publication, *, chosen: Slots | None = None
) -> dict[str, Any]:
    """A section's page, older stories by day. `chosen` and `filled` are those of `context`."""
    above = section.parent or section
    children = list(above.children.all())
    of_it = [section, *children] if above == section else [section]
    stories = list(listed(Article.objects.latest().filter(section__in=of_it))[: IN_A_LIST + 1])
    filled, rest = _arranged(
        _published(section) if chosen is None else chosen,
        frozenset(place.pk for place in of_it),
        stories[:IN_A_LIST],
    )
    return {
        "section": section,
        "above": above,
        "children": children,
        "labelled": len(of_it) > 1,
        "lead": filled.get(LEAD),
        "seconds": [story for slot, story in filled.items() if slot != LEAD],
        "days": by_day(rest, publication),
        "older": _day_link(stories[-1], publication) if len(stories) > IN_A_LIST else None,
        "filled": filled,
    }


def _arranged(
    chosen: Slots, sections: frozenset[int], stories: list[Article]
) -> tuple[dict[str, Article], list[Article]]:
    """The stories in the slots, the newest where nobody chose one, and the rest of them.

    Where only advertorials are left nothing leads, and all of them are the rest.
    """
    slots = (LEAD, *(places.second(number) for number in range(1, SECONDS + 1)))
    picked = _picked(chosen, dict.fromkeys(slots, sections))
    used = {story.pk for story in picked.values()}
    free = [story for story in stories if story.pk not in used]
    lead = picked.pop(LEAD, None) or next(_unpaid(_pictured_first(free)[:1] if free else []), None)
    lead = lead or _moved_up(picked)
    if lead is None:
        return {}, stories
    used.add(lead.pk)
    seconds = [picked.get(slot) or next(iter(_take(stories, used, 1)), None) for slot in slots[1:]]
    # A section of few stories has no gap before its last one.
    standing = [lead, *(story for story in seconds if story)]
    return dict(zip(slots, standing, strict=False)), [story for story in stories if story.pk not in used]


def _day_link(story: Article, publication: Publication) -> Link:
    day = story.first_published_at.astimezone(publication.zone).date()
    return days.words(day), days.address(day)
