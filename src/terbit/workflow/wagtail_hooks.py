"""The workflow in Wagtail's screens: board, what one may press under a story."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from terbit.newsroom.models import Article
from terbit.workflow import action_menu, log_messages, menu  # noqa: F401  registered by being read
from terbit.workflow.board import BoardPanel
from terbit.workflow.views import notices
from terbit.workflow.views.viewset import StoryViewSet

register_snippet(StoryViewSet)


@hooks.register("register_admin_urls")
def urls() -> list[Any]:
    own = [path("kabar-dibaca/", notices.read_all, name="read_notices")]
    return [path("", include((own, "terbit_workflow")))]


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    sheets = ((static(f"terbit_workflow/{name}.css"),) for name in ("board", "editor"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("construct_homepage_panels")
def only_the_board(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [BoardPanel()]


@hooks.register("register_admin_search_area")
def search_stories() -> SearchArea:
    """The search box in the menu looks for stories."""
    return SearchArea(
        _("Stories"), reverse("wagtailsnippets_terbit_newsroom_article:list"), name="stories", order=1
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.take_over", _("Take over"), _("Taken over from somebody who had it open"))
    actions.register_action(
        "terbit.keep_text",
        _("Keep text"),
        _("Text kept that could not be saved: the story was with somebody else"),
    )
    actions.register_action("terbit.breaking", _("Breaking"), _("Published at once, to be approved after"))
    actions.register_action("terbit.breaking_approved", _("Approve breaking"), _("Breaking story approved"))


@hooks.register("insert_editor_js")
def js() -> SafeString:
    return format_html(
        '<script defer src="{}" data-table="{}"></script>',
        static("terbit_workflow/editor.js"),
        _("Cells of a table"),
    )


@hooks.register("register_snippet_action_menu_item")
def breaking_item(model: type) -> ActionMenuItem | None:
    return action_menu.BreakingMenuItem() if model is Article else None


@hooks.register("construct_snippet_action_menu")
def only_what_the_user_may(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    if context.get("model") is Article:
        action_menu.for_story(items, request, context)
