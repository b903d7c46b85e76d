"""When a person was last in the newsroom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone


class LastSeen:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only in the newsroom: asking for the user elsewhere would tie readers' pages to cookies.
        if request.path.startswith(reverse("wagtailadmin_home")) and request.user.is_authenticated:
            with suppress(DatabaseError):  # the work of this request is done and must not look undone
                request.user.seen(timezone.now())
        return response
