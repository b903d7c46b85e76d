"""*Halaman depan* in the newsroom's menu, and beside each section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from terbit.fronts import rights, urls
from terbit.newsroom.models import Section


class FrontMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return rights.arranges_any(request.user)


@hooks.register("register_admin_urls")
def front_urls() -> list[Any]:
    return [path("halaman-depan/", include(urls))]


@hooks.register("register_admin_menu_item")
def front() -> MenuItem:
    return FrontMenuItem(
        _("Front page"), reverse_lazy("terbit_fronts:arrange"), name="front", icon_name="desktop"
    )


@hooks.register("register_snippet_listing_buttons")
def arrange_section(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Any]:
    if isinstance(snippet, Section) and rights.may_arrange(user, snippet):
        address = reverse("terbit_fronts:arrange", args=[snippet.pk])
        yield Button(_("Arrange its front"), address, icon_name="desktop", priority=20)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.arrange", _("Arrange"), _("Front arranged"))
