"""*Rapikan topik* beneath *Topik* in the newsroom's menu, and in the log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from terbit.moving.tidying import deeds, views
from terbit.workflow.menu import MENU


class TidyingMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(deeds.CHANGE))


@hooks.register("register_admin_urls")
def tidying_urls() -> list[Any]:
    own = [
        path("", views.waiting, name="waiting"),
        path("putuskan/", views.decide, name="decide"),
        path("cari/", views.look, name="look"),
        path("riwayat/", views.decided, name="decided"),
        path("kembalikan/", views.take_back, name="take_back"),
    ]
    return [path("rapikan-topik/", include((own, "terbit_tidying")))]


@hooks.register("register_admin_menu_item")
def tidying() -> MenuItem:
    return TidyingMenuItem(
        _("Tidy topics"),
        reverse_lazy("terbit_tidying:waiting"),
        name="tidying",
        icon_name="tasks",
        order=100.5 + MENU.index("topics"),
    )


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("terbit_tidying/tidying.css"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action("terbit.drop_topic", _("Drop"), _("Dropped from all stories"))
    actions.register_action(
        "terbit.unmerge_topic", _("Take back"), _("Taken out of the topic it was merged into")
    )
    actions.register_action("terbit.restore_topic", _("Take back"), _("Given back to its stories"))
