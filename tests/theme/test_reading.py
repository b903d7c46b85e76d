"""Reading the paper in a browser: by keyboard, without script, on the smallest phone, on paper, by ear."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser import chromium
from tests.conftest import VENDOR
from tests.theme import papers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(
        VENDOR != "sqlite", reason="pages are read once: they are the same from either database"
    ),
]

NARROW, WIDE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
# What stands out of the page to the right, where the page itself is wider than the screen.
STANDS_OUT = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")].filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => `${element.parentElement.outerHTML.slice(0, 60)} … ${element.outerHTML.slice(0, 40)}`)"""
# Sound has controls of the browser's own; after the last link nothing has the focus.
FOCUS = (
    "document.activeElement.matches('audio, body') || getComputedStyle(document.activeElement).outlineStyle"
)
SPACE_OUT = """
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
        p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [spacing];
"""
# One page of each template; the other states share them.
KINDS = [
    *("front", "section", "empty section", "topic", "person", "contributor", "day", "search that finds"),
    *("standing page", "404", "story, whole", "story, advertorial", "story, withdrawn"),
]
# What the browser says of pages that are meant to answer so.
ANSWERS = r"status of 4(04|10)"


@pytest.fixture
def paper(time_machine, live_house) -> papers.Paper:
    with_clock = time_machine
    with_clock.move_to(papers.NOON, tick=True)
    return papers.make()


def visit(page, live_house, paper, name: str) -> None:
    page.goto(live_house.url + paper.pages[name])


@pytest.mark.complains(ANSWERS)
@pytest.mark.parametrize(("scheme", "viewport"), [("light", NARROW), ("light", WIDE), ("dark", WIDE)])
def test_axe_finds_nothing_on_any_page(new_page, live_house, paper, scheme, viewport):
    found, axe = {}, Axe()
    page = new_page(color_scheme=scheme, viewport=viewport)
    for name in KINDS:
        visit(page, live_house, paper, name)
        result = axe.run(page)
        if result.violations_count:
            found[name] = result.generate_report()
    assert found == {}


@pytest.mark.complains(ANSWERS)
def test_nothing_needs_scrolling_sideways_at_320_pixels(new_page, live_house, paper):
    """Which is also 1280 pixels at 400 %; once more with the spacing of WCAG 1.4.12."""
    page, wide = new_page(viewport=NARROW), []
    for name in paper.pages:
        visit(page, live_house, paper, name)
        wide += [(name, element) for element in page.evaluate(STANDS_OUT)]
        page.evaluate(SPACE_OUT)
        wide += [(name, "spaced", element) for element in page.evaluate(STANDS_OUT)]
    assert wide == []


def test_a_story_can_be_read_without_script(new_page, live_house, paper):
    page = new_page(java_script_enabled=False)
    visit(page, live_house, paper, "front")
    page.get_by_role("link", name="Reklamasi Teluk Dihentikan").first.click()
    page.get_by_role("heading", level=1, name="Reklamasi Teluk Dihentikan").wait_for()
    assert page.get_by_role("link", name="WhatsApp").is_visible()
    assert page.get_by_role("button", name="Salin tautan").count() == 0
    page.get_by_role("link", name="Cari").click()
    page.get_by_role("searchbox").fill("jembatan")
    page.get_by_role("button", name="Cari").click()
    assert page.locator("article.teaser").count() > 1


def test_the_keyboard_skips_to_the_content_reads_and_searches(page, live_house, paper):
    visit(page, live_house, paper, "story, whole")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Langsung ke isi")
    assert skip.evaluate("link => link === document.activeElement && link.offsetWidth > 10")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    unseen = []
    for _press in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == "none":
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
    assert unseen == []
    visit(page, live_house, paper, "search")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("jembatan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=jembatan")
    assert page.get_by_role("heading", level=1).inner_text() == "Hasil untuk “jembatan”"


def test_the_address_of_a_story_is_copied(new_page, live_house, paper):
    page = new_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_house.url)
    visit(page, live_house, paper, "story, news")
    page.get_by_role("button", name="Salin tautan").click()
    page.get_by_role("button", name="Disalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == live_house.url + paper.stories["news"].path


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(seconds=0), "0 detik yang lalu"),
        (timedelta(seconds=30), "30 detik yang lalu"),
        (timedelta(minutes=59, seconds=59), "59 menit yang lalu"),
        (timedelta(hours=1), "1 jam yang lalu"),
        (timedelta(days=1), "1 hari yang lalu"),
        (timedelta(days=6), "6 hari yang lalu"),
        (timedelta(weeks=3), "3 minggu yang lalu"),
        (timedelta(days=245), "8 bulan yang lalu"),
        (timedelta(days=800), "2 tahun yang lalu"),
    ],
    ids=str,
)
def test_how_long_ago_is_told_in_indonesian_in_every_unit(page, since, words):
    from tests.theme.test_every_page import SCRIPT

    page.clock.set_fixed_time(papers.NOON + since)
    page.set_content(f'<p data-ago><time datetime="{papers.NOON.isoformat()}">12.00</time></p>')
    page.add_script_tag(content=SCRIPT.read_text())
    told = page.locator("p").inner_text()
    assert told == f"12.00 · {words}"


def test_on_paper_a_story_is_black_on_white_in_two_columns_without_what_is_for_screens(
    page, live_house, paper
):
    visit(page, live_house, paper, "story, whole")
    page.emulate_media(media="print", color_scheme="dark")
    assert (
        page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        == "rgb(255, 255, 255)"
    )
    assert page.locator("body").evaluate("body => getComputedStyle(body).color") == "rgb(0, 0, 0)"
    assert page.locator(".body").evaluate("body => getComputedStyle(body).columnCount") == "2"
    for hidden in (".nav", ".share", ".related", ".topics", ".read-also", ".report"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for shown in ("h1", ".notice", ".body p", ".fact-box", ".credits"):
        assert page.locator(shown).first.is_visible(), shown
