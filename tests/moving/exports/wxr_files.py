"""WordPress exports, well-formed until a test breaks them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape
from typing import Any

from terbit.moving.exports import wxr
from terbit.moving.exports.records import Item, Record
from terbit.moving.exports.streams import CHUNK, Stream
from terbit.moving.exports.troubles import Reason, Trouble

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.7" created="2026-03-01 09:00" -->
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
	<title>Kabar Muara</title>
	<link>https://muara.example</link>
	<description>Berita dari muara</description>
	<pubDate>Sun, 01 Mar 2026 09:00:00 +0000</pubDate>
	<language>id</language>
	<wp:wxr_version>1.2</wp:wxr_version>
	<wp:base_site_url>https://muara.example</wp:base_site_url>
	<wp:base_blog_url>https://muara.example</wp:base_blog_url>
	<generator>https://wordpress.org/?v=6.7</generator>
"""
TAIL = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    """As WordPress writes it."""
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def item(
    number: int = 1, /, title: str = "Banjir", body: str = "<p>Air naik.</p>", more: str = "", **fields: Any
) -> str:
    """One post; a field given as None is left out."""
    values = {
        "link": f"https://muara.example/2026/02/{number}/",
        "pubDate": "Sun, 01 Feb 2026 01:00:00 +0000",
        "dc:creator": cdata("sari"),
        "guid": f"https://muara.example/?p={number}",
        "content:encoded": cdata(body),
        "excerpt:encoded": cdata(""),
        "wp:post_id": str(number),
        "wp:post_date": cdata("2026-02-01 08:00:00"),
        "wp:post_date_gmt": cdata("2026-02-01 01:00:00"),
        "wp:post_name": cdata(f"banjir-{number}"),
        "wp:status": cdata("publish"),
        "wp:post_parent": "0",
        "wp:menu_order": "0",
        "wp:post_type": cdata("post"),
        "wp:post_password": cdata(""),
        "wp:is_sticky": "0",
    }
    values |= {name.replace("__", ":"): value for name, value in fields.items()}
    lines = [f"\t\t<{name}>{value}</{name}>\n" for name, value in values.items() if value is not None]
    return f"\t<item>\n\t\t<title>{cdata(title)}</title>\n{''.join(lines)}{more}\t</item>\n"


def meta(key: str, value: str) -> str:
    inside = f"<wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value>"
    return f"\t\t<wp:postmeta>{inside}</wp:postmeta>\n"


def category(domain: str, slug: str, name: str) -> str:
    return f'\t\t<category domain="{domain}" nicename="{escape(slug)}">{cdata(name)}</category>\n'


def export(*items: str) -> str:
    return HEAD + "".join(items) + TAIL


def records(text: str | bytes, chunk: int = CHUNK) -> list[Record]:
    data = text.encode() if isinstance(text, str) else text
    return list(wxr.read(Stream(io.BytesIO(data), Reason.UNREADABLE), "kabar.xml", chunk=chunk))


def items(text: str | bytes) -> list[Item]:
    return [record for record in records(text) if isinstance(record, Item)]


def troubles(text: str | bytes) -> list[Trouble]:
    return [record for record in records(text) if isinstance(record, Trouble)]


def reasons(text: str | bytes) -> set[str]:
    return {trouble.reason.value for trouble in troubles(text)}


def only(found: Sequence[Any]) -> Any:
    assert len(found) == 1, found
    return found[0]
