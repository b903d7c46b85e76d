"""The newsroom's menu."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem, SubmenuMenuItem
from wagtail.models import Site

# What a newsroom works with, in this order; the rest of Wagtail's menu stands behind it or not at all.
MENU = (
    "board",
    "stories",
    "front",
    "images",
    "documents",
    "people",
    "topics",
    "contributors",
    "sections",
    "pages",
    "readers",
    "reports",
    "settings",
    "site",
)
LEFT_OUT = {"help", "snippets"}
REPORTS = {"prints"}  # of Wagtail's own none is open (`gate`)


@hooks.register("register_admin_menu_item")
def board() -> MenuItem:
    return MenuItem(_("Newsroom board"), reverse_lazy("wagtailadmin_home"), name="board", icon_name="home")


@hooks.register("register_admin_menu_item")
def site() -> MenuItem:
    """By its whole address: Wagtail marks the item that the current path begins with."""
    address = f"{settings.TERBIT_URL}/"
    return MenuItem(_("View the site"), address, name="site", icon_name="link-external")


@hooks.register("construct_main_menu", order=1000)
def newsrooms_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [OURS.get(item.name, _same)(item) for item in items if item.name not in LEFT_OUT]
    for item in items:
        if item.name in MENU:
            item.order = 100 + MENU.index(item.name)


@hooks.register("construct_reports_menu", order=1000)
def newsrooms_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in REPORTS]


def _same(item: MenuItem) -> MenuItem:
    return item


def _standing_pages(item: MenuItem) -> MenuItem:
    """Straight to them, without the tree that Wagtail keeps them in."""
    place = Site.objects.filter(is_default_site=True).values_list("root_page", flat=True)[:1]
    address = (
        reverse("wagtailadmin_explore_root") if not place else reverse("wagtailadmin_explore", args=place)
    )
    return MenuItem(_("Standing pages"), address, name="pages", icon_name="folder-open-inverse")


def _settings(item: SubmenuMenuItem) -> MenuItem:
    """Without Wagtail's version at its foot."""
    return SubmenuMenuItem(item.label, item.menu, name=item.name, icon_name=item.icon_name)


OURS = {"explorer": _standing_pages, "settings": _settings}
