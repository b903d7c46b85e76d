"""That a print is read stands in its file's time of access, and nowhere else."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import time_machine

from tests.newsstand.printing import PrintFolder
from tests.newsstand.reading import Reader

HOUR, LONG_AGO = 3600, 1_000_000_000


def read_at(path: Path, moment: float) -> None:
    os.utime(path, ns=(int(moment * 1_000_000_000), path.stat().st_mtime_ns))


def test_a_print_that_is_handed_out_from_memory_counts_as_read(folder: PrintFolder, reader: Reader):
    """Once an hour, whatever the file system would say by itself."""
    path = folder.put("/banjir/")
    before = path.stat()
    tag = reader.get("/banjir/").headers["etag"]
    noted = path.stat().st_atime_ns
    with time_machine.travel(time.time() + HOUR / 2):
        reader.get("/banjir/")
        assert path.stat().st_atime_ns == noted
    with time_machine.travel(time.time() + 3 * HOUR):
        answer = reader.get("/banjir/", if_none_match=tag)
        assert time.time() - path.stat().st_atime < 60
    after = path.stat()
    assert answer.code == 304
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@pytest.mark.parametrize("status", [200, 301, 410])
def test_an_answer_that_is_no_plain_file_counts_as_read_too(folder: PrintFolder, reader: Reader, status: int):
    path = folder.put_other("/feed.json", status, [("Content-Type", "application/feed+json")])
    before = path.stat()
    with time_machine.travel(time.time() + 3 * HOUR):
        assert reader.get("/feed.json").code == status
        assert time.time() - path.stat().st_atime < 60
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_a_print_is_handed_out_where_that_cannot_be_noted(
    folder: PrintFolder, reader: Reader, monkeypatch: pytest.MonkeyPatch
):
    """The folder of another account, or one that is only read."""
    path = folder.put("/banjir/")
    read_at(path, LONG_AGO)

    def refuse(*args: object, **kwargs: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuse)
    assert [reader.get("/banjir/").code for _ in range(3)] == [200, 200, 200]


def test_what_nobody_asks_for_stays_unread(folder: PrintFolder, reader: Reader):
    path = folder.put("/gempa/")
    read_at(path, LONG_AGO)
    folder.put("/banjir/")
    reader.get("/banjir/")
    assert path.stat().st_atime == LONG_AGO
