"""What reaches a reader through the real server."""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from terbit.lib import prints
from tests.newsstand.house import open_newsstand
from tests.newsstand.printing import PAGE, PrintFolder

HOST = {"Host": "www.kabar.example"}
FILM = os.urandom(3_000_000)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> PrintFolder:
    made = PrintFolder(tmp_path_factory.mktemp("wire") / "prints")
    made.put("/banjir/")
    made.put("/media/1/rapat.mp4", FILM, prints.TYPES["mp4"])
    made.put_other("/café/", 410, [("Content-Type", prints.HTML)])
    return made


@pytest.fixture(scope="module")
def stand(folder: PrintFolder) -> Iterator[tuple[int, int]]:
    with open_newsstand(folder.path, "https://www.kabar.example") as found:
        yield found


@pytest.fixture
def connection(stand: tuple[int, int]) -> Iterator[http.client.HTTPConnection]:
    opened = http.client.HTTPConnection("127.0.0.1", stand[0], timeout=20)
    yield opened
    opened.close()


def test_one_connection_reads_page_after_page(connection: http.client.HTTPConnection):
    """Lengths that are wrong, or a body where none belongs, would spoil the next answer."""
    for method, target, more, status, length in (
        ("GET", "/banjir/?utm_source=x", {}, 200, len(PAGE)),
        ("HEAD", "/banjir/", {}, 200, 0),
        ("GET", "/banjir/", {"If-None-Match": "*"}, 304, 0),
        ("GET", "/caf%C3%A9/", {}, 410, len(PAGE)),
        ("HEAD", "/caf%C3%A9/", {}, 410, 0),
        ("GET", "/media/1/rapat.mp4", {}, 200, len(FILM)),
        ("HEAD", "/media/1/rapat.mp4", {}, 200, 0),
        ("GET", "/media/1/rapat.mp4", {"Range": "bytes=5-99999"}, 206, 99_995),
        ("GET", "/media/1/rapat.mp4", {"Range": "bytes=99999999-"}, 416, 0),
        ("GET", "/%00", {}, 400, 58),
        ("GET", "/tidak-ada/", {}, 203, 16),
        ("GET", "/banjir/", {}, 200, len(PAGE)),
    ):
        connection.request(method, target, headers=HOST | more)
        answer = connection.getresponse()
        body = answer.read()
        assert (answer.status, len(body)) == (status, length), target
        if method == "HEAD":
            assert int(answer.headers["Content-Length"]) > 0


def test_a_reader_who_leaves_in_the_middle_of_a_film_leaves_nothing_open(stand: tuple[int, int]):
    port, pid = stand
    for _ in range(5):
        leaving = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        leaving.request("GET", "/media/1/rapat.mp4", headers=HOST)
        assert leaving.getresponse().read(1000) == FILM[:1000]
        leaving.close()
    end = time.monotonic() + 10
    while "rapat.mp4" in (opened := _open_files(pid)) and time.monotonic() < end:
        time.sleep(0.05)
    assert "rapat.mp4" not in opened


def _open_files(pid: int) -> str:
    return " ".join(str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink())
