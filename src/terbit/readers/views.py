"""*Pembaca*: what all who work in the newsroom see of its readers."""

from __future__ import annotations

import csv
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from terbit.readers import reporting

# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def readers(request: HttpRequest) -> HttpResponse:
    period = _period(request)
    context = {
        "report": reporting.report(period),
        "period": period,
        "periods": reporting.PERIODS.items(),
        "header_title": _("Readers"),
    }
    return render(request, "terbit_readers/readers.html", context)


@require_safe
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One list of the page as CSV, for a spreadsheet."""
    period = _period(request)
    found = reporting.report(period, most=reporting.MOST_STORIES)
    try:
        titles, rows = reporting.table(found, name)
    except KeyError:
        raise Http404 from None
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pembaca-{name}-{found.first}-{found.last}.csv"'
    response.write("\ufeff")  # without it spreadsheets read another alphabet
    csv.writer(response).writerows([titles, *([_cell(value) for value in row] for row in rows)])
    return response


@csrf_exempt
@require_POST
def uncounted(request: HttpRequest) -> HttpResponse:
    """What pages tell where Django is asked without the newsstand before it, which counts: while developing."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _period(request: HttpRequest) -> str:
    asked = request.GET.get("hari", "1")
    return asked if asked in reporting.PERIODS else "1"


def _cell(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
