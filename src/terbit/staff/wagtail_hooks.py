"""Where accounts and the look of the newsroom are plugged into Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction

from terbit.staff import log
from terbit.staff.models import User

hooks.register("register_log_actions", log.register)


@hooks.register("insert_global_admin_css")
def look() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("terbit_staff/newsroom.css"))


@hooks.register("construct_help_menu")
def drop_foreign_help(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's own pages in English, on somebody else's server."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new-", "editor-guide"))]


class RefusedBulkAction(BulkAction):
    """Takes the place of Wagtail's bulk actions on accounts, which pass by our rules and our log."""

    models = [User]
    display_name = aria_label = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        raise Http404


for name in ("assign_role", "delete", "set_active_state"):
    action = type(f"Refused_{name}", (RefusedBulkAction,), {"action_type": name})
    hooks.register("register_bulk_action", action, order=1000)
