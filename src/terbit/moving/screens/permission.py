"""Who may move an archive in, see its ledger and take it back: who leads the whole newsroom, and administrators."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

# What comes with a move belongs to all sections, as the publication's settings do.
MOVE = "terbit_newsroom.change_publication"


def for_movers(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(MOVE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
