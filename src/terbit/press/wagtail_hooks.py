"""The *Cetakan* report in the newsroom's menu."""

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

from terbit.press import views


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(views.SEE))


@hooks.register("register_admin_urls")
def report_urls() -> list[Any]:
    own = [path("", views.report, name="report"), path("cetak-ulang/", views.press_again, name="press_again")]
    return [path("laporan/cetakan/", include((own, "terbit_press")))]


@hooks.register("register_reports_menu_item")
def report_item() -> MenuItem:
    return ReportMenuItem(_("Prints"), reverse_lazy("terbit_press:report"), name="prints", icon_name="copy")


@hooks.register("insert_global_admin_css")
def css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("terbit_press/report.css"))
