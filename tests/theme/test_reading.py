"""Reading the paper in a browser: by keyboard, without script, on the smallest phone, on paper, by ear."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from tests.browser import chromium
from tests.conftest import VENDOR
from tests.factories import SectionFactory
from tests.theme import papers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(
        VENDOR != "sqlite", reason="pages are read once: they are the same from either database"
    ),
]

NARROW, PHONE, WIDE = ({"width": width, "height": 800} for width in (320, 360, 1280))
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
    *("standing page", "404", "no network", "story, whole", "story, advertorial", "story, withdrawn"),
]
COLOURS = "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})"
RULES = {"rules": {"target-size": {"enabled": True}}}  # of WCAG 2.2 AA; axe asks for it only when told to
CONTROLS = (
    ".nav a, .top a, .control, .below a, .share :is(a, button), .topics a, .months a, .calendar a, .foot li a,"
    " button, summary, select, input:not([type=hidden]), .report a"
)
SMALL = """controls => [...document.querySelectorAll(controls)].filter(control => control.checkVisibility())
    .map(control => [control.getBoundingClientRect().height, control.outerHTML.slice(0, 90)])
    .filter(([height]) => height < 44)"""
SHIFTS = """window.shifted = 0;
    new PerformanceObserver(list => list.getEntries().forEach(entry => shifted += entry.value))
    .observe({type: "layout-shift", buffered: true})"""
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
def test_axe_finds_nothing_on_any_page_however_wide_by_day_and_by_night(new_page, live_house, paper):
    found, axe = {}, Axe()
    for viewport in (NARROW, WIDE):
        page = new_page(viewport=viewport)
        for name in KINDS:
            page.emulate_media(color_scheme="light")
            visit(page, live_house, paper, name)
            results = {"day": axe.run(page, options=RULES)}
            page.emulate_media(color_scheme="dark")  # changes colours and nothing else
            results["night"] = AxeResults(page.evaluate(COLOURS))  # it is in the page by now
            for when, result in results.items():
                if result.violations_count:
                    found[name, viewport["width"], when] = result.generate_report()
    assert found == {}


def test_the_section_of_a_page_is_in_view_in_the_row_of_sections_on_a_phone(new_page, live_house, paper):
    for number in range(12):
        SectionFactory(name=f"Rubrik {number}", slug=f"rubrik-{number}")
    page = new_page(viewport=PHONE)
    page.goto(f"{live_house.url}/rubrik-11/")
    current, search = (page.locator(f".nav {place}").bounding_box() for place in ("[aria-current]", "> a"))
    assert current["x"] >= 0
    assert current["x"] + current["width"] <= search["x"]


def test_a_name_is_not_broken_beside_its_portrait_on_the_smallest_phone(new_page, live_house, paper):
    page = new_page(viewport=NARROW)
    visit(page, live_house, paper, "person")
    assert page.locator("h1").evaluate("name => getComputedStyle(name).fontSize") == "30px"
    assert page.locator("header.person img").bounding_box()["width"] <= 112


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


@pytest.mark.complains(ANSWERS)
@pytest.mark.parametrize("width", [360, 820])
def test_search_is_in_view_beside_the_sections_and_lines_are_no_longer_than_they_read_well(
    new_page, live_house, paper, width
):
    page = new_page(viewport={"width": width, "height": 900})
    for number in range(12):
        SectionFactory(name=f"Rubrik {number}", slug=f"rubrik-{number}")
    for name, text in (
        ("story, whole", ".body"),
        ("standing page", ".body"),
        ("story, withdrawn", ".reason"),
    ):
        visit(page, live_house, paper, name)
        link = page.locator(".nav").get_by_role("link", name="Cari").bounding_box()
        assert link["x"] + link["width"] <= width, name
        assert page.locator(text).first.bounding_box()["width"] <= 660, name  # 41.25rem


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


def test_results_come_while_somebody_types(page, live_house, paper):
    visit(page, live_house, paper, "search")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("jembat")
    page.locator("#hasil").get_by_role("link", name="Jembatan Diperbaiki").wait_for()
    assert "tulisan" in page.get_by_role("status").inner_text()
    assert page.url.endswith("/cari/?q=jembat&awalan=1") and page.title().startswith("Hasil untuk “jembat”")
    assert page.evaluate("document.activeElement.id") == "q"
    page.reload()  # as whoever comes back from a story
    assert page.locator("#hasil").get_by_role("link", name="Jembatan Diperbaiki").is_visible()
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/cari/?q=jembat")
    page.get_by_text("Tidak ada yang cocok dengan “jembat”.").wait_for()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("zzyzx")
    page.get_by_text("Tidak ada yang cocok dengan “zzyzx”.").wait_for()


def test_the_keyboard_shares_a_story_and_is_told_that_its_address_was_copied(new_page, live_house, paper):
    page, story = new_page(), paper.stories["news"]
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_house.url)
    page.add_init_script("navigator.share = async (told) => { window.told = told }")
    visit(page, live_house, paper, "story, news")
    reached = []
    while len(reached) < 60 and "Cara lain" not in reached:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent"))
        if reached[-1] == "Salin tautan":
            assert page.locator(":focus").get_attribute("aria-live") == "polite"  # its new words are read out
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Disalin").wait_for()
            assert page.evaluate("document.activeElement.textContent") == "Disalin"
    ways = ["WhatsApp", "Telegram", "Facebook", "X", "Salin tautan", "Cara lain"]
    assert reached[-len(ways) :] == ways
    page.keyboard.press("Enter")
    address = live_house.url + story.path
    assert page.evaluate("navigator.clipboard.readText()") == address
    assert page.evaluate("window.told") == {"title": story.headline, "url": address}


def test_browsers_without_a_way_of_sharing_offer_none(page, live_house, paper):
    page.add_init_script("delete Navigator.prototype.share")
    visit(page, live_house, paper, "story, news")
    page.get_by_role("button", name="Salin tautan").wait_for()
    assert page.get_by_role("button", name="Cara lain").count() == 0


@pytest.mark.complains(ANSWERS)
@pytest.mark.parametrize("width", [360, 412])
def test_nothing_moves_when_the_script_adds_what_it_adds(new_page, live_house, paper, width):
    """A page that is painted before all of it has come may move by a hair; what the script moved was ten times that."""
    page, moved = new_page(viewport={"width": width, "height": 823}), {}
    page.add_init_script(SHIFTS)
    for name in ("front", "section", "story, whole", "story, withdrawn", "404"):
        visit(page, live_house, paper, name)
        page.wait_for_load_state("networkidle")
        if (shift := page.evaluate("shifted")) > 0.003:
            moved[name] = shift
    assert moved == {}


@pytest.mark.complains(ANSWERS)
def test_a_finger_hits_what_pages_are_steered_by(new_page, live_house, paper):
    """44 pixels high, on a phone; axe looks at every other link, which needs 24 or that much room."""
    page, small = new_page(viewport=PHONE), []
    for name in KINDS:
        visit(page, live_house, paper, name)
        page.wait_for_load_state("networkidle")
        assert page.locator(CONTROLS).count() > 5
        small += [(name, control) for control in page.evaluate(SMALL, CONTROLS)]
    assert small == []


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
