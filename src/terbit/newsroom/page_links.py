"""Links from one standing page to another, as the editor's chooser stores them: `<a linktype="page" id="…">`."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.models import Page, Site
from wagtail.rich_text.pages import PageLinkHandler

from terbit.newsroom import references


class StandingPageLinkHandler(PageLinkHandler):
    """The address of today, or only the words where nobody may read the page.

    Wagtail's own asks for a route that it calls its own and the paper does not have, and writes “None”.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [references.key(attrs.get("id")) for attrs in attrs_list]
        found = _addresses(keys)
        return [f'<a href="{escape(found[key])}">' if key in found else "<a>" for key in keys]


def _addresses(keys: list[int]) -> dict[int, str]:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return {}
    root = site.root_page
    pages = Page.objects.live().public().filter(pk__in=keys, path__startswith=root.path)
    return {key: f"/{path.removeprefix(root.url_path)}" for key, path in pages.values_list("pk", "url_path")}
