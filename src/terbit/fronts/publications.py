"""Giving readers an arrangement: publish, bring an older one back, let go of what has ended.

Each is one transaction that holds the front, and makes a new version; no version is ever changed.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from terbit.fronts import drafts
from terbit.fronts import slots as places
from terbit.fronts.models import Arrangement, Front, Slots

if TYPE_CHECKING:
    from terbit.staff.models import User


class Overtaken(Exception):
    """Somebody else published meanwhile; the message says who. Nothing was published."""


def publish(front: Front, user: User, *, seen: int) -> Arrangement:
    """Readers see the editor's draft. `seen` is the number of the published arrangement he looked at.

    Raises `Overtaken` if that is not the newest, `drafts.Refused` where there is nothing to publish or something
    to decide. What no longer fits (a story went, a pin ended) is left out.
    """
    with transaction.atomic():
        front = drafts.locked(front)
        draft = drafts.of(front, user)
        if front.number != seen or (draft and draft.base_id != front.published_id):
            raise Overtaken(_told(front.published))
        if draft is None or not draft.has_changes:
            raise drafts.Refused(_("Readers see this arrangement already."))
        if draft.asked:
            raise drafts.Refused(_("Two of you changed the same place; choose one of the stories first."))
        draft.delete()
        return _give(front, places.fitting(front, draft.slots, timezone.now()), user)


def restore(front: Front, number: int, user: User, *, seen: int) -> Arrangement:
    """Readers see an earlier version again (0: everything by itself), as a new one; what went stays away.

    Raises `Overtaken` as `publish` does, and `Arrangement.DoesNotExist`.
    """
    with transaction.atomic():
        front = drafts.locked(front)
        if front.number != seen:
            raise Overtaken(_told(front.published))
        slots = front.arrangements.get(number=number).slots if number else {}
        return _give(front, places.fitting(front, slots, timezone.now()), user, restores=number)


def release_due(now: datetime | None = None) -> int:
    """Give the slots back whose pin has ended or whose story went; returns how many fronts changed."""
    now = now or timezone.now()
    changed = 0
    for front in Front.objects.filter(published__isnull=False).select_related("published", "section"):
        if front.published.slots and _has_lapsed(front, now):
            with transaction.atomic():
                front = drafts.locked(front)  # noqa: PLW2901 - the same front, as it is now
                if _has_lapsed(front, now):
                    _give(front, places.fitting(front, front.published.slots, now), None)
                    changed += 1
    return changed


def _has_lapsed(front: Front, now: datetime) -> bool:
    return places.fitting(front, front.published.slots, now) != front.published.slots


def _give(front: Front, slots: Slots, user: User | None, *, restores: int | None = None) -> Arrangement:
    newest = front.arrangements.first()
    made = Arrangement.objects.create(
        front=front,
        number=newest.number + 1 if newest else 1,
        slots=slots,
        made_by=user,
        restores=restores,
    )
    front.published = made
    front.save(update_fields=["published"])
    log(instance=front, action="terbit.arrange", user=user, data={"number": made.number})
    return made


def _told(arrangement: Arrangement | None) -> str:
    who = arrangement.made_by.name if arrangement and arrangement.made_by else _("The schedule")
    return _("%(name)s published this page meanwhile. Nothing is lost: look at it, then publish.") % {
        "name": who
    }
