"""What the newsroom's screen leaves to the background worker: reading a delivery, moving it in, taking a move back.

A row tells what is wanted, and what of it is done; so whatever ends the house in the middle, the next one goes on. It
is done in a thread of its own: an archive takes many minutes, and stories come out on time meanwhile.
"""

from __future__ import annotations

import logging
import time
from threading import Thread
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from terbit.moving.arriving import files, replay, running, undoing
from terbit.moving.arriving.fetching import FetchRefused
from terbit.moving.arriving.lock import Busy
from terbit.moving.arriving.mapping import MappingRefused
from terbit.moving.arriving.same_site import SiteUnclear
from terbit.moving.models import Delivery, Errand, Move, Pictures, Stage, State
from terbit.moving.screens import receiving, survey, words
from terbit.newsroom.clock import publications_time

if TYPE_CHECKING:
    from terbit.moving.arriving.reporting import Report

EACH = 1.0  # seconds between two looks of the background worker
ATTEMPTS = 3  # so often it is begun again where it dies without getting on: it may be what kills the worker
# Seconds after each batch in which others may write: who waits for SQLite looks each tenth of a second.
GIVING_WAY = 0.12
PATIENCE = 10.0  # seconds until it is tried again where an import by command is under way
TELLING = 0.5  # seconds between two lines about how far it is
REFUSALS = (running.ImportRefused, SiteUnclear, MappingRefused, FetchRefused, files.FilesRefused)

log = logging.getLogger("terbit.moving")
_at_work: list[Thread] = []
_swept = [0.0]
_again_at = [0.0]


def watch() -> None:
    """Have what waits done, one thing at a time."""
    rests = time.monotonic() < _again_at[0] or any(thread.is_alive() for thread in _at_work)
    if not rests and waits():
        _at_work[:] = [Thread(target=_work, name="moving", daemon=True)]
        _at_work[0].start()
    elif time.monotonic() - _swept[0] > 3600 or not _swept[0]:
        _swept[0] = time.monotonic()
        receiving.sweep()


def waits() -> bool:
    return _deliveries().exists() or _errands().exists()


def do_next() -> bool:
    """The first thing that waits; False where nothing does, or an import by command is under way."""
    try:
        if move := _errands().first():
            _on_errand(move)
        elif delivery := _deliveries().first():
            _at_delivery(delivery)
        else:
            return False
    except Busy:
        _again_at[0] = time.monotonic() + PATIENCE
        return False
    return True


def _deliveries():  # noqa: ANN202
    return Delivery.objects.filter(stage__in=[Stage.READING, Stage.RUNNING]).order_by("changed_at")


def _errands():  # noqa: ANN202
    return Move.objects.exclude(wanted="").order_by("pk")


def _work() -> None:
    try:
        while do_next():
            pass
    except (DatabaseError, InterfaceError) as error:
        log.error("Moving in cannot use the database and waits: %s", error)
    finally:
        connections.close_all()  # those of this thread


# A delivery -----------------------------------------------------------------------------------------------


def _at_delivery(delivery: Delivery) -> None:
    reading = delivery.stage == Stage.READING
    if delivery.is_stopping:
        _give_up(delivery, "")
        return
    if delivery.attempts >= ATTEMPTS:
        _give_up(delivery, _("Three times the house went down over it. The log of the house tells more."))
        return
    Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
    try:
        _read(delivery) if reading else _move_in(delivery)
    except Busy:
        Delivery.objects.filter(pk=delivery.pk).update(attempts=0)
        raise
    except running.Stopped:
        _give_up(delivery, "")
    except survey.Refused as refused:
        _give_up(delivery, str(refused), refused=reading)
    except REFUSALS as refused:
        _give_up(delivery, words.refusal(refused), refused=reading)
    except Exception:
        log.exception("A delivery of an archive broke off.")
        _give_up(
            delivery,
            _(
                "It broke off by a fault inside the system, which the log of the house tells. What has arrived stays."
            ),
        )


