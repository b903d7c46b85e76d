"""The newsroom's main screens for those who see, read and point differently."""

from __future__ import annotations

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

from terbit.workflow.models import Role
from tests.browser import chromium
from tests.conftest import VENDOR
from tests.factories import ArticleFactory, SectionFactory, UserFactory, publish
from tests.workflow.desk import Desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not chromium(), reason="no Chromium"),
    pytest.mark.skipif(VENDOR != "sqlite", reason="screens are the same from either database"),
]

SCREENS = ["", "naskah/", "naskah/edit/{story}/", "halaman-depan/", "pembaca/", "laporan/cetakan/"]
TABLE = {
    "data": [["Pasar", "Kios"], ["Dermaga", "183"]],
    "table_header_choice": "row",
    "table_caption": "Kios",
}
COLOURS = "axe.run({runOnly: ['color-contrast', 'link-in-text-block']})"


def test_axe_finds_nothing_on_the_main_screens_by_day_and_by_night(new_page, live_house):
    section = SectionFactory(slug="kota")
    story = publish(ArticleFactory(section=section, body=[("paragraph", "<p>Isi.</p>"), ("table", TABLE)]))
    page, found, axe = new_page(), {}, Axe()
    Desk(page, live_house, UserFactory(role=Role.CHIEF_EDITOR))
    for screen in SCREENS:
        page.emulate_media(color_scheme="light")
        page.goto(f"{live_house.url}/ruang-redaksi/{screen.format(story=story.pk)}")
        page.wait_for_load_state("networkidle")
        results = {"day": axe.run(page)}
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(500)  # links and buttons change their colours slowly
        results["night"] = AxeResults(page.evaluate(COLOURS))
        for when, result in results.items():
            if result.violations_count:
                found[screen or "board", when] = result.generate_report()
    assert not found, "\n".join(f"{place}: {report}" for place, report in found.items())
