"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from terbit.feeds import items
from terbit.feeds.channels import Channel
from terbit.feeds.items import Item
from terbit.newsroom import languages

VERSION = "https://jsonfeed.org/version/1.1"


def written(channel: Channel) -> str:
    feed = {
        "version": VERSION,
        "title": items.clean(channel.title),
        "description": items.clean(channel.description),
        "home_page_url": channel.page,
        "feed_url": channel.json,
        "language": languages.PAPER,
        "items": [_item(item) for item in items.of(channel)],
    }
    if settings.TERBIT_WEBSUB_HUB:
        feed["hubs"] = [{"type": "WebSub", "url": settings.TERBIT_WEBSUB_HUB}]
    return json.dumps(feed, ensure_ascii=False)


def _item(item: Item) -> dict[str, Any]:
    said: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        **({"content_html": item.html} if item.html else {"content_text": item.summary or item.title}),
        "date_published": item.published.isoformat(timespec="seconds"),
        "authors": [
            {"name": items.clean(author.name), "url": items.absolute(author.path)} for author in item.authors
        ],
        "tags": item.categories,
        "language": item.story.language or languages.PAPER,
    }
    if item.updated != item.published:
        said["date_modified"] = item.updated.isoformat(timespec="seconds")
    if item.image:
        said["image"] = item.image.url
    return {name: value for name, value in said.items() if value}
