"""Reads the paper as a search engine does: from its front page along every link of its own."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.test import Client

OUR_HOST = urlsplit(settings.TERBIT_URL).netloc
NOT_PAGES = re.compile(r"^/(aset|foto|ikon|media|static)/")
UNSEEN = {"script", "style", "title"}


@dataclass
class Page:
    status: int
    content: bytes = b""
    location: str = ""
    links: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def html(self) -> str:
        return self.content.decode()


class Reader(HTMLParser):
    """Links of the paper itself, and the words that readers see."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.words: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in UNSEEN:
            self._inside.append(tag)
        addresses = [given.get("href"), given.get("src"), *(given.get("srcset") or "").split(",")]
        self.links += [address.split()[0] for address in addresses if address and address.strip()]
        self.words += [text for name in ("alt", "aria-label", "title") if (text := given.get(name))]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.words.append(data)


def paper(start: str = "/", more: tuple[str, ...] = ()) -> dict[str, Page]:
    """Every page that is reached, by path and query; files of pages (`NOT_PAGES`) are not opened."""
    client, pages, waiting = Client(), {}, deque([start, *more])
    while waiting:
        address = waiting.popleft()
        if address in pages or NOT_PAGES.match(address):
            continue
        page = pages[address] = read(client, address)
        waiting += [link for link in [*page.links, page.location] if link]
    return pages


def read(client: Client, address: str) -> Page:
    answer = client.get(address)
    reader = Reader()
    reader.feed(answer.content.decode())
    links = [own for link in reader.links if (own := _own(address, link))]
    return Page(
        answer.status_code,
        answer.content,
        _own(address, answer.headers.get("Location", "")),
        list(dict.fromkeys(links)),
        " ".join(reader.words),
    )


def _own(base: str, link: str) -> str:
    """The path and query of a link within the paper, else nothing."""
    parts = urlsplit(urljoin(f"{settings.TERBIT_URL}{base}", link))
    if not link or parts.scheme not in ("http", "https") or parts.netloc != OUR_HOST:
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")
