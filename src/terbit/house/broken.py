"""What somebody is told whose request met an error: the newsroom in one sentence, where it is the database's."""

from __future__ import annotations

import sys
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from terbit.theme import views

RETRY = "10"  # seconds


def answer(request: HttpRequest) -> HttpResponse:
    """Asked by Django while it handles the error; without the database, which may be what is broken."""
    error = sys.exception()
    if not isinstance(error, OperationalError | InterfaceError):
        return views.broken(request)
    in_newsroom = request.path.startswith(reverse("wagtailadmin_home"))
    response = views.broken(request, _sentence(str(error)) if in_newsroom else "")
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = RETRY
    return response


def _sentence(said: str) -> str:
    said = said.lower()
    if "disk is full" in said or "no space left" in said:
        return _("The disk is full: nothing can be stored until the administrator makes room.")
    if "locked" in said:
        return _("The database is busy with something else: try again in a moment.")
    return _("The database does not answer: try again.")
