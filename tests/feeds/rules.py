"""What the specifications ask of feeds and sitemaps, each rule a sentence where it is broken.

RSS 2.0 (rssboard.org/rss-specification), JSON Feed 1.1, sitemaps.org 0.9, Google's news sitemaps. Written here because
the validators of these worlds are no packages; every rule is shown to find a planted error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from defusedxml import ElementTree

ATOM, DC = "{http://www.w3.org/2005/Atom}", "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}content"
MAP, NEWS = (
    "{http://www.sitemaps.org/schemas/sitemap/0.9}",
    "{http://www.google.com/schemas/sitemap-news/0.9}",
)
RFC_822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d{2}:\d{2}:\d{2} (?:[+-]\d{4}|GMT)"
)
RELATIVE = re.compile(r"""\s(?:href|src|poster)=["']?+(?!https?:|mailto:|tel:)""")
ACTIVE = re.compile(r"<(?:script|style|iframe|form|svg)\b|\son\w+=|javascript:", re.IGNORECASE)


def is_absolute(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc) and (url or "").isascii()


def has_offset(text: str | None) -> bool:
    try:
        return datetime.fromisoformat(text or "").tzinfo is not None
    except ValueError:
        return False


# Feeds -----------------------------------------------------------------------------------------------


def of_rss(xml: bytes, url: str) -> list[str]:
    root = ElementTree.fromstring(xml)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        return ["It is no RSS 2.0."]
    return [*_of_channel(channel, url), *(fault for item in channel.iter("item") for fault in _of_item(item))]


def _of_channel(channel: Any, url: str) -> Iterator[str]:
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield f"The channel has no {name}."
    if channel.findtext("language") != "id":
        yield "Its language is not id."
    own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if own != [url]:
        yield f"It says it lies at {own}."
    built = channel.findtext("lastBuildDate")
    if built is not None and not RFC_822.fullmatch(built):
        yield f"lastBuildDate {built} is not RFC 822."
    guids = [item.findtext("guid") for item in channel.iter("item")]
    if len(set(guids)) < len(guids):
        yield "Two items have the same guid."


def _of_item(item: Any) -> Iterator[str]:
    if not (item.findtext("title") or item.findtext("description")):
        yield "An item has neither title nor description."
    if not is_absolute(item.findtext("link")):
        yield f"Its link is {item.findtext('link')}."
    guid = item.find("guid")
    if guid is None or (guid.get("isPermaLink") != "false" and not is_absolute(guid.text)):
        yield "A guid says that it is an address and is none."
    if not RFC_822.fullmatch(item.findtext("pubDate") or ""):
        yield f"pubDate {item.findtext('pubDate')} is not RFC 822."
    if item.find("author") is not None:
        yield "author wants an e-mail address; names stand in dc:creator."
    html = item.findtext(CONTENT) or ""
    if RELATIVE.search(html):
        yield "An address in the text is relative."
    if ACTIVE.search(html):
        yield "The text does something."
    for picture in item.findall(MEDIA):
        if not is_absolute(picture.get("url")) or not picture.get("type"):
            yield "A picture has no address, or no type."


def of_json_feed(text: bytes, url: str) -> list[str]:
    feed = json.loads(text)
    return [*_of_head(feed, url), *(fault for item in feed.get("items", []) for fault in _of_json_item(item))]


def _of_head(feed: dict[str, Any], url: str) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "It is no JSON Feed 1.1."
    if not feed.get("title") or not isinstance(feed.get("items"), list):
        yield "It has no title, or no items."
    if feed.get("feed_url") != url or not is_absolute(feed.get("home_page_url")):
        yield "It does not say where it lies, or of what page it is."
    ids = [item.get("id") for item in feed.get("items", [])]
    if len(set(ids)) < len(ids):
        yield "Two items have the same id."
    if "author" in feed or any("author" in item for item in feed.get("items", [])):
        yield "author is of version 1."


def _of_json_item(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item.get("id"), str) or not item["id"]:
        yield "An item has no id."
    if not (item.get("content_html") or item.get("content_text")):
        yield "An item says nothing."
    for name in ("url", "image"):
        if name in item and not is_absolute(item[name]):
            yield f"Its {name} is {item[name]}."
    for name in ("date_published", "date_modified"):
        if name in item and not has_offset(item[name]):
            yield f"{name} {item[name]} is not RFC 3339."
    if any(not (author.get("name") or author.get("url")) for author in item.get("authors", [])):
        yield "An author is nobody."
    if RELATIVE.search(item.get("content_html", "")) or ACTIVE.search(item.get("content_html", "")):
        yield "The text does something, or an address in it is relative."


# Sitemaps --------------------------------------------------------------------------------------------


def of_sitemap(xml: bytes, site: str, least: int = 1) -> list[str]:
    """`least`: so many addresses it must hold."""
    root = ElementTree.fromstring(xml)
    if root.tag not in (f"{MAP}urlset", f"{MAP}sitemapindex"):
        return [f"It is a {root.tag}."]
    faults = [fault for entry in root for fault in _of_entry(entry, site)]
    places = [entry.findtext(f"{MAP}loc") for entry in root]
    if len(set(places)) < len(places):
        faults.append("An address stands in it twice.")
    if not least <= len(places) <= 50_000 or len(xml) > 50 * 2**20:
        faults.append("It holds nothing, or too much.")
    return faults


def _of_entry(entry: Any, site: str) -> Iterator[str]:
    place = entry.findtext(f"{MAP}loc") or ""
    if not place.startswith(f"{site}/") or not is_absolute(place) or len(place) >= 2048 or " " in place:
        yield f"It names {place}."
    changed = entry.findtext(f"{MAP}lastmod")
    if changed is not None and not has_offset(changed):
        yield f"lastmod {changed} has no offset."
    if entry.find(f"{MAP}priority") is not None or entry.find(f"{MAP}changefreq") is not None:
        yield "Nobody reads priority and changefreq."


def of_news_sitemap(xml: bytes, site: str) -> list[str]:
    """Of an index of such files too; on a quiet day it holds the front page, which is no news."""
    root = ElementTree.fromstring(xml)
    faults = of_sitemap(xml, site)
    if root.tag == f"{MAP}sitemapindex" or [entry.findtext(f"{MAP}loc") for entry in root] == [f"{site}/"]:
        return faults
    if len(root) > 1_000:
        faults.append("It holds more than 1,000 stories.")
    return faults + [fault for entry in root for fault in _of_news(entry)]


def _of_news(entry: Any) -> Iterator[str]:
    news = entry.find(f"{NEWS}news")
    if news is None:
        yield "An entry is no news."
        return
    if not news.findtext(f"{NEWS}publication/{NEWS}name"):
        yield "A story is of no publication."
    if news.findtext(f"{NEWS}publication/{NEWS}language") != "id":
        yield "A story is not in Indonesian."
    if not has_offset(news.findtext(f"{NEWS}publication_date")):
        yield "A story has no date."
    if not news.findtext(f"{NEWS}title"):
        yield "A story has no title."
    if {child.tag for child in news} - {
        f"{NEWS}{name}" for name in ("publication", "publication_date", "title")
    }:
        yield "It holds what is deprecated."
