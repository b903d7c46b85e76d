"""Which of Wagtail's own screens the newsroom uses.

Wagtail's reports, workflow editors and bulk actions know nothing of sections: they would show headlines of
drafts to whoever may open any story. What is not used answers 404.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from terbit.newsroom.models import Article
from terbit.pictures import secrecy
from terbit.pictures.models import MediaFile, Picture

CLOSED_NAMESPACES = frozenset(
    {
        "wagtailadmin_reports",
        "wagtailadmin_workflows",
        "wagtailadmin_collections",
        "wagtailsites",
        "wagtailsnippets",
        "wagtailadmin_api:images",
        "wagtailadmin_api:documents",
    }
)


class Gate:
    """Middleware; decides by the name of the address that was resolved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The newsroom's own page of what is not there: the paper's would be raised from here."""
        match = request.resolver_match
        closed = match.namespace in CLOSED_NAMESPACES or (
            match.url_name == "wagtail_bulk_action" and _on_what_is_hidden(request, kwargs["model_name"])
        )
        return page_not_found(request, Http404(), template_name="wagtailadmin/404.html") if closed else None


def _on_what_is_hidden(request: HttpRequest, model_name: str) -> bool:
    """Stories have no bulk actions; of files they would list the titles that the user may not see."""
    if model_name == Article._meta.model_name:
        return True
    named = set(request.GET.getlist("id"))
    return any(
        named & {str(pk) for pk in secrecy.hidden_from(request.user, model)}
        for model in (Picture, MediaFile)
        if model._meta.model_name == model_name
    )
