"""A reader gets the old sheet or the new one, never half of one and never two mixed."""

from __future__ import annotations

import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from terbit.lib import prints
from terbit.newsroom.models import Article
from terbit.press import changes, editions, pressroom, rendering, sheets, verifying
from terbit.press.folder import Folder
from terbit.press.rendering import Rendered
from terbit.press.sheets import Prepared, Sheet
from terbit.press.tidying import Tidying
from tests.factories import ArticleFactory
from tests.press import reading

pytestmark = pytest.mark.django_db(transaction=True)
ODD = [
    "/a/b/",
    "/a.html",
    "/a.html/b/",
    "/a/b",
    "/a/b/index.html",
    "/a.gz",
    "/../x/",
    "/./",
    "//",
    "/%2e%2e/",
]
ODD += [
    "/\0/",
    "/" + "x/" * 400,
    "/" + "x" * 300,
    "/Straße/é/",
    "/a\nb/",
    "/.other/",
    "/?p=7",
    "/a.css",
    "/-/",
]


def page(folder: Folder, address: str, body: bytes, status: int = 200, kind: str = prints.HTML) -> Rendered:
    """As if a view had answered so."""
    mark = changes.mark()
    edition = editions.Edition(folder.current, {})
    return Rendered(
        Sheet(address, status, [], body, kind), frozenset({f"url:{address}", "edition", "all"}), mark, edition
    )


def files(folder: Folder) -> set[Path]:
    return {path for path in folder.root(folder.current).rglob("*") if path.is_file()}


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(st.text(min_size=1, max_size=40).map("/{}".format) | st.sampled_from(ODD), max_size=6),
    st.sampled_from([200, 301, 404, 410]),
)
@example(ODD, 200)
@example(ODD[::-1], 200)
@example(ODD, 410)
def test_whatever_the_address_its_answer_is_kept_and_read_back(
    folder: Folder, addresses: list[str], status: int
):
    addresses = [
        address for address in addresses if not any("\ud800" <= sign <= "\udfff" for sign in address)
    ]
    root = folder.root(folder.current)
    for number, address in enumerate(addresses):
        assert folder.keep(page(folder, address, b"%d" % number, status))
    last = {address: number for number, address in enumerate(addresses)}
    for address, number in last.items():
        answer = reading.lying(folder, address)
        assert answer is not None and answer.status == status
        assert answer.bodies["identity"] == b"%d" % number
    for path in folder.path.rglob("*"):
        assert (
            path.is_symlink()
            or path.resolve().is_relative_to(root)
            or not path.is_file()
            or (path.parent in (folder.path, folder.path / "locks"))
        )
    assert not list(verifying._strays(folder))
    assert folder.pull(last) == len(last)
    assert files(folder) == set()


def test_the_time_of_a_file_grows_with_each_replacement_in_whatever_edition(folder: Folder):
    """nginx tells two versions apart by their seconds and size."""
    times = []
    for number in range(6):
        folder.switch(f"edition-{number % 2}")
        if number == 4:
            folder.pull(["/a/"])
        assert folder.keep(page(folder, "/a/", b"<p>%d</p>" % number))
        lies = folder.root(folder.current) / "a"
        of_files = {int((lies / f"index.html{end}").stat().st_mtime) for end in ("", ".gz", ".br")}
        assert len(of_files) == 1
        times += of_files
    assert all(after >= before + 1 for before, after in pairwise(times))


def test_who_reads_while_a_sheet_is_replaced_gets_one_version(folder: Folder):
    """Identity and encodings are of one time; an encoding counts only beside its identity."""
    folder.keep(page(folder, "/a/", b"0" * 500))
    done, seen = threading.Event(), set()
    name = folder.root(folder.current) / "a" / "index.html"

    def read() -> None:
        while not done.is_set():
            try:
                before = name.stat().st_mtime_ns
                packed = Path(f"{name}.br").read_bytes()
                if name.stat().st_mtime_ns != before:
                    continue
            except FileNotFoundError:
                continue
            body = verifying._unpacked("br", packed)
            assert len(body) == 500 and len(set(body)) == 1, "half a sheet"
            seen.add(body[:1])

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(2000):  # sixty at least, and until the reader has come to see some of them
        folder.keep(page(folder, "/a/", b"%d" % (number % 10) * 500))
        if number > 60 and len(seen) > 2:
            break
    done.set()
    reader.join()
    assert len(seen) > 2


