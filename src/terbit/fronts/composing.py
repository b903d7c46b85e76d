"""The front page: what editors put into its slots, the rest by the newest. No story stands in it twice.

*Terpopuler* at its end tells what is read, whether or not that stands above it: a ranking with holes would be false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from terbit.fronts import candidates
from terbit.fronts import slots as places
from terbit.fronts.candidates import Candidate
from terbit.fronts.models import Front, Slots
from terbit.fronts.slots import LEAD, SECONDS
from terbit.fronts.strips import (
    OPINIONS,
    Story,
    Strip,
    in_rhythm,
    pictured_first,
    take,
    unpaid,
    with_children,
)
from terbit.newsroom import contexts, days, lists
from terbit.newsroom.lists import IN_A_LIST, Link, by_day, teasers
from terbit.newsroom.models import Article, Publication, Section
from terbit.newsroom.models.article import Kind
from terbit.press import api as press

LATEST, BENEATH = 9, 4  # stories beside the lead, links beneath it
NOT_BESIDE_THE_LEAD = OPINIONS | {Kind.PHOTO_STORY, Kind.ADVERTORIAL}


def context(publication: Publication, *, chosen: Slots | None = None) -> dict[str, Any]:
    """The whole front page; `chosen` is what an editor chose and readers do not see yet.

    `filled` says which story stands in which slot, whether somebody chose it or not.
    """
    sections = [section for section in contexts.sections() if section.parent_id is None]
    chosen = _published(None) if chosen is None else chosen
    picked = _picked(chosen, _keys_of_strips(sections), candidates.read)
    stories = candidates.newest(sections)
    used = {story.pk for story in picked.values()}
    lead = picked.get(LEAD) or _lead(stories, used) or _moved_up(picked)
    if not stories or lead is None:
        return {"lead": None, "filled": {}}
    used.add(lead.pk)
    news = [story for story in stories if story.kind not in NOT_BESIDE_THE_LEAD]
    seconds = {
        slot: picked.get(slot) or next(iter(take(news, used, 1)), None)
        for slot in (places.second(number) for number in range(1, SECONDS + 1))
    }
    beside = {slot: story for slot, story in seconds.items() if story}
    latest = take(news, used, LATEST)
    beneath = take(_related(lead, news), used, BENEATH)
    strips = list(in_rhythm(sections, stories, used, picked))
    whole = lists.whole(used)  # none can be missing: what was published is never deleted
    filled = {LEAD: lead} | beside | _openings(strips)
    return {
        "today": stories[0].first_published_at,
        "lead": whole[lead.pk],
        "lead_related": [whole[story.pk] for story in beneath],
        "seconds": [whole[story.pk] for story in beside.values()],
        "latest": by_day((whole[story.pk] for story in latest), publication),
        "strips": [strip.with_whole(whole) for strip in strips],
        "filled": {slot: whole[story.pk] for slot, story in filled.items()},
    }


def _lead(stories: list[Candidate], used: set[int]) -> Candidate | None:
    free = [story for story in stories if story.pk not in used]
    news = [story for story in free if story.kind not in NOT_BESIDE_THE_LEAD]
    pictured = (story for story in news if story.lead_picture_id)
    return next(pictured, None) or next(iter(news), None) or next(unpaid(free), None)


def _related(lead: Story, news: list[Candidate]) -> list[Candidate]:
    """What the lead's own page names below it, of the stories that the front is filled from."""
    leads = press.shows(Article.objects.filter(pk=lead.pk), f"article:{lead.pk}")
    named = leads.values_list("related", flat=True).first() or []
    known = {story.pk: story for story in news}
    # No list: the rows that are read are noted by themselves.
    rows = press.shows(Article.objects.filter(uuid__in=named).only("uuid")) if named else []
    by_name = {str(row.uuid): known[row.pk] for row in rows if row.pk in known}
    return [by_name[uuid] for uuid in named if uuid in by_name]


def _moved_up(picked: dict[str, Story]) -> Story | None:
    """Where every story was chosen for a slot below, the first of them that may leaves it and leads."""
    slot = next((slot for slot, story in picked.items() if story.kind != Kind.ADVERTORIAL), None)
    return picked.pop(slot) if slot else None


def _published(section: Section | None) -> Slots:
    """What editors chose for readers, by slot."""
    fronts = press.shows(Front.objects.filter(section=section), f"front:{section.pk if section else 0}")
    slots = fronts.values_list("published__slots", flat=True).first()
    return slots or {}


def _picked(
    chosen: Slots, sections: dict[str, frozenset[int]], read: Callable[[QuerySet[Article]], Iterable[Story]]
) -> dict[str, Story]:
    """What of it readers may see: without stories that went or moved out of the slot's sections.

    Pins that ended go with a new arrangement (`publications.release_due`); what readers see asks no clock.
    """
    keys = {slot: held["story"] for slot, held in chosen.items()}
    chosen_stories = press.shows(Article.objects.live(), *(f"article:{key}" for key in keys.values()))
    found = {story.pk: story for story in read(chosen_stories.filter(pk__in=keys.values()))} if keys else {}
    picked: dict[str, Story] = {}
    for slot, key in keys.items():
        story = found.get(key)
        if slot.startswith("strip-") and slot not in sections:
            continue  # the section went below another and has no strip any more
        if story is None or (slot in sections and story.section_id not in sections[slot]):
            continue
        if slot != LEAD or story.kind != Kind.ADVERTORIAL:
            picked[slot] = story
    return picked


def _keys_of_strips(sections: list[Section]) -> dict[str, frozenset[int]]:
    return {places.opening(section): with_children(section) for section in sections}


def _openings(strips: list[Strip]) -> dict[str, Story]:
    """The story at the beginning of each strip, by the name of its slot."""
    single = [half for strip in strips for half in strip.halves or [strip]]
    return {places.opening(strip.section): strip.everything[0] for strip in single}


def section_page(
    section: Section, publication: Publication, *, chosen: Slots | None = None
) -> dict[str, Any]:
    """A section's page, older stories by day. `chosen` and `filled` are those of `context`."""
    above = section.parent or section
    children = list(above.children.all())
    of_it = [section, *children] if above == section else [section]
    newest = Article.objects.latest().filter(section__in=of_it)
    newest = press.shows(newest, *(f"stories:{place.pk}" for place in of_it))
    stories = teasers(newest[: IN_A_LIST + 1])
    filled, rest = _arranged(
        _published(section) if chosen is None else chosen,
        frozenset(place.pk for place in of_it),
        stories[:IN_A_LIST],
    )
    return {
        "section": section,
        "above": above,
        "children": children,
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
    picked = _picked(chosen, dict.fromkeys(slots, sections), teasers)
    used = {story.pk for story in picked.values()}
    free = [story for story in stories if story.pk not in used]
    lead = picked.pop(LEAD, None) or next(unpaid(pictured_first(free)[:1] if free else []), None)
    lead = lead or _moved_up(picked)
    if lead is None:
        return {}, stories
    used.add(lead.pk)
    seconds = [picked.get(slot) or next(iter(take(stories, used, 1)), None) for slot in slots[1:]]
    # A section of few stories has no gap before its last one.
    standing = [lead, *(story for story in seconds if story)]
    return dict(zip(slots, standing, strict=False)), [story for story in stories if story.pk not in used]


def _day_link(story: Article, publication: Publication) -> Link:
    day = story.first_published_at.astimezone(publication.zone).date()
    return days.words(day), days.address(day)
