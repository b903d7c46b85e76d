"""What one editor chooses before publishing. Each step is one transaction that holds the front.

A draft knows the published arrangement it began from. When another editor publishes meanwhile, it catches up:
what they changed elsewhere comes in, what both changed is asked about (`Draft.asked`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from terbit.fronts import slots as places
from terbit.fronts.merging import merge
from terbit.fronts.models import Arrangement, Draft, Front, Held, Slots
from terbit.newsroom.models import Article, Section

if TYPE_CHECKING:
    from terbit.staff.models import User

MOST_STEPS = 30  # how many an editor can take back


class Refused(Exception):
    """The page is not arranged like this; the message says why."""


class UnknownSlot(ValueError):
    """No such slot on this front: not a mistake that the screen makes."""


def front_of(section: Section | None) -> Front:
    return Front.objects.select_related("section", "published").get_or_create(section=section)[0]


def locked(front: Front) -> Front:
    """The front, until the transaction ends for nobody else.

    Locked first and read after: PostgreSQL, having waited for the lock, would join what was published before.
    """
    Front.objects.select_for_update().get(pk=front.pk)
    return Front.objects.select_related("published", "section").get(pk=front.pk)


def of(front: Front, user: User) -> Draft | None:
    return Draft.objects.select_related("base").filter(front=front, user=user).first()


def shown(front: Front, draft: Draft | None) -> Slots:
    """What the editor works on: his own draft, or what readers see."""
    if draft is not None:
        return draft.slots
    return front.published.slots if front.published_id else {}


# Steps -----------------------------------------------------------------------------------------------


def put(
    front: Front, user: User, slot: str, story: Article, *, seen: int, until: datetime | None = None
) -> None:
    """Put a story into a slot. It leaves the one it stood in; what stood here goes there if it fits.

    `seen` is the number of the published arrangement that the editor looked at.
    Raises `UnknownSlot`, and `Refused` for a story that does not belong here.
    """
    with _step(front, user, seen) as draft:
        known = {place.name: place for place in places.of(front)}
        place = _known(known, slot)
        if reason := places.reason_against(place, story):
            raise Refused(reason)
        _refuse_past(until)
        displaced = draft.slots.get(slot)
        for left in places.holding(draft.slots, story.pk):
            del draft.slots[left]
            if displaced and left != slot and left in known and _fits(known[left], displaced):
                draft.slots[left] = displaced
        draft.slots[slot] = {"story": story.pk, "until": until.isoformat() if until else None}
        draft.asked.pop(slot, None)


def take_out(front: Front, user: User, slot: str, *, seen: int) -> None:
    """Empty a slot, so that it fills by the newest. Raises `UnknownSlot`."""
    with _step(front, user, seen) as draft:
        _known({place.name: place for place in places.of(front)}, slot)
        draft.slots.pop(slot, None)
        draft.asked.pop(slot, None)


def pin(front: Front, user: User, slot: str, until: datetime | None, *, seen: int) -> None:
    """Until when the slot's story stays; None is until somebody changes it. Raises `UnknownSlot`, `Refused`."""
    with _step(front, user, seen) as draft:
        _known({place.name: place for place in places.of(front)}, slot)
        if slot not in draft.slots:
            raise Refused(_("No story was chosen for this place; choose one first."))
        _refuse_past(until)
        draft.slots[slot] = {**draft.slots[slot], "until": until.isoformat() if until else None}


def start_again(front: Front, user: User) -> None:
    """Back to what readers see; the choices are one step back."""
    with _step(front, user, front.number) as draft:
        draft.slots, draft.asked = dict(draft.begun_from), {}


def step_back(front: Front, user: User) -> None:
    """As it was before the editor's last step."""
    with transaction.atomic():
        draft = of(locked(front), user)
        if draft is None or not draft.steps:
            raise Refused(_("There is no step to take back."))
        before = draft.steps.pop()
        draft.slots, draft.asked = before["slots"], before["asked"]
        draft.save()


