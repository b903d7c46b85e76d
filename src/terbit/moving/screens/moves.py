"""*Pindahan*: a move that is here: its report, its ledger, taking it back, declaring it done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from terbit.moving.arriving import ledger, lock, undoing
from terbit.moving.models import Delivery, Errand, Move, OldItem, Stage, State
from terbit.moving.screens import ledger_table, progress, receiving, words
from terbit.moving.screens.deliveries import WORKING, told
from terbit.moving.screens.permission import for_movers

MOST_LOGGED = 100


@require_safe
@for_movers
def move(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move.objects.select_related("by"), pk=pk)
    counts = found.counts if "items" in found.counts else {}
    context = {
        "move": found,
        "error": words.broken(found.error),
        "header_title": _("Moving in"),
        "counts": counts,
        "became": [
            (words.BECAME.get(name, name), number) for name, number in counts.get("became", {}).items()
        ],
        "skipped": _reasons(counts.get("skipped", {})),
        "drafts": _reasons(counts.get("drafts", {})),
        "lost_pictures": max(0, counts.get("pictures_before", 0) - counts.get("pictures_after", 0)),
        "told": told(found.told),
        "deliveries": [(each, receiving.size(each)) for each in found.deliveries.all()],
        "is_busy": is_busy(found),
        "is_cut_short": found.state == State.RUNNING and not is_busy(found) and not lock.is_held(),
        "progress": progress.of_errand(found) if found.wanted else None,
        "replay": _replay(found.replay),
        "history": list(_history(found)),
    }
    return render(request, "terbit_moving/move.html", context)


def _history(found: Move) -> Iterator[tuple[datetime, str, str]]:
    """When, what and by whom, the latest first."""
    logged = log_registry.get_logs_for_instance(found).select_related("user").order_by("-timestamp", "-pk")
    for entry in logged[:MOST_LOGGED]:
        by_nobody = "" if entry.action == "terbit.halt_move" else _("by command")
        yield entry.timestamp, entry.message, entry.user_display_name if entry.user_id else by_nobody


def is_busy(found: Move) -> bool:
    """Whether the background worker has it in hand, or will."""
    same = Q(move=found) | Q(source=found.source, site=found.site)
    running = Delivery.objects.filter(same, stage=Stage.RUNNING, is_trial=False)
    return bool(found.wanted) or running.exists()


def _reasons(counted: dict[str, int]) -> list[tuple[str, int]]:
    return [
        (words.why(reason), number) for reason, number in sorted(counted.items(), key=lambda each: -each[1])
    ]


def _replay(kept: dict[str, Any]) -> dict[str, Any] | None:
    if not kept:
        return None
    answers = Counter(kept["answers"])
    return kept | {
        "at": datetime.fromisoformat(kept["at"]) if "at" in kept else None,
        "answers": [
            (words.ANSWERS.get(each) or words.why(each), number) for each, number in answers.most_common()
        ],
        "reasons": [each | {"why": words.why(each["reason"])} for each in kept.get("reasons", [])],
        "number_wrong": kept.get("number_wrong", len(kept["wrong"])),
    }


@require_safe
@for_movers
def state(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move, pk=pk)
    context = {"progress": progress.of_errand(found)} if found.wanted else {}
    html = render_to_string("terbit_moving/progress.html", context, request) if context else ""
    return JsonResponse({"going": bool(found.wanted), "html": html})


# The ledger -----------------------------------------------------------------------------------------------


@require_safe
@for_movers
def lines(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move, pk=pk)
    shown, sought = request.GET.get("tampil", ""), request.GET.get("cari", "")
    after = request.GET.get("sesudah", "")
    at = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else 0
    page = ledger_table.page(found, shown, sought, at)
    asked = ledger_table.asked(shown, sought)
    context = {
        "move": found,
        "page": page,
        "shown": shown,
        "sought": sought,
        "choices": ledger_table.SHOWN.items(),
        "is_first": not at,
        "first": f"?{urlencode(asked)}",
        "next": f"?{urlencode(asked | {'sesudah': page.next})}" if page.next else "",
        "header_title": _("Ledger"),
    }
    return render(request, "terbit_moving/ledger.html", context)


@require_safe
@for_movers
def download(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move, pk=pk)
    answer = StreamingHttpResponse(ledger.as_csv(found), content_type="text/csv; charset=utf-8")
    name = f"pindahan-{slugify(found.site.partition('://')[2] or found.site) or found.pk}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


# What becomes of it ---------------------------------------------------------------------------------------


@require_safe
@for_movers
def ask(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Says what will happen, before anybody does it."""
    found = get_object_or_404(Move, pk=pk)
    context = {"move": found, "deed": deed, "header_title": _("Moving in"), "against": _against(found, deed)}
    if deed == "undo":
        context["goes"] = list(_goes(found))
    return render(request, "terbit_moving/ask.html", context)


def _against(found: Move, deed: str) -> str:
    """Why it cannot be done, in a sentence; "" where it can."""
    if is_busy(found) or (found.state == State.RUNNING and lock.is_held()):
        return _under_way()
    try:
        if deed == "undo":
            undoing.refuse(found)
        elif found.state != State.ARRIVED:
            return str(words.UNDO["not-arrived"])
    except undoing.UndoRefused as refused:
        return words.undo_refusal(refused)
    return ""


def _under_way() -> str:
    return _("This move is under way: wait until it has ended, or stop it.")


def _goes(found: Move) -> Iterator[tuple[str, int]]:
    made = OldItem.objects.filter(move=found, made=True).order_by().values_list("content_type")
    for kind, number in made.annotate(number=Count("pk")):
        if kind:
            yield str(ContentType.objects.get_for_id(kind).model_class()._meta.verbose_name_plural), number


@require_POST
@for_movers
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move, pk=pk)
    if against := _against(found, "undo"):
        messages.error(request, against)
    else:
        number = OldItem.objects.filter(move=found).count()
        _want(request, found, Errand.UNDO, total=number, done=0)
    return redirect("terbit_moving:move", pk)


@require_POST
@for_movers
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Its files are of no use any more, and go."""
    found = get_object_or_404(Move, pk=pk)
    if against := _against(found, "declare"):
        messages.error(request, against)
        return redirect("terbit_moving:move", pk)
    try:
        with lock.the_only_one():
            found.refresh_from_db()
            undoing.declare(found, request.user)
    except (lock.Busy, undoing.UndoRefused):
        messages.error(request, _against(found, "declare") or _under_way())
        return redirect("terbit_moving:move", pk)
    for each in found.deliveries.exclude(stage__in=WORKING):
        receiving.discard(each)
        each.delete()
    messages.success(request, _("The move has been declared done."))
    return redirect("terbit_moving:move", pk)


@require_POST
@for_movers
def replay(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Move, pk=pk)
    if is_busy(found) or found.state not in (State.ARRIVED, State.DECLARED):
        messages.error(request, _("Old addresses can be asked once the move has arrived."))
    else:
        _want(request, found, Errand.REPLAY)
    return redirect("terbit_moving:move", pk)


def _want(request: HttpRequest, found: Move, errand: Errand, **more: Any) -> None:
    free = Move.objects.filter(pk=found.pk, wanted="")
    if free.update(wanted=errand, wanted_by=request.user, error="", **more) and errand == Errand.UNDO:
        log(instance=found, action="terbit.ask_undo_move", user=request.user)
