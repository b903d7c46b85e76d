"""The newsroom's main screens for those who see, read and point differently."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from terbit.workflow.models import Role
from tests.browser import chromium
from tests.conftest import VENDOR
from tests.factories import (
    ArticleFactory,
    PersonFactory,
    PictureFactory,
    SectionFactory,
    UserFactory,
    publish,
)
from tests.workflow.desk import Desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(VENDOR != "sqlite", reason="screens are the same from either database"),
]

SCREENS = {
    Role.CHIEF_EDITOR: [
        *("", "naskah/", "naskah/edit/{story}/", "halaman-depan/", "pembaca/", "laporan/cetakan/"),
        *("images/", "images/{picture}/", "topik/", "pages/", "settings/terbit_newsroom/publication/"),
    ],
    Role.ADMINISTRATOR: ["users/", "users/new/", "account/"],
}
TABLE = {
    "data": [["Pasar", "Kios"], ["Dermaga", "183"]],
    "table_header_choice": "row",
    "table_caption": "Kios",
}
# Links and buttons change their colours slowly, and what is chosen from comes slowly.
SETTLED = """async () => {
    for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    const slow = document.getAnimations().filter(change => change instanceof CSSTransition);
    await Promise.all(slow.map(change => change.finished.catch(() => {})));
}"""
COLOURS = "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})"


@pytest.mark.parametrize("role", SCREENS, ids=str)
def test_axe_finds_nothing_on_the_main_screens_by_day_and_by_night(new_page, live_house, role):
    section, picture = SectionFactory(slug="kota"), PictureFactory()
    story = publish(
        ArticleFactory(
            section=section,
            lead_picture=picture,
            no_picture=False,
            body=[("paragraph", "<p>Isi.</p>"), ("table", TABLE)],
        )
    )
    page, found = new_page(), {}
    desk = Desk(page, live_house, UserFactory(role=role))
    for screen in SCREENS[role]:
        page.emulate_media(color_scheme="light")
        desk.open(screen.format(story=story.pk, picture=picture.pk))
        found |= violations(page, screen or "board")
    assert not found, "\n".join(f"{place}: {report}" for place, report in found.items())


def test_axe_finds_nothing_in_what_pictures_and_people_are_chosen_from(new_page, live_house):
    story = ArticleFactory(
        section=SectionFactory(slug="kota"), lead_picture=PictureFactory(), no_picture=False
    )
    PersonFactory()
    page, found = new_page(), {}
    desk = Desk(page, live_house, UserFactory(role=Role.CHIEF_EDITOR))
    desk.open(f"naskah/edit/{story.pk}/")
    desk.add_block("statement")
    for chooser in ("#id_lead_picture-chooser", "[id$='-value-person-chooser']"):
        page.emulate_media(color_scheme="light")
        place = page.locator(chooser).first
        if not (button := place.locator("[data-chooser-action-choose]:visible").first).count():
            place.locator("[data-w-dropdown-target=toggle]").first.click()  # something is chosen already
        button.click()
        page.locator(".modal [data-chooser-modal-choice]").first.wait_for()
        page.evaluate(SETTLED)
        found |= violations(page, chooser)
        page.keyboard.press("Escape")
        page.locator(".modal").wait_for(state="detached")
    assert not found, "\n".join(f"{place}: {report}" for place, report in found.items())


def violations(page, place: str) -> dict[tuple[str, str], str]:
    results = {"day": Axe().run(page)}
    page.emulate_media(color_scheme="dark")
    page.evaluate(SETTLED)
    results["night"] = AxeResults(page.evaluate(COLOURS))
    return {
        (place, when): result.generate_report() for when, result in results.items() if result.violations_count
    }
