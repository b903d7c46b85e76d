from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.staff.factories import UserFactory

PAGES = [
    "",
    "account/",
    "users/",
    "users/new/",
    "users/edit/{}/",
    "users/link/{}/",
    "users/history/{}/",
    "tidak-ada/",
]
DOOR = ["login/", "password_reset/", "password_reset/done/", "undangan/MQ/salah/"]


class Seen(HTMLParser):
    """The words of a page, and every address it loads something from."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loads: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("script", "style", "noscript"):
            self.open.append(tag)
        if tag in ("script", "img", "iframe", "source"):
            self.loads.append(values.get("src") or "")
        if tag == "link":
            self.loads.append(values.get("href") or "")
        self.words += [
            values.get(name) or "" for name in ("title", "aria-label", "placeholder", "alt", "data-help")
        ]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            self.words.append(data)


def pages(newsroom) -> list[tuple[str, Seen]]:
    founder = newsroom.roles.give(UserFactory(is_superuser=True), "administrator")
    inside = newsroom.sign_in(founder)
    seen = [(page, inside.get("/ruang-redaksi/" + page.format(newsroom.ani.pk))) for page in PAGES]
    seen += [(page, Client().get("/ruang-redaksi/" + page)) for page in DOOR]
    return [(page, Seen(answer.content.decode())) for page, answer in seen]


def test_the_newsroom_loads_nothing_from_elsewhere(newsroom, mail_works):
    for page, seen in pages(newsroom):
        assert seen.loads, page
        assert not [address for address in seen.loads if re.match(r"(https?:)?//", address)], page


def test_editors_do_not_meet_the_name_of_the_software_below(newsroom, mail_works):
    for page, seen in pages(newsroom):
        assert "wagtail" not in " ".join(seen.words).lower(), page


def test_the_help_menu_leads_to_no_foreign_pages(newsroom):
    page = newsroom.sign_in(newsroom.rahma).get("/ruang-redaksi/account/").content.decode()
    assert "guide.wagtail" not in page
    assert "releases" not in page


@pytest.mark.parametrize("name", ["newsroom.css", "favicon.svg"])
def test_every_page_wears_the_colours_of_the_paper(newsroom, name):
    assert finders.find(f"terbit_staff/{name}")
    for client in (Client(), newsroom.sign_in(newsroom.rahma)):
        assert (
            f"/static/terbit_staff/{name}"
            in client.get("/ruang-redaksi/login/", follow=True).content.decode()
        )


def test_an_unknown_address_says_so_and_leads_back(newsroom):
    page = newsroom.sign_in(newsroom.ani).get("/ruang-redaksi/tidak-ada/")
    assert page.status_code == 404
    assert 'href="/ruang-redaksi/"' in page.content.decode()
