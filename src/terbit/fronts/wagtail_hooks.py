"""*Halaman depan* in the newsroom's menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from terbit.fronts import urls, views


class FrontMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_arrange(request.user, None)


@hooks.register("register_admin_urls")
def front_urls() -> list[Any]:
    return [path("halaman-depan/", include(urls))]


@hooks.register("register_admin_menu_item")
def front() -> MenuItem:
    return FrontMenuItem(
        _("Front page"), reverse_lazy("terbit_fronts:arrange"), name="front", icon_name="desktop"
    )


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.arrange", _("Arrange"), _("Front arranged"))
