"""How far what is under way is, for people: a page that asks again each second, or is loaded again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terbit.moving.models import Delivery, Errand, Move, OldItem
from terbit.moving.screens import words


@dataclass(frozen=True)
class Progress:
    phase: str
    done: int = 0
    total: int = 0  # 0 where nobody knows yet
    told: str = ""


def of_delivery(delivery: Delivery) -> Progress:
    phase = (
        _("Stops after what is being written now")
        if delivery.is_stopping
        else words.PHASES.get(delivery.phase)
    )
    seconds = (timezone.now() - delivery.phase_at).total_seconds() if delivery.phase_at else 0
    rate = delivery.done / seconds if seconds >= 1 else 0
    # Files that were read before tell how many items there are to read again.
    total = delivery.total or (delivery.seen.get("items", 0) if delivery.phase == "reading" else 0)
    return Progress(str(phase or delivery.phase), delivery.done, total, _told(delivery.done, total, rate))


def of_errand(move: Move) -> Progress:
    if move.wanted != Errand.UNDO:
        return Progress(str(move.get_wanted_display()).capitalize())
    left = OldItem.objects.filter(move=move).count()
    return Progress(
        _("Taking back"), max(0, move.total - left), move.total, _told(move.total - left, move.total, 0)
    )


def _told(done: int, total: int, rate: float) -> str:
    if not done:
        return ""
    of_all = _("%(done)s of %(total)s") % {"done": intcomma(done), "total": intcomma(total)}
    parts = [of_all if total else intcomma(done)]
    if rate >= 1:
        parts.append(_("%(rate)s a second") % {"rate": intcomma(round(rate))})
        if total > done:
            parts.append(_left((total - done) / rate))
    return " · ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 60:
        return _("less than a minute to go")
    minutes = round(seconds / 60)
    return ngettext("about %(count)d minute to go", "about %(count)d minutes to go", minutes) % {
        "count": minutes
    }
