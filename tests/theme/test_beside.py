"""What the script of the paper does near the end of a page and behind it, on a page made for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import chromium
from tests.theme.test_every_page import SCRIPT

pytestmark = pytest.mark.skipif(not chromium(), reason="no Chromium")

HOUSE = "http://localhost:9"
OPEN = "<!doctype html><html lang=id><title>a</title>"
STORY = f"""{OPEN}<script src=/paper.js defer></script><main><article data-read="/kota/a/"></article>
<section data-part="/bagian/terbaru/"><h2>Terbaru</h2><a href="/indeks/">Indeks</a></section>
<section data-part="/bagian/terpopuler/"><h2>Terpopuler</h2></section></main>"""
LATEST = (
    f"{OPEN}<main><h1>Terbaru</h1><ol><li><a href=/kota/a/>A</a></li><li><a href=/kota/b/>B</a></li></ol>"
)
ANSWERS = {
    "/": f"{OPEN}<a href=/kota/a/>A</a>",
    "/kota/a/": STORY,
    "/bagian/terbaru/": LATEST,
    "/bagian/terpopuler/": f"{OPEN}<main><h1>Terpopuler</h1><p>Belum ada.</p></main>",
}


class Site:
    """Answers a browser, and remembers what it was told."""

    def __init__(self, page: Any) -> None:
        self.told: list[dict[str, list[str]]] = []
        page.route("**/*", self.answer)

    def answer(self, route: Any) -> None:
        asked = urlsplit(route.request.url)
        if asked.path == "/-/baca/":
            self.told.append(parse_qs(asked.query, keep_blank_values=True))
            route.fulfill(status=204)
        elif asked.path == "/paper.js":
            route.fulfill(body=SCRIPT.read_text(), content_type="text/javascript")
        else:
            route.fulfill(body=ANSWERS.get(asked.path, OPEN), content_type="text/html")


def test_both_lists_come_and_a_story_is_told_of_once(new_page):
    page = new_page()
    site = Site(page)
    page.goto(f"{HOUSE}/")
    page.click("a")
    page.locator("section ol").wait_for()
    assert page.locator("section ol a").all_inner_texts() == ["B"], "the story itself is not in its list"
    assert page.locator("section").nth(0).inner_text().split() == ["Terbaru", "Indeks", "B"]
    page.locator("section").nth(1).wait_for(state="hidden")  # nothing to show, and no gap
    page.reload()
    page.locator("section ol").wait_for()
    assert site.told == [{"p": ["/kota/a/"], "r": ["localhost"]}], "loading anew is no other reading"


def test_who_asks_not_to_be_followed_tells_nothing(new_page):
    page = new_page()
    site = Site(page)
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page.goto(f"{HOUSE}/kota/a/")
    page.locator("section ol").wait_for()
    assert site.told == []
