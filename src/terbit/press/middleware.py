"""Who changed something in the newsroom sees it changed: its prints are gone before the answer comes."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse

from terbit.press.folder import folder

log = logging.getLogger("terbit.press")


class FollowLog:
    """The press would do the same some milliseconds later, and does where this fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD", "OPTIONS") and not connection.in_atomic_block:
            try:
                if folder().current:
                    folder().catch_up()
            except (DatabaseError, InterfaceError, OSError, sqlite3.Error) as error:
                log.warning("The press is left to follow the log by itself: %s", error)
        return response
