"""Which of Wagtail's own screens the newsroom uses.

Wagtail's reports, workflow editors and bulk actions know nothing of sections: they would show headlines of
drafts to whoever may open any story. What is not used answers 404.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

CLOSED_NAMESPACES = frozenset(
    {
        "wagtailadmin_reports",
        "wagtailadmin_workflows",
        "wagtailadmin_collections",
        "wagtailsites",
        "wagtailsnippets",
    }
)


class Gate:
    """Middleware; decides by the name of the address that was resolved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        bulk_on_stories = match.url_name == "wagtail_bulk_action" and kwargs.get("model_name") == "article"
        if bulk_on_stories or CLOSED_NAMESPACES & set(match.namespaces):
            raise Http404
