"""The running house tells its CDN, whichever process of it took a print away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from tests.house.conftest import House, wait_for


class Listening(BaseHTTPRequestHandler):
    """What a cache hears: method, address and host."""

    heard: list[tuple[str, str, str]] = []

    def handle_told(self) -> None:
        self.heard.append((self.command, self.path, self.headers["Host"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_PURGE = do_BAN = handle_told  # noqa: N815 - the names are the library's

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def cache() -> Iterator[int]:
    Listening.heard = []
    with HTTPServer(("127.0.0.1", 0), Listening) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.02])
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_a_print_pulled_from_the_command_line_is_told_to_the_cdn(house: House, cache: int):
    house.environ |= {"TERBIT_CDN": f"varnish://127.0.0.1:{cache}", "TERBIT_URL": "http://kabar.example"}
    with house.running():
        wait_for(lambda: ("BAN", "/", "kabar.example") in Listening.heard)
        assert house.terbit("press", "/").status == 0
        assert house.terbit("pull", "/").out == "1 prints withdrawn.\n"
        wait_for(lambda: ("PURGE", "/", "kabar.example") in Listening.heard)
