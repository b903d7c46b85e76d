"""Feeds and sitemaps as a program reads them."""

from __future__ import annotations

import json
from typing import Any

from defusedxml import ElementTree
from django.test import Client

from tests.feeds.rules import MAP, NEWS

SITE = "http://testserver"


def read(address: str) -> bytes:
    response = Client().get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content


def rss_items(address: str) -> dict[str, Any]:
    """The items of a feed by title, in its order."""
    return {item.findtext("title"): item for item in ElementTree.fromstring(read(address)).iter("item")}


def json_items(address: str) -> dict[str, Any]:
    return {item["title"]: item for item in json.loads(read(address))["items"]}


def listed(address: str) -> dict[str, str | None]:
    """What a sitemap names without the site's own address, with what it says of the last change."""
    entries = ElementTree.fromstring(read(address))
    return {
        (entry.findtext(f"{MAP}loc") or "").removeprefix(SITE): entry.findtext(f"{MAP}lastmod")
        for entry in entries
    }


def in_the_news() -> dict[str, str | None]:
    """Title and date of each story of the news sitemap."""
    stories = ElementTree.fromstring(read("/sitemap-news.xml")).iter(f"{NEWS}news")
    return {
        story.findtext(f"{NEWS}title") or "": story.findtext(f"{NEWS}publication_date") for story in stories
    }
