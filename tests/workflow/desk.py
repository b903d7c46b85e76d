"""One person at the newsroom's screens in a real browser."""

from __future__ import annotations

import re
from typing import Any

from django.utils import translation
from django.utils.text import capfirst

from terbit.newsroom.blocks import Body

PASSWORD = "rahasia-redaksi"


class Desk:
    """One person at the newsroom's screens."""

    def __init__(self, page: Any, house: Any, user: Any) -> None:
        self.page, self.house = page, house
        page.goto(f"{house.url}/ruang-redaksi/login/")
        page.fill("[name=username]", user.email)
        page.fill("[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/ruang-redaksi/")

    def open(self, address: str) -> None:
        self.page.goto(f"{self.house.url}/ruang-redaksi/{address}")
        self.page.wait_for_load_state("networkidle")

    def add_block(self, kind: str) -> None:
        with translation.override("id"):
            label = capfirst(str(Body().child_blocks[kind].label))
        body = self.page.locator("#body-root")
        body.locator("> [data-streamfield-stream-container] > div > .c-sf-add-button").last.click()
        self.page.locator(".w-combobox__option-text").get_by_text(label, exact=True).last.click()

    def press(self, selector: str) -> None:
        """One of the actions under the story: a button of its own, or in the menu."""
        action = self.page.locator(f"footer {selector}")
        if not action.is_visible():
            self.page.locator("footer [data-w-dropdown-target=toggle]").last.click()
        action.click()

    def handed_on(self) -> None:
        """Back at the list of stories."""
        self.page.wait_for_url(re.compile("/naskah/$"))
