"""How long ago a story came out is told by the reader's own browser, in correct Indonesian."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.browser import chromium
from tests.theme import papers
from tests.theme.test_every_page import SCRIPT

pytestmark = pytest.mark.skipif(not chromium(), reason="no Chromium")
TOLD = {
    timedelta(seconds=0): "0 detik yang lalu",
    timedelta(seconds=30): "30 detik yang lalu",
    timedelta(minutes=59, seconds=59): "59 menit yang lalu",
    timedelta(hours=1): "1 jam yang lalu",
    timedelta(days=1): "1 hari yang lalu",
    timedelta(days=6): "6 hari yang lalu",
    timedelta(weeks=3): "3 minggu yang lalu",
    timedelta(days=245): "8 bulan yang lalu",
    timedelta(days=800): "2 tahun yang lalu",
}


def test_how_long_ago_is_told_in_indonesian_in_every_unit(page):
    told = {}
    for since in TOLD:
        page.clock.set_fixed_time(papers.NOON + since)
        page.set_content(f'<p data-ago><time datetime="{papers.NOON.isoformat()}">12.00</time></p>')
        page.evaluate(f"(() => {{ {SCRIPT.read_text()} }})()")
        told[since] = page.locator("p").inner_text().replace("\xa0", " ")
    assert told == {since: f"12.00\n{words}" for since, words in TOLD.items()}
