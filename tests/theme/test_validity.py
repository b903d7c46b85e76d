"""The Nu HTML checker of the W3C finds nothing on any page."""

from __future__ import annotations

import pytest

from tests.conftest import VENDOR
from tests.theme import html_checker
from tests.theme.test_every_page import every_page


@pytest.mark.skipif(VENDOR != "sqlite", reason="pages are read once: they are the same from either database")
@pytest.mark.skipif(bool(html_checker.missing()), reason=html_checker.missing())
def test_every_page_is_valid_html(paper, tmp_path):
    """But for one with a planted error, which shows that it looks."""
    pages = every_page(paper)
    pages["planted"] = pages["front"].replace("<h1", "<p><h1").replace("</body>", "</p></body>")
    found = html_checker.messages(pages, tmp_path / "pages")
    assert any(message.startswith("planted, line") for message in found)
    assert [message for message in found if not message.startswith("planted,")] == []