def _give_up(delivery: Delivery, error: str, *, refused: bool = False) -> None:
    """`refused` are files that cannot be used; all others may go on, with reading too."""
    stage = Stage.REFUSED if refused else Stage.STOPPED
    if delivery.is_trial and stage == Stage.STOPPED:
        stage = Stage.READ
    ended = {"stage": stage, "error": error, "is_stopping": False, "attempts": 0, "phase": ""}
    Delivery.objects.filter(pk=delivery.pk).update(**ended, is_trial=False)
    if delivery.source and not delivery.is_trial:
        found = delivery.its_move
        Delivery.objects.filter(pk=delivery.pk).update(move=found)
        move = Move.objects.filter(pk=found.pk if found else None)
        move.update(error=error)
        move.filter(state=State.RUNNING, declared_at__isnull=False).update(state=State.DECLARED)


def _read(delivery: Delivery) -> None:
    survey.look(delivery, _Progress(delivery))
    delivery.stage, delivery.phase, delivery.error, delivery.attempts = Stage.READ, "", "", 0
    delivery.save()


def _move_in(delivery: Delivery) -> None:
    plan = running.Plan(
        delivery.source,
        receiving.files(delivery),
        mapping=delivery.mapping,
        dry=delivery.is_trial,
        user=delivery.by,
        fetch=delivery.fetch if delivery.pictures == Pictures.FETCH else None,
    )
    if delivery.pictures == Pictures.ZIP:
        [archive] = receiving.files(delivery, receiving.UPLOADS)
        plan.files = files.at(archive)
    with publications_time():
        report = running.run(plan, _Progress(delivery))
    _arrived(delivery, report)


def _arrived(delivery: Delivery, report: Report) -> None:
    ended = {"phase": "", "error": "", "attempts": 0, "is_stopping": False}
    if delivery.is_trial:
        trial = {"counts": report.counts, "told": report.told}
        ended |= {"stage": Stage.READ, "seen": delivery.seen | {"trial": trial}, "is_trial": False}
    else:
        move = report.move if report.move.pk else None
        ended |= {"stage": Stage.ARRIVED, "counts": report.counts, "move": move}
    Delivery.objects.filter(pk=delivery.pk).update(**ended, changed_at=timezone.now())


class _Progress:
    """Tells how far a run is, and ends it where somebody asked for that."""

    def __init__(self, delivery: Delivery) -> None:
        self.rows = Delivery.objects.filter(pk=delivery.pk)
        self.phase, self.told_at = "", 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        if total:
            time.sleep(GIVING_WAY)
        now = time.monotonic()
        if what == self.phase and now - self.told_at < TELLING and done != total:
            return
        self.told_at = now
        about = {"done": done, "total": total}
        if total:  # something is written by now; what cannot even be read is not begun again for ever
            about["attempts"] = 0
        if what != self.phase:
            about |= {"phase": what, "phase_at": timezone.now()}
            self.phase = what
        self.rows.update(**about)
        if not self.rows.filter(is_stopping=False).exists():
            raise running.Stopped


# A move that is here --------------------------------------------------------------------------------------


def _on_errand(move: Move) -> None:
    error = ""
    try:
        if move.wanted == Errand.UNDO:
            _undo(move)
        else:
            _replay(move)
    except Busy:
        raise
    except undoing.UndoRefused as refused:
        error = words.undo_refusal(refused)
    except replay.Unreachable:
        error = _("The paper does not answer at %(address)s.") % {"address": settings.TERBIT_URL}
    except Exception:
        log.exception("An errand for a move broke off.")
        error = _("It broke off by a fault inside the system, which the log of the house tells.")
    Move.objects.filter(pk=move.pk).update(wanted="", error=error)


def _undo(move: Move) -> None:
    """Its files may move in again, by another mapping."""
    undoing.undo(move, move.wanted_by)
    Move.objects.filter(pk=move.pk).update(replay={})
    moved = Delivery.objects.filter(move=move, stage__in=[Stage.ARRIVED, Stage.STOPPED])
    moved.update(stage=Stage.READ, counts={}, error="")


def _replay(move: Move) -> None:
    with publications_time():
        replay.keep(move, replay.replay(move, settings.TERBIT_URL))
