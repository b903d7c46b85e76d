"""Arranging a front: its slots beside the stories that may go into them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.permissions import policy_registry

from terbit.fronts import arranging, composing
from terbit.fronts.models import Arrangement, Front
from terbit.newsroom import archive, contexts
from terbit.newsroom.lists import listed
from terbit.newsroom.models import Article, Publication, Section
from terbit.search import api as search

OFFERED = 40


class PutForm(forms.Form):
    """One change. An empty story empties the slot."""

    seen = forms.IntegerField(min_value=0)
    slot = forms.CharField(max_length=40)
    story = forms.ModelChoiceField(queryset=Article.objects.live(), required=False)
    until = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def clean_until(self) -> datetime | None:
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise forms.ValidationError(gettext_lazy("The time lies behind us; choose a later one."))
        return until


@require_safe
def arrange(request: HttpRequest, section: int | None = None) -> HttpResponse:
    front = _front(request, section)
    current = arranging.newest(front)
    context = {
        "front": front,
        "fronts": _others(request),
        "current": current,
        "is_published": front.published_id == current.pk or not (current.number or front.published_id),
        "slots": _slots(front, current),
        "offered": _offered(request, front),
        "words": request.GET.get("q", ""),
        "publication": Publication.load(),
    }
    return render(request, "terbit_fronts/arrange.html", context)


@require_POST
def put(request: HttpRequest, section: int | None = None) -> HttpResponse:
    front, form = _front(request, section), PutForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return _back(front)
    given = form.cleaned_data
    try:
        arranging.put(
            front, given["slot"], given["story"], seen=given["seen"], until=given["until"], user=request.user
        )
    except (arranging.Conflict, ValueError) as refusal:
        messages.error(request, str(refusal))
    return _back(front)


@require_POST
def undo(request: HttpRequest, section: int | None = None) -> HttpResponse:
    return _act(request, section, arranging.undo, "")


@require_POST
def publish(request: HttpRequest, section: int | None = None) -> HttpResponse:
    return _act(request, section, arranging.publish, _("Readers see this arrangement now."))


@require_safe
def preview(request: HttpRequest, section: int | None = None) -> HttpResponse:
    """In the paper's own templates; pictures from behind the sign-in."""
    front = _front(request, section)
    publication = Publication.load()
    around = contexts.around() | {"preview": True, "publication": publication}
    if front.section_id:
        page = composing.section_page(front.section, publication, draft=True)
        response = render(request, "terbit_theme/section.html", around | page)
    else:
        page = composing.context(publication, draft=True)
        response = render(request, "terbit_theme/front.html", around | page)
    response["X-Robots-Tag"], response["Cache-Control"] = "noindex", "no-store"
    return response


def may_arrange(user: Any, section: Section | None) -> bool:
    """Who edits all sections arranges the paper's own front, an editor of a section that section's."""
    policy = policy_registry.get_by_type(Article)
    return policy.user_has_permission_for_instance(user, "move", Article(section=section))


def _front(request: HttpRequest, section: int | None) -> Front:
    place = get_object_or_404(Section, pk=section) if section else None
    if not may_arrange(request.user, place):
        raise PermissionDenied
    return arranging.front_of(place)


def _back(front: Front) -> HttpResponse:
    if front.section_id:
        return redirect("terbit_fronts:arrange", section=front.section_id)
    return redirect("terbit_fronts:arrange")


def _act(request: HttpRequest, section: int | None, act: Any, done: str) -> HttpResponse:
    front = _front(request, section)
    seen = request.POST.get("seen", "")
    try:
        act(
            front,
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1,
            user=request.user,
        )
    except arranging.Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return _back(front)


def _others(request: HttpRequest) -> list[tuple[str, int | None]]:
    places: list[Section | None] = [None, *Section.objects.select_related("parent")]
    return [
        (str(place) if place else _("Front page"), place.pk if place else None)
        for place in places
        if may_arrange(request.user, place)
    ]


def _slots(front: Front, current: Arrangement) -> list[dict[str, Any]]:
    keys = [held["story"] for held in current.slots.values()]
    stories = listed(Article.objects.all()).in_bulk(keys)
    rows = []
    for name, label in front.slots():
        held = current.slots.get(name)
        until = datetime.fromisoformat(held["until"]) if held and held.get("until") else None
        rows.append(
            {
                "name": name,
                "label": label,
                "story": stories.get(held["story"]) if held else None,
                "until": until,
            }
        )
    return rows


def _offered(request: HttpRequest, front: Front) -> list[Article]:
    """The newest published stories, or those with the words asked for."""
    stories = listed(Article.objects.latest())
    if words := request.GET.get("q", "").strip()[:200]:
        hits = search.find(words, collections=[archive.ARCHIVE], limit=OFFERED)
        return list(stories.filter(pk__in=[int(hit.key) for hit in hits.hits]))
    if front.section_id:
        stories = stories.filter(
            section__in=[front.section_id, *front.section.children.values_list("pk", flat=True)]
        )
    return list(stories[:OFFERED])
