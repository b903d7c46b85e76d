"""Rich text of a story as readers get it, and the links in it that follow a story."""

from __future__ import annotations

import re
from typing import Any

import nh3
from django.conf import settings
from django.db.models import Model
from django.utils.html import escape
from django.utils.safestring import SafeString
from wagtail.rich_text import LinkHandler, RichText, expand_db_html

from terbit.newsroom import links, references

CLEANER = nh3.Cleaner(
    tags={"p", "b", "i", "a", "br", "ul", "ol", "li"},
    attributes={"a": {"href", "linktype", "id"}},
    url_schemes=set(links.SCHEMES),
    link_rel=None,
)
# Words between two tags, with nothing in them that the cleaner would read as more or write in another way.
PLAIN = re.compile(r"<p>[^<>&\0\r\xa0]*</p>")
NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)
HREF = re.compile(r'<a href="([^"]*)">')


class StoryText(RichText):
    """Stored rich text. Whatever is stored, readers get only the few elements that a story may hold."""

    def __html__(self) -> SafeString:
        if PLAIN.fullmatch(self.source):
            return SafeString(self.source)
        html = CLEANER.clean(self.source)
        if "linktype=" in html:
            html = NO_LINK.sub(r"\1", expand_db_html(html))
        return SafeString(html)  # sanitised above


class ArticleLinkHandler(LinkHandler):
    """`<a linktype="article" id="…">`: the address of today, or only the words while the story is not live."""

    identifier = "article"

    @staticmethod
    def get_model() -> type[Model]:
        return references.model(references.ARTICLE)

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        return cls.expand_db_attributes_many([attrs])[0]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        keys = [references.key(attrs.get("id")) for attrs in attrs_list]
        addresses = references.addresses_of(keys)
        return [f'<a href="{escape(addresses[key])}">' if key in addresses else "<a>" for key in keys]

    @classmethod
    def extract_references(cls, attrs: dict[str, Any]) -> Any:
        if key := references.key(attrs.get("id")):
            yield cls.get_model(), str(key), "", ""


def follow_own_stories(html: str) -> str:
    """Links typed or pasted as the address of one of our own stories, made into links that follow it."""
    paths = {href: path for href in HREF.findall(html) if (path := _own_path(href))}
    if not paths:
        return html
    stories = references.model(references.ARTICLE)._default_manager.filter(
        path__in=set(paths.values()), live=True
    )
    keys = dict(stories.values_list("path", "pk"))

    def followed(link: re.Match[str]) -> str:
        key = keys.get(paths.get(link[1], ""))
        return f'<a linktype="article" id="{key}">' if key else link[0]

    return HREF.sub(followed, html)


def _own_path(href: str) -> str | None:
    """The path, where the address is on this paper and names a whole page."""
    host = settings.TERBIT_URL.split("://")[1].removeprefix("www.")
    own = re.fullmatch(rf"(?:https?://(?:www\.)?{re.escape(host)})?(/[^?#]*)", href)
    return own[1] if own else None
