"""Fixtures for tests in a real Chromium: `page` opens the living house of `live_house`.

A test that makes the browser report an error, or ask a foreign host for anything, fails; a failed test
leaves a picture of its page in tests/.screens/.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signals import request_finished, request_started

from tests.network import is_local

SCREENS = Path(__file__).parent / ".screens"
NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EDITED = re.compile(r"/naskah/edit/[0-9]+/$")
VIEWPORT = {"width": 1280, "height": 900}


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed_in_call = report.failed  # read by the page fixture when it closes
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for the whole run."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield opened
        opened.close()


class Traffic:
    """Counts the requests that are being answered."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.open = 0

    def begin(self, **_signal: Any) -> None:
        with self.lock:
            self.open += 1

    def end(self, **_signal: Any) -> None:
        with self.lock:
            self.open -= 1

    def wait_until_quiet(self) -> None:
        """For at most two seconds: a page that left while it was answered is never counted out."""
        deadline = time.monotonic() + 2
        quiet = 0
        while quiet < 5 and time.monotonic() < deadline:
            quiet = 0 if self.open else quiet + 1
            time.sleep(0.02)


@pytest.fixture
def traffic() -> Iterator[Traffic]:
    counted = Traffic()
    request_started.connect(counted.begin)
    request_finished.connect(counted.end)
    yield counted
    request_started.disconnect(counted.begin)
    request_finished.disconnect(counted.end)


@pytest.fixture
def live_house(live_server: Any, settings: Any) -> Any:
    """The whole house answering at `live_house.url`, which is also its public address."""
    settings.TERBIT_URL = settings.WAGTAILADMIN_BASE_URL = live_server.url
    return live_server


@pytest.fixture
def new_page(browser: Any, traffic: Traffic, request: pytest.FixtureRequest) -> Iterator[Callable[..., Any]]:
    """Opens pages, each with cookies of its own: call it again for a second person.

    Options are those of Playwright's `browser.new_context`, such as `java_script_enabled=False`.
    """
    complaints: list[str] = []
    pages: list[Any] = []

    def open_page(**options: Any) -> Any:
        # What reads the paper without a network would answer instead of the house; its own tests let it.
        defaults = {
            "viewport": VIEWPORT,
            "locale": "id-ID",
            "timezone_id": "Asia/Jakarta",
            "service_workers": "block",
        }
        page = browser.new_context(**defaults | options).new_page()
        page.set_default_timeout(60_000)  # a machine may be slow
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.extend(_complaint(message)))
        page.on("request", lambda asked: complaints.extend(_foreign(asked.url)))
        pages.append(page)
        return page

    yield open_page
    failed = getattr(request.node, "failed_in_call", True)
    if marker := request.node.get_closest_marker("complains"):
        complaints = [told for told in complaints if not re.search(marker.args[0], told)]
    for number, page in enumerate(pages):
        if failed:
            _keep_picture(page, request.node.name, number)
        page.context.close()
    traffic.wait_until_quiet()  # what the pages asked for last is written before the tables are emptied
    if complaints and not failed:
        pytest.fail("the browser complained:\n" + "\n".join(complaints))


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    """A page; `@pytest.mark.complains(r"status of 404")` allows a complaint that the test provokes."""
    return new_page()


def _complaint(message: Any) -> list[str]:
    """None of a text that was being saved by itself when “Save” was pressed: it is refused as older."""
    url = message.location.get("url", "")
    if message.type != "error" or (EDITED.search(url) and "status of 400" in message.text):
        return []
    return [f"{url}: {message.text}"]


def _foreign(url: str) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https", "ws", "wss") and not is_local(parts.hostname or ""):
        return [f"asked a foreign host: {url}"]
    return []


def _keep_picture(page: Any, test: str, number: int) -> None:
    from playwright.sync_api import Error

    SCREENS.mkdir(exist_ok=True)
    name = re.sub(r"[^\w-]+", "-", test)
    with suppress(Error):  # a page that crashed has no picture, and the failure itself says more
        page.screenshot(path=SCREENS / f"{name}-{number}.png", full_page=True)
