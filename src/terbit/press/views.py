"""The *Cetakan* report: what waits, what failed and why, and how much room the prints take."""

from __future__ import annotations

import sqlite3

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from terbit.press import condition, reporting

# Whoever may read the change log may see how the press follows it; roles give it (`workflow.groups`).
SEE = "terbit_press.view_change"


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    _require(request)
    context = {"report": reporting.report(), "public": settings.TERBIT_URL, "header_title": _("Prints")}
    return render(request, "terbit_press/report.html", context)


@require_POST
def press_again(request: HttpRequest) -> HttpResponse:
    """One address that failed, or all of them."""
    _require(request)
    place = condition.opened()
    try:
        number = reporting.try_again(place, request.POST.get("address", "")) if place else 0
    except (OSError, sqlite3.Error) as error:
        messages.error(request, _("The prints cannot be used: %(error)s") % {"error": error})
        return redirect("terbit_press:report")
    told = ngettext("%(count)d page is printed again now.", "%(count)d pages are printed again now.", number)
    messages.success(request, told % {"count": number})
    return redirect("terbit_press:report")


def _require(request: HttpRequest) -> None:
    if not request.user.has_perm(SEE):
        raise PermissionDenied
