"""A story open in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from terbit.newsroom.models import Article
from tests.factories import ArticleFactory, ContributorFactory, SectionFactory, UserFactory

PASTE = """([editor, html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData('text/html', html);
  clipboardData.setData('text/plain', text);
  editor.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}));
}"""
# The editor writes its state into the form a moment after every change.
WRITTEN = """(editor) => {
  const { value } = editor.closest('[data-field-input]').querySelector('input[type=hidden]');
  const blocks = (value && JSON.parse(value) || { blocks: [] }).blocks;
  const words = (text) => text.replace(/\\s/g, '');
  const typed = words(editor.textContent);
  return typed && typed === words(blocks.map((block) => block.text).join(''));
}"""


class OpenStory:
    """A draft in the editor. Its blocks are told apart by their position in the body."""

    def __init__(self, page: Any, story: Article) -> None:
        self.page, self.story = page, story

    def editor(self, position: int = 0) -> Any:
        """Where the text of a paragraph or list is typed."""
        return self.page.locator(".public-DraftEditor-content").nth(position)

    def paste(self, html: str, text: str = "x", position: int = 0) -> None:
        editor = self.editor(position)
        editor.click()
        self.page.evaluate(PASTE, [editor.element_handle(), html, text])
        self.page.wait_for_function(WRITTEN, arg=editor.element_handle())

    def wait_for_link(self, kind: str) -> None:
        """Until the form knows of a link of this kind, LINK or ARTICLE."""
        self.page.wait_for_function(
            "(kind) => [...document.querySelectorAll('input[type=hidden]')].some((i) => i.value.includes(kind))",
            arg=f'"type":"{kind}"',
        )

    def add(self, name: str) -> None:
        """A block at the end, chosen by its name in the menu."""
        self.page.locator("[data-streamfield-stream-container] > div > button.c-sf-add-button").last.click()
        self.page.get_by_role("option", name=name, exact=True).click()

    def saved(self) -> Any:
        """The body of the draft after “Save draft”."""
        with self.page.expect_navigation():
            self.page.locator("button.action-save").first.click()
        return Article.objects.get(pk=self.story.pk).get_latest_revision_as_object().body


@pytest.fixture
def open_story(live_house: Any, page: Any, client: Client) -> Iterator[Callable[..., OpenStory]]:
    """Opens a draft with these blocks as an editor of its section: `open_story([("paragraph", "…")])`."""

    def open_draft(blocks: list[tuple[str, Any]]) -> OpenStory:
        user = UserFactory(role="editor")
        contributor = ContributorFactory(user=user)
        story = ArticleFactory(
            created_by=user, section=SectionFactory(), contributor=contributor, body=json.dumps(_raw(blocks))
        )
        client.force_login(user)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_house.url}]
        )
        page.goto(f"{live_house.url}/ruang-redaksi/naskah/edit/{story.pk}/")
        return OpenStory(page, story)

    yield open_draft
    page.goto("about:blank")  # the editor says good-bye to the server while there still is one


def _raw(blocks: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": name, "value": value, "id": f"blok-{number}"} for number, (name, value) in enumerate(blocks)
    ]
