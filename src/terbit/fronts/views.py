"""Arranging a front: the screen, the preview, and what is asked every few seconds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from terbit.fronts import drafts
from terbit.fronts.forms import LookForm
from terbit.fronts.models import Arrangement, Front
from terbit.fronts.rights import arranged_by, may_arrange
from terbit.fronts.screen import Screen, compose, others_at_work
from terbit.newsroom import contexts, previews
from terbit.newsroom.clock import written
from terbit.newsroom.models import Section


@require_safe
def arrange(request: HttpRequest, section: int | None = None) -> HttpResponse:
    mine = arranged_by(request.user)
    if section is None and None not in mine and mine:
        return redirect("terbit_fronts:arrange", section=mine[0].pk)
    front = front_for(request, section)
    for missed in reversed(drafts.catch_up(front, request.user)):
        messages.warning(request, _told(missed))
    screen, look = Screen(front, request.user), LookForm(request.GET)
    context = {
        "front": front,
        "fronts": [(str(place) if place else _("Front page"), place.pk if place else None) for place in mine],
        "draft": screen.draft,
        "has_changes": screen.draft is not None and screen.draft.has_changes,
        "cards": screen.cards(),
        "versions": screen.history(),
        "others": [draft.user.name for draft in others_at_work(front, request.user)],
        "look": look,
        **screen.offered(look),
    }
    return render(request, "terbit_fronts/arrange.html", context)


@require_safe
def state(request: HttpRequest, section: int | None = None) -> JsonResponse:
    """Which arrangement readers see and who else is at work, for the screen that is open."""
    front = front_for(request, section)
    return JsonResponse(
        {
            "number": front.number,
            "told": _told(front.published) if front.published_id else "",
            "others": [draft.user.name for draft in others_at_work(front, request.user)],
        }
    )


@require_safe
def preview(request: HttpRequest, section: int | None = None) -> HttpResponse:
    """The page in a frame as wide as a phone or as a desk's screen."""
    front = front_for(request, section)
    for missed in reversed(drafts.catch_up(front, request.user)):
        messages.warning(request, _told(missed))
    draft = drafts.of(front, request.user)
    context = {"front": front, "draft": draft, "has_changes": draft is not None and draft.has_changes}
    return render(request, "terbit_fronts/preview.html", context)


@require_safe
def previewed_page(request: HttpRequest, section: int | None = None) -> HttpResponse:
    """In the paper's own templates; pictures from behind the sign-in."""
    front = front_for(request, section)
    page = compose(front, drafts.shown(front, drafts.of(front, request.user)))
    template = "section" if front.section_id else "front"
    around: dict[str, Any] = contexts.around() | {"preview": True}
    return previews.finished(TemplateResponse(request, f"terbit_theme/{template}.html", around | page))


def front_for(request: HttpRequest, section: int | None) -> Front:
    """The front of this address. `PermissionDenied` if the user does not arrange it, 404 if there is none."""
    sections = Section.objects.select_related("workflow", "parent__workflow")
    place = get_object_or_404(sections, pk=section) if section is not None else None
    if not may_arrange(request.user, place):
        raise PermissionDenied
    return drafts.front_of(place)


def _told(published: Arrangement) -> str:
    """“Budi published this page, 24 November 2026 14.03 WIB.”"""
    moment = written(published.made_at)
    if published.made_by is None:
        return _("A pin ended or a story went, %(moment)s; the newest story stands there.") % {
            "moment": moment
        }
    given = {"name": published.made_by.name, "moment": moment}
    return _("%(name)s published this page, %(moment)s.") % given
