"""Addresses in front of Wagtail's: two of them replace its own, the invitation needs no sign-in."""

from __future__ import annotations

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access

from terbit.staff.views.account import AccountView
from terbit.staff.views.entrance import Invitation, Reset

invitation = [path("<uidb64>/<token>/", Invitation.as_view(), name="invitation")]

urlpatterns = [
    path("undangan/", include((invitation, "terbit_staff"))),
    path(
        "password_reset/confirm/<uidb64>/<token>/",
        Reset.as_view(),
        name="wagtailadmin_password_reset_confirm",
    ),
    path("account/", never_cache(require_admin_access(AccountView.as_view())), name="wagtailadmin_account"),
]
