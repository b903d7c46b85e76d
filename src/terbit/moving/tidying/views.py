"""*Rapikan topik*: the queue of proposals, and what was decided."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from terbit.moving.tidying import deeds, queue, screen
from terbit.moving.tidying.reasons import Reason


def for_those_who_edit_topics(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(deeds.CHANGE):
            raise PermissionDenied
        return view(request)

    return guarded


@require_safe
@for_those_who_edit_topics
def waiting(request: HttpRequest) -> HttpResponse:
    reason = _reason(request.GET)
    page = Paginator(screen.waiting(reason), screen.ON_A_PAGE).get_page(request.GET.get("p"))
    counted = screen.reasons()
    context = {
        "page": page,
        "lines": screen.lines(page.object_list),
        "reasons": counted,
        "reason": reason,
        "number": sum(number for _reason_, number in counted),
        "header_title": _("Tidy topics"),
    }
    return render(request, "terbit_tidying/waiting.html", context)


@require_safe
@for_those_who_edit_topics
def decided(request: HttpRequest) -> HttpResponse:
    page = Paginator(screen.decided(), screen.ON_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "terbit_tidying/decided.html", {"page": page, "header_title": _("Tidy topics")})


@require_POST
@for_those_who_edit_topics
def decide(request: HttpRequest) -> HttpResponse:
    """One line by its own button, or those that are ticked."""
    if key := _number(request.POST.get("turn")):
        return _turn(request, key)
    for name, deed in (("accept", _accept), ("refuse", _refuse)):
        if name in request.POST:
            given = request.POST[name]
            keys = request.POST.getlist("chosen") if given == "chosen" else [given]
            return _decided(request, deed, [number for key in keys if (number := _number(key))], given)
    return _back(request)


@require_POST
@for_those_who_edit_topics
def look(request: HttpRequest) -> HttpResponse:
    number = queue.look()
    told = ngettext("%(count)d proposal waits for you.", "%(count)d proposals wait for you.", number)
    messages.success(request, told % {"count": number} if number else _("There is nothing to tidy."))
    return redirect("terbit_tidying:waiting")


@require_POST
@for_those_who_edit_topics
def take_back(request: HttpRequest) -> HttpResponse:
    try:
        proposal = deeds.take_back(_number(request.POST.get("proposal")), request.user)
    except deeds.Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(
            request, _("“%(topic)s” is as it was, and proposed again.") % {"topic": proposal.topic.name}
        )
    return redirect("terbit_tidying:decided")


def _accept(request: HttpRequest, keys: list[int]) -> int:
    done = deeds.accept(keys, request.user)
    told = ngettext("%(count)d proposal accepted.", "%(count)d proposals accepted.", len(done))
    _tell(request, told, len(done))
    return len(done)


def _refuse(request: HttpRequest, keys: list[int]) -> int:
    done = deeds.refuse(keys, request.user)
    told = ngettext(
        "%(count)d proposal refused; it does not come again.",
        "%(count)d proposals refused; they do not come again.",
        len(done),
    )
    _tell(request, told, len(done))
    return len(done)


def _tell(request: HttpRequest, told: str, number: int) -> None:
    if number:
        undo = messages.button(reverse("terbit_tidying:decided"), _("Take back"))
        messages.success(request, told % {"count": number}, buttons=[undo])


def _decided(request: HttpRequest, deed: Any, keys: list[int], given: str) -> HttpResponse:
    if not keys:
        messages.warning(request, _("Tick at least one line first."))
        return _back(request)
    after = _line_after(request, keys[0]) if given != "chosen" else None
    missed = len(keys) - deed(request, keys)
    if missed:
        told = ngettext(
            "%(count)d proposal no longer holds: somebody decided it, or its topics changed. Look for proposals again.",
            "%(count)d proposals no longer hold: somebody decided them, or their topics changed. "
            "Look for proposals again.",
            missed,
        )
        messages.warning(request, told % {"count": missed})
    return _back(request, after)


def _turn(request: HttpRequest, key: int) -> HttpResponse:
    try:
        deeds.turn_round(key, request.user)
    except deeds.Refused as refused:
        messages.warning(request, str(refused))
    return _back(request, key)


def _line_after(request: HttpRequest, key: int) -> int | None:
    """Where the eye goes on: the next line of the list."""
    keys = list(screen.waiting(_reason(request.POST)).values_list("pk", flat=True))
    at = keys.index(key) + 1 if key in keys else len(keys)
    return keys[at] if at < len(keys) else None


def _back(request: HttpRequest, line: int | None = None) -> HttpResponse:
    reason, page = _reason(request.POST), _number(request.POST.get("p"))
    asked = "&".join(
        part for part in (f"sebab={reason}" if reason else "", f"p={page}" if page > 1 else "") if part
    )
    place = reverse("terbit_tidying:waiting") + (f"?{asked}" if asked else "")
    return redirect(f"{place}#usul-{line}" if line else place)


def _reason(given: Any) -> str:
    return given.get("sebab", "") if given.get("sebab", "") in Reason.values else ""


def _number(text: str | None) -> int:
    """0, which no proposal has, for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
