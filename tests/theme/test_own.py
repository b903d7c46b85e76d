"""A theme of the newsroom's own: what it replaces, what it is given, and what readers get where it breaks."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError
from django.template import engines

from terbit.lib import health
from terbit.press import editions
from terbit.theme import assets, own
from terbit.theme.templatetags import frame
from tests.sources import ROOT

GUIDE = ROOT / "docs/develop/theming.md"
LINE = re.compile(r"^\| `([\w/]+\.html)` \| ((?:`\w+` ?)+)\|$", re.MULTILINE)
MADE_APART = ("row.html", "footer.html")
ANCHOR = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>'


@pytest.fixture
def theme(settings, tmp_path):
    """Puts files into the folder of the theme; each change is seen at once."""
    settings.TERBIT_THEME = tmp_path / "theme"

    def put(name: str, words: str | bytes) -> None:
        path = tmp_path / "theme" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words.encode() if isinstance(words, str) else words)
        forget()

    def forget() -> None:
        for kept in (own._kept, assets._kept):
            kept.cache_clear()
        for loader in engines["django"].engine.template_loaders:
            loader.reset()

    forget()
    yield put
    forget()


def wrong() -> str:
    assert own.wrong in health._checks
    return "\n".join(own.wrong())


def test_a_template_stands_in_place_of_the_papers_and_may_extend_it(theme, paper, client):
    words = "{% block main %}<p>Jalan buntu.</p>{{ block.super }}{% endblock %}"
    words = '{% extends "terbit_theme/missing.html" %}' + words
    theme("templates/missing.html", words)
    html = client.get(paper.pages["404"]).content.decode()
    assert "Jalan buntu." in html
    assert "Tidak ada halaman di alamat ini." in html
    assert wrong() == ""


def test_the_style_sheet_gains_rules_and_pictures(theme, paper, client):
    before = assets.address("paper.css")
    theme("paper.css", ".brand::after { background: url(anchor.svg) }\n.x { background: url(unknown.svg) }")
    theme("assets/anchor.svg", ANCHOR)
    html = client.get("/").content.decode()
    address = re.search(r"/aset/\w+/paper\.css", html)[0]
    assert address != before
    sheet = client.get(address).content.decode()
    picture = assets.address("anchor.svg")
    assert sheet.endswith(f".brand::after{{background:url({picture})}}.x{{background:url(unknown.svg)}}")
    answer = client.get(picture)
    assert (answer.content, answer["Content-Type"]) == (ANCHOR, "image/svg+xml")
    assert answer["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["secret.txt", "..", "page.html"])
def test_nothing_else_of_the_folder_is_given_out(theme, db, client, name):
    theme("assets/secret.txt", "rahasia")
    theme("assets/page.html", "<p>")
    assert not assets.has(name)
    assert client.get(f"/aset/0123456789ab/{name}").status_code == 404


def test_another_theme_is_another_edition(theme, db):
    without = editions.read().name
    theme("paper.css", "body { color: red }")
    with_rules = editions.read().name
    theme("paper.css", "body { color: blue }")
    assert len({without, with_rules, editions.read().name}) == 3


BROKEN = {
    "a tag that is not closed": "{% if article %}",
    "a tag that is not there": "{% evaluate article %}",
    "an asset that is not there": "{% load frame %}{% asset 'gone.png' %}",
    "a file that includes itself": '{% include "terbit_theme/article.html" %}',
    "what is no text": b"\xff\xfe{{ article }}",
    "a template that is not there": '{% extends "terbit_theme/nowhere.html" %}',
}


@pytest.mark.parametrize("words", BROKEN.values(), ids=BROKEN)
def test_where_it_breaks_a_page_readers_get_that_page_as_it_is_shipped(theme, paper, client, words):
    address = paper.whole.path
    shipped = client.get(address).content
    theme("templates/article.html", words)
    answer = client.get(address)
    assert (answer.status_code, answer.content) == (200, shipped)


def test_a_page_as_it_is_shipped_has_its_style_sheet(theme, paper, client):
    theme("paper.css", "body { color: red }")
    theme("templates/article.html", "{% if article %}")
    files = re.findall(r"/aset/\w+/[\w.]+", client.get(paper.whole.path).content.decode())
    assert len(files) > 2
    assert {file: client.get(file).status_code for file in files} == dict.fromkeys(files, 200)


@pytest.mark.parametrize("trouble", [OperationalError("gone"), OSError(24, "Too many open files")])
def test_a_database_or_disk_that_is_away_is_no_fault_of_the_theme(theme, db, trouble):
    theme("paper.css", "body { color: red }")

    def page():
        if own.is_aside():
            return "as it is shipped"
        raise trouble

    with pytest.raises(type(trouble)):
        own.or_shipped("/", page)
    assert wrong() == ""


def test_what_breaks_is_told(theme, paper, client):
    theme("templates/article.html", "{% if article %}")
    theme("templates/artikel.html", "<p>")
    assert "theme/templates/artikel.html tidak menggantikan apa pun" in wrong()
    assert "theme/templates/article.html tidak dapat dipakai: Unclosed tag on line 1: 'if'" in wrong()


def test_a_page_that_broke_while_it_was_printed_is_told(theme, paper, client):
    theme("templates/article.html", "{% load frame %}{% asset 'gone.png' %}")
    assert wrong() == ""
    client.get(paper.whole.path)
    assert f"Halaman {paper.whole.path} ditampilkan tanpa tema Anda sendiri" in wrong()
    theme("templates/article.html", '{% extends "terbit_theme/article.html" %}')
    assert wrong() == ""


def test_templates_of_the_newsrooms_screens_cannot_be_replaced(theme, db, client):
    theme("templates/wagtailadmin/login.html", "Bukan halaman masuk.")
    theme("wagtailadmin/login.html", "Bukan halaman masuk.")
    answer = client.get("/ruang-redaksi/login/", follow=True)
    assert answer.status_code == 200
    assert "Bukan halaman masuk." not in answer.content.decode()


@pytest.fixture
def given(paper, client) -> dict[str, set[str]]:
    """By template, the names that real pages give it: to itself, or to all that it includes and extends."""
    frame._kept.cache_clear()
    found: dict[str, set[str]] = {}
    # With a search that has a person to offer, and one for marks alone.
    for address in (*paper.pages.values(), "/cari/?q=laras+wibisana", "/cari/?q=!!", "/luring/"):
        page = client.get(address)
        for template, context in zip(page.templates, page.context, strict=True):
            if context.template.name == template.name:  # it is included and extended by none
                names = set(context.flatten()) - {"True", "False", "None"}
                found.setdefault(template.name.removeprefix("terbit_theme/"), set()).update(names)
    return found


@pytest.fixture
def guide() -> dict[str, set[str]]:
    return {template: set(re.findall(r"\w+", names)) for template, names in LINE.findall(GUIDE.read_text())}


def test_every_name_in_the_guide_is_there_in_a_real_page(guide, given):
    assert len(guide) > 15
    anywhere = set().union(*given.values())
    for template, names in guide.items():
        assert names <= given.get(template, anywhere), template


def test_every_name_that_real_pages_give_is_in_the_guide(guide, given):
    of_every_page = guide["base.html"] | guide["teaser.html"]
    for template in given:
        if not template.startswith("blocks/"):  # the body of a story hands them all that the story has
            of_all = set() if template in MADE_APART else of_every_page
            assert given[template] <= guide.get(template, set()) | of_all, template
