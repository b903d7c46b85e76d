"""Choosing what stands on a front: put, take, undo, publish. Each is one transaction that holds the front.

Two editors work on the newest arrangement, each knowing only what he last saw. What they change in different
slots is both kept; in the same slot the later one is told who was first.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from terbit.fronts.models import Arrangement, Front
from terbit.newsroom.models import Article, Section

if TYPE_CHECKING:
    from terbit.staff.models import User

Slot = dict[str, Any]


class Conflict(Exception):
    """Somebody else changed the same slot meanwhile; the message says who."""


def front_of(section: Section | None) -> Front:
    return Front.objects.get_or_create(section=section)[0]


def newest(front: Front) -> Arrangement:
    """What editors work on; an empty one where nobody has chosen anything yet."""
    return front.arrangements.first() or Arrangement.objects.get_or_create(front=front, number=0)[0]


def put(
    front: Front,
    slot: str,
    story: Article | None,
    *,
    seen: int,
    user: User | None = None,
    until: datetime | None = None,
) -> Arrangement:
    """Put a story into a slot, or empty it. `seen` is the number of the arrangement the editor looked at.

    A story stands in one slot: put into another, it leaves the first. Raises `Conflict`, `ValueError` for a
    slot there is not or a story that readers cannot see.
    """
    with transaction.atomic():
        front = Front.objects.select_for_update().get(pk=front.pk)
        if slot not in dict(front.slots()):
            raise ValueError(_("There is no such place on this page."))
        if story is not None and not story.live:
            raise ValueError(_("The story is not online; readers could not open it."))
        current = newest(front)
        _refuse_conflict(front, current, slot, seen)
        slots = dict(current.slots)
        if story is None:
            slots.pop(slot, None)
        else:
            slots = {name: held for name, held in slots.items() if held["story"] != story.pk}
            slots[slot] = {"story": story.pk, "until": until.isoformat() if until else None}
        return _add(front, current, slots, user)


def undo(front: Front, *, seen: int, user: User | None = None) -> Arrangement:
    """Back to before the newest change, which stays in the history. Raises `Conflict` if it is another's."""
    with transaction.atomic():
        front = Front.objects.select_for_update().get(pk=front.pk)
        current = newest(front)
        if current.number != seen:
            raise Conflict(_told(current))
        before = current.undoes_to
        if before is None:
            return current
        made = Arrangement(front=front, number=current.number + 1, slots=before.slots, made_by=user)
        made.undoes_to = before.undoes_to
        made.save()
        return made


def publish(front: Front, *, seen: int, user: User | None = None) -> Front:
    """Readers see the newest arrangement. Raises `Conflict` if the editor has not seen it."""
    with transaction.atomic():
        front = Front.objects.select_for_update().get(pk=front.pk)
        current = newest(front)
        if current.number != seen:
            raise Conflict(_told(current))
        front.published = current
        front.save(update_fields=["published"])
        log(instance=front, action="terbit.arrange", user=user, data={"number": current.number})
        return front


def release_due(now: datetime | None = None) -> int:
    """Empty the slots whose pin has ended, for editors and readers; returns how many fronts changed."""
    now = now or timezone.now()
    changed = 0
    for pk in list(Front.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            front = Front.objects.select_for_update().get(pk=pk)
            current, published = newest(front), front.published
            ended = published is not None and bool(_ended(published, now))
            if not ended and not _ended(current, now):
                continue
            was_published = published == current
            current = _add(front, current, _without_ended(current, now), None)
            if ended:
                front.published = (
                    current if was_published else _aside(front, _without_ended(published, now), published)
                )
                front.save(update_fields=["published"])
            changed += 1
    return changed


def chosen(front: Front | None, *, draft: bool = False) -> dict[str, int]:
    """Primary keys of the stories chosen, by slot: as readers see it, or as it is being arranged."""
    if front is None:
        return {}
    arrangement = newest(front) if draft else front.published
    return {slot: held["story"] for slot, held in arrangement.slots.items()} if arrangement else {}


def _add(front: Front, current: Arrangement, slots: dict[str, Slot], user: User | None) -> Arrangement:
    return Arrangement.objects.create(
        front=front, number=current.number + 1, slots=slots, undoes_to=current, made_by=user
    )


def _aside(front: Front, slots: dict[str, Slot], published: Arrangement) -> Arrangement:
    """Readers' arrangement without its ended pins, while editors go on with another."""
    published.slots = slots
    published.save(update_fields=["slots"])
    return published


def _refuse_conflict(front: Front, current: Arrangement, slot: str, seen: int) -> None:
    if current.number == seen:
        return
    before = front.arrangements.filter(number=seen).first()
    if before is None or before.slots.get(slot) != current.slots.get(slot):
        raise Conflict(_told(current))


def _told(current: Arrangement) -> str:
    name = current.made_by.name if current.made_by else _("the schedule")
    return _("%(name)s changed this meanwhile; here is how it stands now.") % {"name": name}


def _ended(arrangement: Arrangement, now: datetime) -> list[str]:
    return [
        slot
        for slot, held in arrangement.slots.items()
        if held.get("until") and parse_datetime(held["until"]) <= now
    ]


def _without_ended(arrangement: Arrangement, now: datetime) -> dict[str, Slot]:
    ended = _ended(arrangement, now)
    return {slot: held for slot, held in arrangement.slots.items() if slot not in ended}
