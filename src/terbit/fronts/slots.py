"""The places of a front that a story can be put into, and which story fits into which."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from terbit.fronts.models import Front, Held, Slots
from terbit.newsroom.models import Article, Section
from terbit.newsroom.models.kind import Kind

LEAD, SECONDS = "lead", 3


@dataclass(frozen=True)
class Slot:
    """`sections`: only their stories stand here; None is all of them."""

    name: str
    label: str
    sections: frozenset[int] | None

    @property
    def strip(self) -> bool:
        return self.name.startswith("strip-")


def second(number: int) -> str:
    return f"second-{number}"


def opening(section: Section) -> str:
    """The slot at the beginning of a section's strip on the front page."""
    return f"strip-{section.pk}"


def of(front: Front) -> list[Slot]:
    """Every slot in the order of the page."""
    own = _with_children(front.section) if front.section_id else None
    places = [Slot(LEAD, _("Lead story"), own)]
    places += [
        Slot(second(number), _("Second story %(number)s") % {"number": number}, own)
        for number in range(1, SECONDS + 1)
    ]
    if front.section_id is None:
        for section in Section.objects.filter(parent=None).prefetch_related("children"):
            label = _("Opening of %(section)s") % {"section": section.name}
            places.append(Slot(opening(section), label, _with_children(section)))
    return places


def _with_children(section: Section) -> frozenset[int]:
    return frozenset({section.pk, *(child.pk for child in section.children.all())})


def reason_against(slot: Slot, story: Article) -> str:
    """Why the story does not stand in this slot, as a sentence; "" where it may."""
    if story.is_gone:
        return _("“%(headline)s” is not online any more.") % {"headline": story.public_name}
    if slot.sections is not None and story.section_id not in slot.sections:
        return _("“%(headline)s” belongs to another section; it does not stand in “%(slot)s”.") % {
            "headline": story.public_name,
            "slot": slot.label,
        }
    if slot.name == LEAD and story.kind == Kind.ADVERTORIAL:
        return _("An advertorial does not lead a page.")
    return ""


def fitting(front: Front, slots: Slots, now: datetime) -> Slots:
    """Those of the slots that still hold: the pin has not ended, the story is there and where it belongs."""
    places = {place.name: place for place in of(front)}
    stories = Article.objects.defer("body").in_bulk([held["story"] for held in slots.values()])
    return {
        name: held
        for name, held in slots.items()
        if name in places
        and not has_ended(held, now)
        and (story := stories.get(held["story"])) is not None
        and not reason_against(places[name], story)
    }


def has_ended(held: Held, now: datetime) -> bool:
    until = parse_datetime(held["until"]) if held.get("until") else None
    return until is not None and until <= now


def lasting(slots: Slots, now: datetime) -> Slots:
    """Those whose pin has not ended."""
    return {name: held for name, held in slots.items() if not has_ended(held, now)}


def different(one: Slots, other: Slots) -> list[str]:
    """Names of the slots that are not the same in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def holding(slots: Slots, story: int, among: Iterable[str] | None = None) -> list[str]:
    """Names of the slots in which the story stands."""
    return [name for name in (slots if among is None else among) if slots.get(name, {}).get("story") == story]