def test_a_better_compression_that_comes_too_late_is_thrown_away(folder: Folder):
    """While the best levels were at work, the page was pressed again."""
    folder.keep(page(folder, "/a/", b"<p>before</p>" * 50))
    folder.index.do("UPDATE sheet SET written = 0")
    newer = page(folder, "/a/", b"<p>after</p>" * 60)
    newer.sheet.compress()

    def improve() -> None:
        Tidying(folder).improve()
        folder.index.close()

    worker = threading.Thread(target=improve)
    with folder.index.alone():
        worker.start()
        time.sleep(0.5)  # until it waits for us
        folder._place(newer, Prepared(folder.root(folder.current), newer.sheet))
    worker.join()
    answer = reading.lying(folder, "/a/")
    assert answer is not None
    unpacked = {verifying._unpacked(encoding, body) for encoding, body in answer.bodies.items()}
    assert unpacked == {newer.sheet.body}


def test_what_cannot_be_written_leaves_nothing_behind(folder: Folder, tmp_path: Path):
    """A full disk is not filled further by halves of sheets."""
    gone = page(folder, "/foto/1.jpg", b"", kind="image/jpeg")
    gone.sheet.stored = str(tmp_path / "gone.jpg")
    before = set(folder.path.rglob("*"))
    for status in (200, 404):
        gone.sheet.status = status
        assert not folder.keep(gone)
    assert {path for path in folder.path.rglob("*") if path.is_file()} <= before


def test_a_sheet_whose_files_never_came_is_pressed_by_who_presses_all(folder: Folder):
    story = ArticleFactory(published=True)
    folder.catch_up()
    assert pressroom.press(folder, story.path).state == "kept"
    row = folder.index.sheets_at(story.path)[0]
    sheets.remove(folder.root(row["edition"]), row["name"])
    assert pressroom.press(folder, story.path, again=False).state == "kept"
    assert reading.lying(folder, story.path)


def test_an_answer_of_a_program_that_failed_is_not_kept(folder: Folder):
    assert not folder.keep(page(folder, "/a/", b"Maaf", 503))
    assert not files(folder)


def test_what_a_killed_press_left_behind_goes_within_an_hour(folder: Folder):
    half = folder.root(folder.current) / prints.OTHER / "new-half"
    half.write_bytes(b"<p>")
    (folder.path / "away-1" / "testserver").mkdir(parents=True)
    list(folder.throw_away_leftovers())
    assert half.exists(), "somebody may be writing it"
    with time_machine.travel(time.time() + 2 * 60 * 60):
        list(folder.throw_away_leftovers())
    assert not half.exists()
    assert not (folder.path / "away-1").exists()


def test_nothing_is_kept_inside_a_transaction(folder: Folder):
    """What it shows may never come to be."""
    story = ArticleFactory(published=True)
    with transaction.atomic():
        Article.objects.update(headline="Belum tentu")
        rendered = rendering.render(story.path)
        assert rendered is not None and not rendered.printable
        rendered.printable = True
        assert not folder.keep(rendered)
        transaction.set_rollback(True)
    assert pressroom.press(folder, story.path).state == "kept"


def test_a_file_that_is_linked_counts_as_a_block_of_the_disk(folder: Folder, tmp_path: Path):
    """Else links without end would fill it below the limit."""
    photo = page(folder, "/foto/1.jpg", b"", kind="image/jpeg")
    photo.sheet.stored = str(tmp_path / "photo.jpg")
    Path(photo.sheet.stored).write_bytes(b"x" * 9000)
    assert folder.keep(photo) and folder.bytes() == sheets.BLOCK


def test_a_folder_emptied_while_a_sheet_waits_for_it_is_no_full_disk(folder: Folder):
    kept: list[bool] = []
    waiting = page(folder, "/a/", b"<p>a</p>")

    def keep() -> None:
        kept.append(folder.keep(waiting))
        folder.index.close()
        connection.close()

    worker = threading.Thread(target=keep)
    with folder.index.alone():
        worker.start()
        while len(list(folder.path.rglob("new-*"))) < 3:  # identity, gzip, Brotli
            time.sleep(0.01)
        folder._clear()
    worker.join()
    assert (kept, folder.takes_nothing, folder.index.fact("trouble")) == ([False], False, "")
