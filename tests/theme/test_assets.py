"""The style sheet, the script and the icon: their addresses change with their content."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.exceptions import ValidationError

from terbit.newsroom import paths
from terbit.theme import assets
from tests.browser import chromium
from tests.theme.test_every_page import SHEET

pytestmark = pytest.mark.django_db
# A browser keeps the value of a custom property as it is written, with its spaces.
RULES = """async sheet => [...(await new CSSStyleSheet().replace(sheet)).cssRules]
    .map(rule => rule.cssText.replaceAll(", ", ","))"""


def linked(client, name: str) -> str:
    return re.search(rf'"(/aset/[^"]*/{re.escape(name)})"', client.get("/").content.decode())[1]


def test_pages_link_the_sheet_by_the_sum_of_its_content(client):
    address = linked(client, "paper.css")
    stamp = hashlib.sha256(client.get(address).content).hexdigest()[:12]
    assert address == f"/aset/{stamp}/paper.css"


@pytest.mark.skipif(not chromium(), reason="no Chromium")
def test_the_sheet_is_served_shorter_with_the_same_rules(page):
    source, served = SHEET.read_text(), assets.content("paper.css").decode()
    assert len(served) < 0.9 * len(source)
    written, read = (page.evaluate(RULES, sheet) for sheet in (source, served))
    assert len(written) > 150
    assert read == written


@pytest.mark.parametrize("name", ["paper.css", "icon.svg"])
def test_what_pages_link_may_be_kept_for_ever(client, name):
    answer = client.get(linked(client, name))
    assert answer.status_code == 200
    assert answer.content == assets.content(name)
    assert (answer["Content-Type"], "immutable" in answer["Cache-Control"]) == (assets.type_of(name), True)
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/aset/0123456789ab/paper.css", "/aset/paper.css", "/aset/"])
def test_no_other_address_gives_the_sheet(client, address):
    assert client.get(address).status_code == 404


def test_no_other_file_is_given(client):
    stamp = linked(client, "paper.css").split("/")[2]
    for name in ("arrange.css", "..", "views.py", "paper.css/"):
        assert client.get(f"/aset/{stamp}/{name}").status_code == 404, name


def test_who_changes_the_sheet_sees_the_change_at_once(settings, tmp_path, client):
    (tmp_path / "terbit_theme").mkdir()
    own = tmp_path / "terbit_theme/paper.css"
    settings.STATICFILES_DIRS, settings.DEBUG = [tmp_path], True
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    found = []
    for sheet in ("body{color:#000}", "body{color:#111}"):
        own.write_text(sheet)
        found.append(assets.address("paper.css"))
        assert client.get(found[-1]).content.decode() == sheet
    assert found[0] != found[1]


def test_a_section_cannot_take_their_address():
    with pytest.raises(ValidationError):
        paths.validate_free_word("aset")
