"""The arranging screen in a real browser: with the mouse, with keys only, without a script, and two at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from terbit.fronts.models import Draft
from terbit.newsroom.models import Article, Section
from terbit.staff.models import User
from tests.conftest import VENDOR
from tests.fronts.pages import arrange, front_of, standing, story
from tests.workflow.desk import Desk

ARRANGE = "halaman-depan/"
# The others see on both databases that what a browser sends is kept, found again and merged.
of_the_browser = pytest.mark.skipif(VENDOR != "sqlite", reason="what the browser does knows no database")


class Screen(Desk):
    """The arranging screen of one editor."""

    def __init__(self, page: Any, house: Any, user: User) -> None:
        super().__init__(page, house, user)
        self.open(ARRANGE)

    def place(self, slot: str) -> Any:
        return self.page.locator(f"#tempat-{slot}")

    def offered(self, given: Article) -> Any:
        return self.page.locator(f".terbit-front__offered > [data-story='{given.pk}']")

    def waits_for(self, slot: str, headline: str, *, chosen: bool = True) -> None:
        """Until it stands there as a choice that readers do not see yet, or as one they see."""
        place = self.place(slot).filter(has=self.page.locator(".terbit-front__headline", has_text=headline))
        place.filter(**{"has" if chosen else "has_not": self.page.locator(".is-new")}).wait_for()

    def drag(self, given: Article, slot: str) -> None:
        self.offered(given).locator(".terbit-front__headline").drag_to(self.place(slot))
        self.waits_for(slot, given.headline)

    def says(self, words: str) -> None:
        self.page.locator(".messages").get_by_text(words).wait_for()

    def publish(self) -> None:
        self.page.click("#terbitkan")
        self.says("Sekarang pembaca melihat susunan ini.")


@pytest.fixture
def told(transactional_db: None, city: Section) -> list[Article]:
    return [story(f"Berita {number}", city, hours=number) for number in range(1, 7)]


@pytest.fixture
def opened(new_page: Callable[..., Any], live_house: Any, told: list[Article]) -> Callable[..., Screen]:
    return lambda user, **options: Screen(new_page(**options), live_house, user)


def test_a_story_is_dragged_pinned_looked_at_published_and_undone(opened, chief, told):
    screen = opened(chief)
    screen.drag(told[4], "second-2")
    screen.page.click("#sematan-second-2 > summary")
    screen.page.fill("#sematan-second-2 [name=until]", "2099-12-01T08:00")
    screen.page.click("#sematan-second-2 form button")
    screen.place("second-2").get_by_text("disematkan sampai 1 Des 08.00 WIB").wait_for()

    screen.page.get_by_role("link", name="Pratinjau").click()
    readers = screen.page.frame_locator(".terbit-front__frame iframe")
    readers.get_by_role("link", name="Berita 5").first.wait_for()
    screen.page.get_by_role("button", name="Ponsel").click()
    assert screen.page.locator("iframe").evaluate("frame => frame.contentWindow.innerWidth") == 360
    assert standing()["second-2"] == "Berita 3"

    screen.page.get_by_role("button", name="Terbitkan susunan").click()
    screen.says("Sekarang pembaca melihat susunan ini.")
    assert standing()["second-2"] == "Berita 5"
    screen.page.click("#riwayat > summary")
    screen.page.click("#urungkan")
    screen.says("Pembaca kembali melihat susunan yang terdahulu.")
    assert standing()["second-2"] == "Berita 3"


@of_the_browser
def test_a_story_is_not_dropped_where_it_does_not_belong(opened, chief, told, sport):
    story("Persar Menang", sport, hours=9)
    screen = opened(chief)
    headline = screen.offered(told[4]).locator(".terbit-front__headline")
    headline.drag_to(screen.place(f"strip-{sport.pk}"))
    screen.drag(told[4], "lead")  # sent after it, and answered
    assert Draft.objects.get().slots.keys() == {"lead"}


@of_the_browser
def test_a_story_is_dragged_from_one_place_to_another(opened, chief, told):
    screen = opened(chief)
    screen.drag(told[4], "second-3")
    screen.place("second-3").locator(".terbit-front__headline").drag_to(screen.place("lead"))
    screen.waits_for("lead", "Berita 5")
    assert Draft.objects.get().slots.keys() == {"lead"}


@of_the_browser
def test_the_page_is_arranged_with_keys_only(opened, chief, told):
    screen = opened(chief)
    page = screen.page

    def press(selector: str) -> None:
        page.locator(selector).focus()
        page.keyboard.press("Enter")

    press(f"#taruh-{told[3].pk}")
    page.locator("dialog[open] [value=lead]").focus()
    page.keyboard.press("Enter")
    screen.waits_for("lead", "Berita 4")
    page.wait_for_function(f"document.activeElement.id === 'taruh-{told[3].pk}'")

    press("#pilih-second-1")
    page.get_by_role("heading", name="Pilih untuk: Berita kedua 1").wait_for()
    press(f"#taruh-{told[4].pk}")
    screen.waits_for("second-1", "Berita 5")
    page.wait_for_function("document.activeElement.id === 'pilih-second-1'")

    press("#keluarkan-lead")
    page.locator("#tempat-lead.is-automatic").wait_for()
    press("#mundur")
    screen.waits_for("lead", "Berita 4")
    press("#terbitkan")
    screen.says("Sekarang pembaca melihat susunan ini.")
    assert (standing()["lead"], standing()["second-1"]) == ("Berita 4", "Berita 5")


@of_the_browser
def test_the_page_is_arranged_without_a_script(opened, chief, told, live_house):
    screen = opened(chief, java_script_enabled=False)
    screen.page.click("#pilih-lead")
    screen.page.click(f"#taruh-{told[3].pk}")
    screen.waits_for("lead", "Berita 4")
    screen.page.click("#terbitkan")
    screen.waits_for("lead", "Berita 4", chosen=False)
    assert standing()["lead"] == "Berita 4"


def test_stories_are_looked_for_by_section_without_leaving_the_screen(opened, chief, told, sport):
    story("Persar Menang", sport, hours=9)
    screen = opened(chief)
    screen.drag(told[4], "lead")
    screen.page.select_option("#id_rubrik", label="Olahraga")
    screen.page.locator("[data-look] button").click()
    screen.offered(told[0]).wait_for(state="detached")
    assert (
        screen.page.locator(".terbit-front__offered")
        .get_by_text("Persar Menang", exact=True)
        .first.is_visible()
    )
    screen.waits_for("lead", "Berita 5")


@of_the_browser
def test_on_a_phone_the_place_that_was_filled_is_in_sight(opened, chief, told):
    screen = opened(chief, viewport={"width": 360, "height": 800})
    screen.page.click("#pilih-lead")
    screen.page.get_by_role("heading", name="Pilih untuk: Berita utama").wait_for()
    screen.page.click(f"#taruh-{told[4].pk}")
    screen.waits_for("lead", "Berita 5")
    screen.page.wait_for_function(
        """() => {
            const box = document.getElementById("tempat-lead").getBoundingClientRect();
            return box.top >= 0 && box.bottom <= window.innerHeight;
        }"""
    )


def test_two_editors_at_once_lose_nothing(opened, chief, other, told):
    first, second = opened(chief), opened(other)
    first.drag(told[3], "lead")
    second.drag(told[4], "lead")
    second.drag(told[5], "second-1")
    first.publish()

    second.page.click("#terbitkan")  # an older screen: it is told, and sees what both changed
    second.page.locator(".messages").get_by_text("Tidak ada yang hilang").wait_for()
    second.page.get_by_role("alert").get_by_text("mengubah tempat yang sama").wait_for()
    assert standing()["lead"] == "Berita 4"
    second.place("lead").get_by_role("button", name="Pakai pilihannya").click()
    second.says("Sudah dipilih.")
    second.publish()
    assert (standing()["lead"], standing()["second-1"]) == ("Berita 4", "Berita 6")


def test_the_screen_that_is_open_learns_what_another_published(opened, chief, other, told):
    screen = opened(chief)
    screen.drag(told[4], "second-1")
    arrange(other, lead=told[3])
    screen.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    screen.waits_for("lead", "Berita 4", chosen=False)
    screen.says("Bagas Pranoto menerbitkan halaman ini")
    screen.waits_for("second-1", "Berita 5")
    assert screen.page.get_attribute("#terbit-front", "data-number") == str(front_of().number)


@of_the_browser
@pytest.mark.complains(r"status of 400")
def test_what_the_newsroom_refuses_is_told_and_the_screen_stays(opened, chief, told):
    screen = opened(chief)
    screen.page.locator(f"#pilih-strip-{told[0].section_id}").click()
    screen.page.get_by_role("heading", name="Pilih untuk: Pembuka Kota").wait_for()
    screen.page.evaluate("document.querySelector('.terbit-front__offered [name=slot]').value = 'strip-0'")
    screen.page.locator(".terbit-front__offered button").first.click()
    screen.says("Tempat itu tidak ada di halaman ini.")
    assert screen.place("lead").is_visible()


@of_the_browser
def test_nothing_of_the_screen_stands_out_of_a_phone_or_a_desk(opened, chief, told):
    screen = opened(chief)
    arrange(chief, lead=told[3])
    for address in (ARRANGE, f"{ARRANGE}pratinjau/"):
        screen.open(address)
        for width in (360, 1280):
            screen.page.set_viewport_size({"width": width, "height": 900})
            assert screen.page.evaluate("document.documentElement.scrollWidth") == width
            assert screen.page.locator(".terbit-front").bounding_box()["height"] > 400
