"""RSS 2.0, with what the field adds to it: content:encoded, dc:creator, media:content, atom:link, atom:updated."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed, rfc2822_date
from django.utils.xmlutils import SimplerXMLGenerator

from terbit.feeds import items
from terbit.feeds.channels import Channel
from terbit.feeds.items import Image, Item

NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


def written(channel: Channel) -> str:
    """The feed as XML."""
    feed = Feed(
        title=items.clean(channel.title),
        link=channel.page,
        description=items.clean(channel.description),
        language="id",
        feed_url=channel.rss,
    )
    for item in items.of(channel):
        feed.add(item)
    return feed.writeString("utf-8")


class Feed(Rss201rev2Feed):
    def add(self, item: Item) -> None:
        self.add_item(
            title=item.title,
            link=item.url,
            description=item.summary,
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            categories=item.categories,
            item=item,
        )

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | NAMESPACES

    def latest_post_date(self) -> datetime | None:  # type: ignore[override]
        """When what is in it changed last. Django's own takes the clock where there is nothing."""
        return max((item["item"].updated for item in self.items), default=None)

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        handler.addQuickElement("title", self.feed["title"])
        handler.addQuickElement("link", self.feed["link"])
        handler.addQuickElement("description", self.feed["description"])
        handler.addQuickElement("language", self.feed["language"])
        own = {"rel": "self", "type": "application/rss+xml", "href": self.feed["feed_url"]}
        handler.addQuickElement("atom:link", None, own)
        if settings.TERBIT_WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.TERBIT_WEBSUB_HUB})
        if latest := self.latest_post_date():
            handler.addQuickElement("lastBuildDate", rfc2822_date(latest))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        more: Item = item["item"]
        for author in more.authors:
            handler.addQuickElement("dc:creator", items.clean(author.name))
        if more.updated != more.published:
            handler.addQuickElement("atom:updated", more.updated.isoformat(timespec="seconds"))
        if more.image:
            _picture(handler, more.image)
        if more.html:
            handler.startElement("content:encoded", {})
            handler.ignorableWhitespace(_cdata(more.html))  # the one way to write what stays as it is
            handler.endElement("content:encoded")


def _picture(handler: SimplerXMLGenerator, image: Image) -> None:
    about = {"url": image.url, "type": image.kind, "medium": "image"}
    handler.startElement("media:content", about | {"width": str(image.width), "height": str(image.height)})
    if image.alt:
        handler.addQuickElement("media:description", image.alt, {"type": "plain"})
    if image.credit:
        handler.addQuickElement("media:credit", image.credit)
    handler.endElement("media:content")


def _cdata(html: str) -> str:
    inside = html.replace("]]>", "]]]]><![CDATA[>")
    return f"<![CDATA[{inside}]]>"
