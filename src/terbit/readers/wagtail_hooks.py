"""*Pembaca* in the newsroom's menu, for all who may enter it."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from terbit.readers import views


@hooks.register("register_admin_urls")
def readers_urls() -> list[Any]:
    own = [path("", views.readers, name="readers"), path("<slug:name>.csv", views.table, name="table")]
    return [path("pembaca/", include((own, "terbit_readers")))]


@hooks.register("register_admin_menu_item")
def readers_item() -> MenuItem:
    address = reverse_lazy("terbit_readers:readers")
    return MenuItem(_("Readers"), address, name="readers", icon_name="view", order=800)


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("terbit_readers/readers.css"))
