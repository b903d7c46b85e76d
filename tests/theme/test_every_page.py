"""What holds for every page of the paper."""

from __future__ import annotations

import gzip
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.pofile import read_po
from django.template.loader import render_to_string

from terbit.theme import assets
from tests.sources import PACKAGE

SHEET = PACKAGE / "theme/static/terbit_theme/paper.css"
SCRIPT = PACKAGE / "theme/static/terbit_theme/paper.js"
MOST_OF_SHEET = 20_000  # bytes, as served
SPOKEN = ("alt", "aria-label", "title", "placeholder", "content", "data-copied")
INLINE = re.compile(
    r"<style|<script(?![^>]*\b(?:src=|type=\"application/ld\+json\"))|\sstyle=|\son\w+=|javascript:",
    re.IGNORECASE,
)


class Words(HTMLParser):
    """What is read out of a page, attributes included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.silent = tag if tag in ("script", "style") else ""
        named = dict(attrs)
        if tag != "meta" or named.get("name") == "description":
            self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.silent = ""

    def handle_data(self, data):
        if not self.silent:
            self.found.append(data)


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{2,}", text.lower()))


def english_only() -> set[str]:
    """Words of English source texts, ours and Wagtail's, that no Indonesian text has."""
    source, translated = "", ""
    for catalogue in PACKAGE.glob("locale*/id/LC_MESSAGES/django.po"):
        with Path(catalogue).open("rb") as file:
            for message in read_po(file):
                parts = [
                    text if isinstance(text, str) else " ".join(text) for text in (message.id, message.string)
                ]
                source, translated = f"{source} {parts[0]}", f"{translated} {parts[1]}"
    placeholders = r"%\(\w+\)[a-z]|\{\w*\}|https?://\S+"
    return words(re.sub(placeholders, "", source)) - words(re.sub(placeholders, "", translated))


def every_page(paper) -> dict[str, str]:
    return {name: paper.html(name) for name in paper.pages} | {
        "500": render_to_string("terbit_theme/broken.html")
    }


def test_no_english_word_stands_on_any_page(paper):
    english = english_only()
    assert {"share", "search", "stories", "published", "ago", "latest"} <= english
    found = {name: words(" ".join(Words(html).found)) & english for name, html in every_page(paper).items()}
    known = {"min"}  # Minggu in the calendar
    assert {name: left - known for name, left in found.items() if left - known} == {}


def test_no_page_carries_inline_code(paper):
    assert [name for name, html in every_page(paper).items() if INLINE.search(html)] == []


def test_every_page_is_named_and_has_one_main_headline(paper):
    for name, html in every_page(paper).items():
        assert re.search(r"<title>[^<]{4,}</title>", html), name
        assert len(re.findall(r"<h1\b", html)) == 1, name
        assert html.count("<main") == 1, name


def test_what_is_no_page_of_the_paper_stays_out_of_search_engines(paper):
    for name in ("404", "search that finds", "story, withdrawn"):
        assert '<meta name="robots" content="noindex">' in paper.html(name), name


def test_every_other_page_names_its_own_address(paper):
    for name, address in paper.pages.items():
        html = paper.html(name)
        if "noindex" not in html:
            assert html.count(f'<link rel="canonical" href="http://testserver{address}">') == 1, name


def _read(response) -> str:
    """Its words; what streams is a file, which is closed again."""
    if not response.streaming:
        return response.content.decode(errors="replace")  # an icon is no words
    assert b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return ""


def test_every_link_of_the_paper_leads_somewhere(paper, client):
    broken, seen, waiting = [], set(), ["/"]
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        if response.status_code not in (200, 302):
            broken.append((response.status_code, address))
        html = _read(response)
        for link in re.findall(r'(?:href|src|poster|action)="(/[^"#]*)', html):
            if (link := unescape(link)) not in seen:
                seen.add(link)
                waiting.append(link)
    assert broken == []
    assert {"/pesisir/", "/tokoh/laras/", "/penulis/idham/", "/topik/reklamasi-teluk/", "/indeks/"} <= seen


def test_the_one_style_sheet_stays_small():
    assert len(assets.content("paper.css")) <= MOST_OF_SHEET
    assert len(gzip.compress(SCRIPT.read_bytes())) < 4_000  # of the 6 kB a page may send of script


def test_the_sheet_fetches_nothing_and_moves_nothing():
    sheet = SHEET.read_text()
    for word in ("@import", "url(", "@font-face", "transition", "animation", "position: sticky", "order:"):
        assert not re.search(rf"(?<![-\w]){re.escape(word)}", sheet), word


def test_errors_keep_their_status(paper, client):
    assert client.get(paper.pages["404"]).status_code == 404
    assert client.get(paper.stories["withdrawn"].path).status_code == 410
