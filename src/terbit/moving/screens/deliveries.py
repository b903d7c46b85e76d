"""*Pindahan*: sending an export, deciding what becomes of it, and watching it move in."""

from __future__ import annotations

import shutil
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from terbit.moving.models import Delivery, Move, Pictures, Stage
from terbit.moving.screens import choosing, progress, receiving, survey, words
from terbit.moving.screens.permission import for_movers

WORKING = (Stage.READING, Stage.RUNNING)


@require_safe
@for_movers
def everything(request: HttpRequest) -> HttpResponse:
    deliveries = Delivery.objects.exclude(stage=Stage.ARRIVED).select_related("by")
    context = {
        "moves": Move.objects.select_related("by"),
        "deliveries": deliveries,
        "header_title": _("Moving in"),
    }
    return render(request, "terbit_moving/everything.html", context)


# Sending --------------------------------------------------------------------------------------------------


@require_safe
@for_movers
def new(request: HttpRequest) -> HttpResponse:
    free = max(0, shutil.disk_usage(settings.HOME).free - receiving.SPARE)
    context = {
        "header_title": _("Send an archive"),
        "pictures": Pictures.choices,
        "free": free,
        "largest": settings.TERBIT_LARGEST_UPLOAD,
    }
    return render(request, "terbit_moving/new.html", context)


@require_POST
@for_movers
def send(request: HttpRequest) -> HttpResponse:
    """Files in a plain form, from a browser without a script: as large as any other upload."""
    exports, uploads = request.FILES.getlist("exports"), request.FILES.getlist("uploads")
    try:
        delivery = _open(request, sum(file.size for file in [*exports, *uploads]))
        try:
            for kind, files in ((receiving.EXPORTS, exports), (receiving.UPLOADS, uploads)):
                for file in files if kind == receiving.EXPORTS or delivery.pictures == Pictures.ZIP else ():
                    receiving.add(delivery, kind, file.name, file.chunks(receiving.BLOCK))
            _all_there(delivery)
        except receiving.Refused:
            _throw_away(delivery)
            raise
    except receiving.Refused as refused:
        messages.error(request, str(refused))
        return redirect("terbit_moving:new")
    return redirect("terbit_moving:delivery", delivery.pk)


@require_POST
@for_movers
def open_delivery(request: HttpRequest) -> HttpResponse:
    """The script's way: first this, then the files part by part, then `all_there`."""
    size = request.POST.get("size", "")
    try:
        delivery = _open(request, int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0)
    except receiving.Refused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    places = {name: reverse(f"terbit_moving:{name}", args=[delivery.pk]) for name in ("part", "all_there")}
    return JsonResponse(places | {"size": min(receiving.PART, settings.TERBIT_LARGEST_UPLOAD)})


@require_POST
@for_movers
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """The body is a part of a file: `?kind=exports&name=kabar.xml&at=0`."""
    delivery = get_object_or_404(Delivery, pk=pk, by=request.user, stage=Stage.COMING)
    kind, at = request.GET.get("kind", ""), request.GET.get("at", "")
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if kind not in (receiving.EXPORTS, receiving.UPLOADS) or not (
        at.isascii() and at.isdecimal() and len(at) < 16
    ):
        return JsonResponse(
            {"error": _("The browser sent something else than a part of a file.")}, status=400
        )
    if length > receiving.PART:
        return JsonResponse({"error": _("The part of the file is too large.")}, status=400)
    try:
        size = receiving.add_part(delivery, kind, request.GET.get("name", ""), int(at), request, length)
    except receiving.Elsewhere as elsewhere:
        return JsonResponse({"size": elsewhere.size}, status=409)
    except receiving.Refused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse({"size": size})


@require_POST
@for_movers
def all_there(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=pk, by=request.user, stage=Stage.COMING)
    try:
        _all_there(delivery)
    except receiving.Refused as refused:
        return JsonResponse({"error": str(refused)}, status=400)
    return JsonResponse({"place": reverse("terbit_moving:delivery", args=[delivery.pk])})


def _open(request: HttpRequest, size: int) -> Delivery:
    form = choosing.PicturesForm(request.POST)
    if not form.is_valid():
        raise receiving.Refused(form.sentence())
    receiving.check_room(size)
    expected = receiving.expect(request.POST.get("files", ""))
    return Delivery.objects.create(by=request.user, expected=expected, **form.cleaned_data)


def _all_there(delivery: Delivery) -> None:
    if not receiving.files(delivery):
        raise receiving.Refused(_("Choose the files of an export first."))
    if delivery.pictures == Pictures.ZIP and not receiving.files(delivery, receiving.UPLOADS):
        raise receiving.Refused(_("Choose the ZIP of the uploads, or another place for the pictures."))
    if name := receiving.missing(delivery):
        raise receiving.Refused(_("“%(name)s” has not come whole: send the files again.") % {"name": name})
    Delivery.objects.filter(pk=delivery.pk, stage=Stage.COMING).update(stage=Stage.READING)


def _throw_away(delivery: Delivery) -> None:
    receiving.discard(delivery)
    delivery.delete()


# One delivery ---------------------------------------------------------------------------------------------


@require_safe
@for_movers
def delivery(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.select_related("move", "by"), pk=pk)
    if found.stage == Stage.ARRIVED and found.move:
        return redirect("terbit_moving:move", found.move.pk)
    return _page(request, found, found.mapping)


def _page(request: HttpRequest, found: Delivery, mapping: dict[str, Any], status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "delivery": found,
        "header_title": _("Moving in"),
        "is_working": found.stage in WORKING,
    }
    if found.stage in WORKING:
        context["progress"] = progress.of_delivery(found)
    elif found.stage == Stage.READ:
        context |= _decisions(found, mapping)
    else:
        context["size"] = receiving.size(found)
        context["is_there"] = bool(receiving.files(found))
    return render(request, "terbit_moving/delivery.html", context, status=status)