def decide(front: Front, user: User, slot: str, *, mine: bool) -> None:
    """Between what both changed. Raises `UnknownSlot` where nothing is asked."""
    with _step(front, user, front.number) as draft:
        if slot not in draft.asked:
            raise UnknownSlot(slot)
        theirs = draft.asked.pop(slot)
        if not mine:
            _give_way(draft, slot, theirs)


def _give_way(draft: Draft, slot: str, theirs: Held | None) -> None:
    """Their story stands here, and mine where they had put it, if anywhere."""
    own = draft.slots.pop(slot, None)
    if theirs:
        for left in places.holding(draft.slots, theirs["story"]):
            del draft.slots[left]
        draft.slots[slot] = theirs
    if own:
        for name in places.holding(draft.begun_from, own["story"]):
            draft.slots.setdefault(name, draft.begun_from[name])


@contextmanager
def _step(front: Front, user: User, seen: int) -> Iterator[Draft]:
    """One change of the editor's draft, which is begun here if there is none."""
    with transaction.atomic():
        front = locked(front)
        draft = of(front, user) or _begin(front, user, seen)
        before = {"slots": dict(draft.slots), "asked": dict(draft.asked)}
        yield draft
        if {"slots": draft.slots, "asked": draft.asked} != before:
            draft.steps = [*draft.steps, before][-MOST_STEPS:]
        draft.save()


def _begin(front: Front, user: User, seen: int) -> Draft:
    base = Arrangement.objects.filter(front=front, number=seen).first() if seen else None
    if seen and base is None:
        base = front.published
    return Draft(front=front, user=user, base=base, slots=dict(base.slots) if base else {})


def _known(known: dict[str, places.Slot], slot: str) -> places.Slot:
    if slot not in known:
        raise UnknownSlot(slot)
    return known[slot]


def _fits(place: places.Slot, held: Held) -> bool:
    story = Article.objects.defer("body").filter(pk=held["story"]).first()
    return story is not None and not places.reason_against(place, story)


def _refuse_past(until: datetime | None) -> None:
    if until is not None and until <= timezone.now():
        raise Refused(_("The time lies behind us; choose a later one."))


# Catching up -----------------------------------------------------------------------------------------


def catch_up(front: Front, user: User) -> list[Arrangement]:
    """Bring what was published meanwhile into the editor's draft; returns those publications, newest first.

    Places that the page has no longer (a section went below another) leave the draft with what was asked there.
    """
    draft = of(front, user)
    if draft is None or (draft.base_id == front.published_id and not _without_place(front, draft)):
        return []
    with transaction.atomic():
        front = locked(front)
        draft = of(front, user)
        if draft is None:
            return []
        missed = [] if draft.base_id == front.published_id else merge_in(front, draft)
        gone = _without_place(front, draft)
        draft.slots = {name: held for name, held in draft.slots.items() if name not in gone}
        draft.asked = {name: held for name, held in draft.asked.items() if name not in gone}
        draft.steps = draft.steps if not gone else []
        draft.save()
        return missed


def _without_place(front: Front, draft: Draft) -> set[str]:
    return {*draft.slots, *draft.asked} - {place.name for place in places.of(front)}


def merge_in(front: Front, draft: Draft) -> list[Arrangement]:
    """As `catch_up`, inside a transaction that holds the front."""
    since = draft.base.number if draft.base_id else 0
    missed = list(front.arrangements.select_related("made_by").filter(number__gt=since))
    theirs = front.published.slots if front.published_id else {}
    merged = merge(draft.begun_from, draft.slots, theirs)
    still = {name: theirs.get(name) for name in draft.asked if merged.slots.get(name) != theirs.get(name)}
    draft.slots, draft.asked = merged.slots, still | merged.asked
    draft.base, draft.steps = front.published, []
    draft.save()
    return missed
