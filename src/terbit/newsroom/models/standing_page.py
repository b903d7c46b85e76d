"""Standing pages: the few that stay, such as the newsroom's imprint and the guidelines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from terbit.newsroom import previews
from terbit.newsroom.linked_files import LinkingTextField


class StandingPage(Page):
    """A Wagtail page, because there are few of them and they need a place, a draft and a history."""

    body = LinkingTextField(
        _("text"), blank=True, features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr", "image"]
    )

    content_panels = [*Page.content_panels, FieldPanel("body")]
    template = "terbit_theme/standing_page.html"
    parent_page_types = ["wagtailcore.Page", "terbit_newsroom.StandingPage"]
    subpage_types = ["terbit_newsroom.StandingPage"]
    private_page_options: list[str] = []  # what is published is for everybody

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, Any]:
        from terbit.newsroom import contexts

        return contexts.around() | super().get_context(request, *args, **kwargs)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        response = super().serve_preview(request, mode_name)
        response.context_data["preview"] = True
        return previews.finished(response)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        return self.template