def _decisions(found: Delivery, mapping: dict[str, Any]) -> dict[str, Any]:
    rows, seen = choosing.by_size(found, mapping), found.seen
    trial = seen.get("trial", {})
    return {
        "rows": rows,
        "sections": [row for row in rows if row["becomes"] == "section"],
        "more_rows": max(0, len(found.proposed["categories"]) - len(rows)),
        "kinds": choosing.kinds(found, mapping),
        "mapping": mapping,
        "bases": [(name, label, mapping["bases"].get(name, "")) for name, label in choosing.BASES.items()],
        "becomes": choosing.CATEGORIES.items(),
        "kinds_become": choosing.KINDS.items(),
        "pictures": choosing.may_come_from(found),
        "first": _day(seen.get("first")),
        "last": _day(seen.get("last")),
        "seen_kinds": [(words.kind(kind), number) for kind, number in _by_number(seen.get("kinds", {}))],
        "statuses": [(words.STATUSES.get(name, name), number) for name, number in seen.get("statuses", [])],
        "skipped": [(words.why(reason), number) for reason, number in _by_number(seen.get("skipped", {}))],
        "troubles": [(words.why(reason), number) for reason, number in _by_number(seen.get("troubles", {}))],
        "trial": trial.get("counts"),
        "trial_told": told(trial.get("told", [])),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _by_number(counted: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def told(listed: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What a run tells one by one, under its headings."""
    groups = [
        (label, [words.about(each) for each in listed if each["what"] == what])
        for what, label in words.TOLD.items()
    ]
    return [(str(label), group) for label, group in groups if group]


@require_safe
@for_movers
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """For the script that keeps the page true."""
    found = get_object_or_404(Delivery, pk=pk)
    context = {"progress": progress.of_delivery(found), "delivery": found}
    html = render_to_string("terbit_moving/progress.html", context, request) if found.stage in WORKING else ""
    return JsonResponse({"going": found.stage in WORKING, "html": html})


@require_POST
@for_movers
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was chosen; then begin, try without writing, or stay."""
    found = get_object_or_404(Delivery, pk=pk, stage=Stage.READ)
    chosen, form = choosing.read(request.POST, found), choosing.PicturesForm(request.POST)
    wrong = chosen.wrong + ([] if form.is_valid() else [form.sentence()])
    if not wrong:
        wrong = _keep(found, chosen.mapping, form.cleaned_data)
    if wrong:
        for sentence in wrong[:5]:
            messages.error(request, sentence)
        return _page(request, found, chosen.mapping, status=422)
    if {"begin", "try"} & set(request.POST):
        _begin(found, request, is_trial="try" in request.POST)
    else:
        messages.success(request, _("Kept. Nothing has moved in yet."))
    return redirect("terbit_moving:delivery", pk)


def _keep(found: Delivery, mapping: dict[str, Any], pictures: dict[str, Any]) -> list[str]:
    if pictures["pictures"] not in dict(choosing.may_come_from(found)):
        return [_("No ZIP of the uploads came with this delivery.")]
    found.mapping, found.pictures, found.fetch = mapping, pictures["pictures"], pictures["fetch"]
    if found.pictures == Pictures.FETCH:
        try:
            survey.check_address(survey.fetched_from(found))
        except survey.Refused as refused:
            return [str(refused)]
    found.save(update_fields=["mapping", "pictures", "fetch", "changed_at"])
    return []


def _begin(found: Delivery, request: HttpRequest, *, is_trial: bool = False) -> None:
    fresh = {
        "is_trial": is_trial,
        "is_stopping": False,
        "attempts": 0,
        "error": "",
        "phase": "",
        "done": 0,
        "total": 0,
    }
    waiting = Delivery.objects.filter(pk=found.pk, stage__in=[Stage.READ, Stage.STOPPED])
    stage = Stage.RUNNING if found.proposed else Stage.READING  # it stopped before all was read
    waiting.update(stage=stage, by=request.user, phase_at=None, **fresh)


@require_POST
@for_movers
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    working = Delivery.objects.filter(pk=pk, stage__in=WORKING, is_stopping=False)
    found = working.first()
    is_stopped = found and working.update(is_stopping=True)
    writes = found and found.stage == Stage.RUNNING and not found.is_trial
    if found and is_stopped and writes and (move := found.its_move):
        log(instance=move, action="terbit.stop_move", user=request.user)
    return redirect("terbit_moving:delivery", pk)


@require_POST
@for_movers
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    _begin(get_object_or_404(Delivery, pk=pk, stage=Stage.STOPPED), request)
    return redirect("terbit_moving:delivery", pk)


@require_POST
@for_movers
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the decisions, with the files that are here already: other pictures, another mapping."""
    found = get_object_or_404(Delivery, pk=pk, stage__in=[Stage.ARRIVED, Stage.STOPPED, Stage.REFUSED])
    if receiving.files(found):
        found.stage, found.error = Stage.READ if found.proposed else Stage.READING, ""
        found.attempts, found.is_stopping = 0, False
    else:
        found.stage, found.error = (
            Stage.REFUSED,
            _("Its files are not here any more: send the archive again."),
        )
    found.save(update_fields=["stage", "error", "attempts", "is_stopping", "changed_at"])
    return redirect("terbit_moving:delivery", pk)


@require_POST
@for_movers
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Delivery.objects.exclude(stage__in=WORKING), pk=pk)
    _throw_away(found)
    messages.success(request, _("The files have been thrown away. What has moved in stays."))
    return (
        redirect("terbit_moving:move", found.move_id)
        if found.move_id
        else redirect("terbit_moving:everything")
    )
