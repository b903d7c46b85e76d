"""What an editor does on the arranging screen. Each ends on the screen again, with one sentence about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from terbit.fronts import drafts, offering, publications
from terbit.fronts.forms import DecideForm, PutForm, RestoreForm, SeenForm, SlotForm, UntilForm
from terbit.fronts.models import Arrangement, Front
from terbit.fronts.views import front_for
from terbit.staff.models import User

KEPT = ("q", "rubrik")  # what was looked for stays on the screen; the place that was looked for is found
Deed = Callable[[Front, User, dict[str, Any]], str]


def deed(form_class: type[Form]) -> Callable[[Deed], Callable[..., HttpResponse]]:
    """A view that does it if the form is whole, and tells what came of it."""

    def decorate(do: Deed) -> Callable[..., HttpResponse]:
        @require_POST
        def view(request: HttpRequest, section: int | None = None) -> HttpResponse:
            front, form = front_for(request, section), form_class(request.POST)
            if not form.is_valid():
                return _bad(" ".join(error for errors in form.errors.values() for error in errors))
            try:
                messages.success(request, do(front, request.user, form.cleaned_data))
            except drafts.UnknownSlot:
                return _bad(_("There is no such place on this page."))
            except (drafts.Refused, publications.Overtaken) as refusal:
                messages.error(request, str(refusal))
            return _back(request, front)

        return view

    return decorate


@deed(PutForm)
def put(front: Front, user: User, given: dict[str, Any]) -> str:
    story = given["story"]
    if not offering.may_put(user, story):
        if not story.ever_published:
            raise PermissionDenied  # a draft; the screen offers none
        raise drafts.Refused(_("“%(headline)s” is not online any more.") % {"headline": story.public_name})
    drafts.put(front, user, given["slot"], story, seen=given["seen"], until=given["until"])
    return _("“%(headline)s” stands there when you publish.") % {"headline": story.headline}


@deed(SlotForm)
def take_out(front: Front, user: User, given: dict[str, Any]) -> str:
    drafts.take_out(front, user, given["slot"], seen=given["seen"])
    return _("The place fills by the newest story when you publish.")


@deed(UntilForm)
def pin(front: Front, user: User, given: dict[str, Any]) -> str:
    drafts.pin(front, user, given["slot"], given["until"], seen=given["seen"])
    if given["until"] is None:
        return _("The story stays until somebody changes it.")
    return _("The story is pinned; then the place fills by the newest story.")


@deed(DecideForm)
def decide(front: Front, user: User, given: dict[str, Any]) -> str:
    drafts.decide(front, user, given["slot"], mine=given["mine"] == "1")
    return _("Chosen.")


@deed(SeenForm)
def step_back(front: Front, user: User, given: dict[str, Any]) -> str:
    drafts.step_back(front, user)
    return _("One step back.")


@deed(SeenForm)
def start_again(front: Front, user: User, given: dict[str, Any]) -> str:
    drafts.start_again(front, user)
    return _("As readers see it; one step back brings your choices again.")


@deed(SeenForm)
def publish(front: Front, user: User, given: dict[str, Any]) -> str:
    publications.publish(front, user, seen=given["seen"])
    return _("Readers see this arrangement now.")


@deed(RestoreForm)
def restore(front: Front, user: User, given: dict[str, Any]) -> str:
    try:
        publications.restore(front, given["number"], user, seen=given["seen"])
    except Arrangement.DoesNotExist as error:
        raise Http404 from error
    return _("Readers see the earlier arrangement again.")


def _bad(sentence: str) -> HttpResponse:
    return HttpResponseBadRequest(sentence, content_type="text/plain; charset=utf-8")


def _back(request: HttpRequest, front: Front) -> HttpResponse:
    target = redirect("terbit_fronts:arrange", **({"section": front.section_id} if front.section_id else {}))
    looked = QueryDict(request.POST.get("cari", "")[:1000])
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if looked.get(name):
            kept[name] = looked[name]
    if kept:
        target["Location"] += f"?{kept.urlencode()}"
    return target
