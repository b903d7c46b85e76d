"""What is wrong with the head of a page: with its graph, its tags, and what they say beside what the page shows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser as Html

from tests.theme import vocabulary

SITE = "http://testserver"
MOST_BEFORE = 30_000  # bytes: some that read the tags of a page read no further
ONCE = (
    *("og:type", "og:locale", "og:site_name", "og:title", "og:description", "og:url", "og:image"),
    *("og:image:type", "og:image:width", "og:image:height", "og:image:alt"),
    *("description", "robots", "twitter:card", "twitter:image:alt"),
)


class Head:
    def __init__(self, html: str) -> None:
        self.html, self.page = html, Html(html)
        blocks = [found.text() for found in self.page.css('script[type="application/ld+json"]')]
        self.blocks = blocks
        self.graph: list[dict[str, Any]] = _parsed(blocks[0]) if blocks else []

    def tags(self, name: str) -> list[str]:
        found = self.page.css(f'meta[property="{name}"], meta[name="{name}"]')
        return [tag.attributes.get("content") or "" for tag in found]

    def nodes(self, *types: str) -> list[dict[str, Any]]:
        return [node for node in self.graph if set(vocabulary.above(node["@type"])) & set(types)]

    def words(self, selector: str) -> list[str]:
        return [plain(found.text()) for found in self.page.css(selector)]

    @property
    def canonical(self) -> list[str]:
        return [str(link.attributes["href"]) for link in self.page.css('link[rel="canonical"]')]

    @property
    def is_found(self) -> bool:
        """Whether search engines may keep it."""
        return "noindex" not in ",".join(self.tags("robots"))


def _parsed(block: str) -> list[dict[str, Any]]:
    try:
        return json.loads(block)["@graph"]
    except (ValueError, KeyError):
        return []


def plain(text: str) -> str:
    return " ".join(text.split())


def faults(html: str) -> list[str]:
    """One sentence each; none for a page that is kept out of search engines and says nothing."""
    head = Head(html)
    if not head.is_found:
        return [] if not head.blocks and not head.tags("og:url") else ["A page for nobody is described."]
    if unknown := [*_tags(head), *vocabulary.faults(head.graph)]:
        return unknown  # what is said in words that nobody knows cannot be held against the page
    return [*_trail(head), *_house(head), *(_story(head) if head.nodes("Article") else _page(head))]


def _tags(head: Head) -> Iterator[str]:
    yield from (f"There is not one {name}." for name in ONCE if len([*filter(None, head.tags(name))]) != 1)
    if len(head.canonical) != 1 or head.canonical != head.tags("og:url"):
        yield "The page has not one address."
    if len(head.blocks) != 1 or not head.graph:
        yield "There is not one graph."
    if re.search(r"</?(?!script)", "".join(head.blocks)):
        yield "A graph holds a tag."
    last = max(head.html.find(tag) for tag in ("twitter:image:alt", "article:section", "</title>"))
    if len(head.html[:last].encode()) > MOST_BEFORE:
        yield "The tags come too late."
    if (head.tags("og:image:width"), head.tags("og:image:height")) != (["1200"], ["630"]):
        yield "The share picture has another size."
    if "max-image-preview:large" not in head.tags("robots")[0]:
        yield "Search engines may show small pictures only."


def _trail(head: Head) -> Iterator[str]:
    shown = _shown_trail(head)
    said = [
        (step["name"], step.get("item", "").removeprefix(SITE))
        for node in head.nodes("BreadcrumbList")
        for step in node["itemListElement"]
    ]
    if said != shown:
        yield f"The trail shows {shown} and says {said}."
    if len(said) == 1:
        yield "A trail of one step leads nowhere."


def _shown_trail(head: Head) -> list[tuple[str, str]]:
    label = head.page.css_first("main header .label")
    if label is None or "›" not in label.text():
        return []
    links = [(plain(link.text()), str(link.attributes["href"])) for link in label.css("a")]
    last = plain(label.text()).rpartition("› ")[2].partition(" · ")[0]
    return links if last == links[-1][0] else [*links, (last, "")]


def _house(head: Head) -> Iterator[str]:
    (house,) = head.nodes("NewsMediaOrganization")
    footer = head.page.css_first("footer.footer")
    links = {SITE + str(link.attributes["href"]) for link in footer.css("a")}
    for name, value in house.items():
        if name.endswith("Policy") or name in ("masthead", "publishingPrinciples"):
            if value not in links:
                yield f"{name} is no page of the paper."
        elif name in ("name", "legalName", "email") and value not in footer.text():
            yield f"{name} is not what readers see."


def _page(head: Head) -> Iterator[str]:
    (page,) = head.nodes("WebPage")
    headline = head.words("h1")[0]
    if page["url"] != head.canonical[0]:
        yield "The graph has another address."
    if not page["name"].startswith(headline) and headline not in page["name"]:
        yield "The page has another name."
    shown = [
        plain(found.css_first("blockquote").text())
        for found in head.page.css("main .said")
        if not found.css_first(".flag, .label")
    ]
    if [plain(node["text"]) for node in head.nodes("Quotation")] != shown:
        yield "The statements are not those that are shown."
    links = {SITE + str(link.attributes["href"]) for link in head.page.css("main a")}
    listed = {item["url"] for item in page.get("mainEntity", {}).get("itemListElement", [])}
    if not listed <= links:
        yield "The list names what is not there."
    yield from _pictures(head, [node["image"] for node in head.nodes("Person") if "image" in node])


def _story(head: Head) -> Iterator[str]:
    (story,) = head.nodes("Article")
    if {story["url"], story["mainEntityOfPage"]} != set(head.canonical):
        yield "The graph has another address."
    if (
        plain(story["headline"]) != head.words("h1")[0]
        or plain(story["description"]) != head.words(".standfirst")[0]
    ):
        yield "The headline or the standfirst is another."
    times = [str(found.attributes["datetime"]) for found in head.page.css(".credits time")]
    if [story["datePublished"], story["dateModified"]] != [times[0], times[-1]]:
        yield "The dates are not those that are shown."
    if head.tags("article:published_time") + head.tags("article:modified_time") != times:
        yield "The tags have other dates."
    yield from _names(head, story)
    yield from _pictures(head, head.nodes("ImageObject"))
    quoted = [
        plain(found.css_first("blockquote").text())
        for found in head.page.css("figure.statement")
        if not found.css_first(".flag")
    ]
    if [plain(node["text"]) for node in head.nodes("Quotation")] != quoted:
        yield "The statements are not those that are shown."
    is_paid = story["@type"] == "AdvertiserContentArticle"
    if is_paid != bool(head.page.css_first("article.story.advertorial")):
        yield "What is paid for is not told from news."


def _names(head: Head, story: dict[str, Any]) -> Iterator[str]:
    shown = {
        (plain(link.text()), SITE + str(link.attributes["href"]))
        for link in head.page.css(".credits .author a, .body-end a")
    }
    parts = ("author", "editor", "contributor", "translator")
    said = {(somebody["name"], somebody["url"]) for part in parts for somebody in story.get(part, [])}
    if said != shown:
        yield "The names are not those that are shown."
    if head.tags("article:author") != [writer["url"] for writer in story.get("author", [])]:
        yield "The tags name other writers."
    if head.tags("article:tag") != head.words(".topics a"):
        yield "The tags name other topics."


def _pictures(head: Head, said: list[dict[str, Any]]) -> Iterator[str]:
    shown = " ".join(
        f"{found.attributes.get('src')} {found.attributes.get('srcset')}"
        for found in head.page.css("main img")
    )
    text = plain(head.page.css_first("main").text())
    for picture in said:
        if picture["contentUrl"].removeprefix(SITE) not in shown:
            yield f"{picture['contentUrl']} is not on the page."
        if head.nodes("Article") and plain(picture.get("creditText", "")) not in text:
            yield "A credit is not what readers see."
