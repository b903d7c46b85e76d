"""The list of accounts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.forms import RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from terbit.staff import roles
from terbit.staff.models import State, User


class AccountFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=State.choices, empty_label=_("All"), widget=RadioSelect, method="in_state"
    )

    class Meta:
        model = User
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return queryset.in_state(value)


class AccountList(generic.IndexView):
    add_item_label = _("Invite")
    page_title = _("Staff")
    filterset_class = AccountFilterSet
    table_classname = "listing terbit-accounts"

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column_class(TitleColumn)
        return [
            title("name", label=_("Name"), sort_key="name", get_url=self.get_edit_url),
            Column("email", label=_("E-mail address"), sort_key="email"),
            Column("roles", label=_("Roles"), accessor=roles.provider().summary),
            StatusTagColumn(
                "state",
                label=_("State"),
                accessor=lambda user: user.state.label,
                primary=lambda user: user.state == State.ACTIVE,
            ),
            DateColumn("last_seen_at", label=_("Last seen"), sort_key="last_seen_at"),
        ]

    def get_edit_url(self, instance: User) -> str | None:
        if self.user_has_permission_for_instance("change", instance):
            return super().get_edit_url(instance)
        return None

    def get_list_more_buttons(self, instance: User) -> list[Any]:
        return account_buttons(self, instance)

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        if self.ordering in ("last_seen_at", "-last_seen_at"):
            seen = F("last_seen_at")
            order = seen.asc(nulls_first=True) if self.ordering[0] != "-" else seen.desc(nulls_last=True)
            return queryset.order_by(order, "name")
        if not self.is_explicitly_ordered:
            return queryset.order_by("-is_active", "name", "pk")
        return super().order_queryset(queryset)


def account_buttons(view: Any, user: User) -> list[Button]:
    """What can be done with an account, for its row and its own screen."""
    offers = [
        ("edit", "change", "edit", _("Edit"), True),
        ("link", "change", "link", _("New link"), user.is_active and user != view.request.user),
        ("history", "view", "history", _("History"), True),
        ("end", "end", "cross", _("End account"), user.is_active and user != view.request.user),
        ("reopen", "change", "rotate", _("Reopen account"), not user.is_active),
    ]
    return [
        Button(
            label,
            url=reverse(f"wagtailusers_users:{name}", args=[user.pk]),
            icon_name=icon,
            priority=10 * place,
        )
        for place, (name, action, icon, label, offered) in enumerate(offers)
        if offered and view.user_has_permission_for_instance(action, user)
    ]
