"""Links from one standing page to another, as the editor's chooser stores them: `<a linktype="page" id="…">`."""

from __future__ import annotations

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from terbit.newsroom import contexts, references


class StandingPageLinkHandler(PageLinkHandler):
    """The address of today, or only the words where nobody may read the page.

    Wagtail's own asks for a route that it calls its own and the paper does not have, and writes “None”.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [references.key(attrs.get("id")) for attrs in attrs_list]
        found = {page.pk: path for page, path in contexts.public_pages(pk__in=keys)}
        return [f'<a href="{escape(found[key])}">' if key in found else "<a>" for key in keys]
