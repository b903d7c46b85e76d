"""The account screens, in the place of Wagtail's own; and nothing in the place of its groups."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.viewsets.model import ModelViewSet

from terbit.staff.forms import StaffForm
from terbit.staff.models import User
from terbit.staff.views import accounts
from terbit.staff.views.listing import AccountList


class AccountViewSet(ModelViewSet):
    model = User
    icon = "group"
    menu_name = "users"
    menu_label = _("Staff")
    menu_order = 600
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    ordering = "name"
    list_per_page = 50
    search_fields = ["name", "email"]
    search_backend_name = None
    index_view_class = AccountList
    add_view_class = accounts.Invite
    edit_view_class = accounts.Edit
    template_prefix = "terbit_staff/"

    def get_form_class(self, for_update: bool = False) -> type[StaffForm]:
        return StaffForm

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(delete_url_name=None, usage_url_name=None, **kwargs)

    def get_urlpatterns(self) -> list[URLPattern]:
        kept = [url for url in super().get_urlpatterns() if url.name not in ("delete", "usage")]
        return [
            *kept,
            path("link/<int:pk>/", self.construct_view(accounts.Link), name="link"),
            path("end/<int:pk>/", self.construct_view(accounts.End), name="end"),
            path("reopen/<int:pk>/", self.construct_view(accounts.Reopen), name="reopen"),
        ]


class NoGroups(ViewSet):
    """Roles are not groups: no menu, and every address under `groups/` is unknown."""

    def on_register(self) -> None:
        pass
