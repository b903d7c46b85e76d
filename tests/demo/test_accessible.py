"""The front of a full newspaper, with every kind of strip, for those who see and point differently, and on paper."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.browser import chromium
from tests.conftest import VENDOR
from tests.theme.test_reading import COLOURS, PHONE, RULES, WIDE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("demo"),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(VENDOR != "sqlite", reason="pages are the same from either database"),
]
FRONT = "http://localhost/"
STRIPS = {".strip .w5", ".tinted", ".photo-band", ".strips .halves", ".even .rows", ".popular"}


def answer(route):
    """From the transaction in which the demo was filled, which no other connection sees."""
    asked = urlsplit(route.request.url)
    response = Client().get(f"{asked.path}?{asked.query}".rstrip("?"))
    route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.getvalue())


def test_axe_finds_nothing_on_a_front_with_every_kind_of_strip_by_day_and_by_night(new_page):
    found = {}
    for viewport in (PHONE, WIDE):
        page = new_page(viewport=viewport)
        page.route("**/*", answer)
        page.goto(FRONT)
        assert [strip for strip in STRIPS if not page.locator(strip).count()] == []
        results = {"day": Axe().run(page, options=RULES)}
        page.emulate_media(color_scheme="dark")
        results["night"] = AxeResults(page.evaluate(COLOURS))
        found |= {
            (viewport["width"], when): result.generate_report()
            for when, result in results.items()
            if result.violations_count
        }
    assert found == {}


def test_on_paper_a_front_is_whole_and_black_on_white_without_what_is_tapped(new_page):
    page = new_page(viewport={"width": 718, "height": 1040})  # A4 between its margins
    page.route("**/*", answer)
    page.goto(FRONT)
    page.emulate_media(media="print", color_scheme="dark")
    seen = [
        control.inner_text()
        for control in page.locator("nav, .control, button, .strip > header > a").all()
        if control.is_visible()
    ]
    assert seen == []
    words = page.locator(".headline, .summary, .label, .meta, figcaption")
    colours = words.evaluate_all("words => words.map(word => getComputedStyle(word).color)")
    assert set(colours) == {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    opinions = page.locator(".tinted .columns")
    assert opinions.evaluate("row => row.scrollWidth <= row.clientWidth"), "paper cannot be scrolled"
