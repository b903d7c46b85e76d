"""What pages tell of their readers: what of it counts, and that nothing of it is kept but counts."""

from __future__ import annotations

import json
import os
import resource
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import time_machine

from terbit.lib import reader_headers
from terbit.newsstand import spool
from terbit.newsstand.counting import ADDRESS, INSIDE, Beacon, Lately, counting, is_browser
from terbit.newsstand.spool import Spool
from tests.newsstand.printing import PUBLIC, PrintFolder
from tests.newsstand.reading import Answer, call, environ_of

STORY = "/kota/banjir/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile "
    "Safari/537.36"
)
ROBOTS = """Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36
Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) Chrome/142.0 Mobile (compatible; bingbot/2.0)
facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)
WhatsApp/2.23.20 A
curl/8.5.0
python-requests/2.32""".splitlines()


class Desk:
    """A beacon over a print folder in which one story lies, and its spool."""

    def __init__(self, folder: PrintFolder, place: Path) -> None:
        folder.put(STORY)
        self.spool = Spool(place / "readings", seconds=3600)
        self.beacon = Beacon(self.spool, folder.path, PUBLIC)
        self.application = counting(lambda environ, start: start("599 Asked", []) and [], self.beacon)

    def tell(self, query: str = f"p={STORY}", method: str = "POST", address: str = "", **said: str) -> Answer:
        environ = environ_of(f"{ADDRESS}?{query}", method, **{"origin": PUBLIC, "user_agent": PHONE} | said)
        return call(self.application, environ | {"REMOTE_ADDR": address or "203.0.113.7"})

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """By path and host."""
        self.spool.write()
        found: Counter[tuple[str, str]] = Counter()
        for file in spool.files(self.spool.folder, 100):
            for (_hour, path, host), count in spool.read(file):
                found[path, host] += count
        return dict(found)


@pytest.fixture
def desk(folder: PrintFolder, tmp_path: Path) -> Desk:
    return Desk(folder, tmp_path)


def test_a_reading_is_answered_with_nothing_and_counted(desk: Desk):
    answer = desk.tell(f"p={STORY}&r=www.google.com")
    assert (answer.status, answer.body) == ("204 No Content", b"")
    assert answer.headers["cache-control"] == "no-store" and "set-cookie" not in answer.headers
    assert answer.headers["content-security-policy"] == reader_headers.CONTENT_SECURITY_POLICY
    desk.tell()
    assert desk.counts == {(STORY, "google.com"): 1, (STORY, ""): 1}


def test_a_story_that_others_hand_out_counts_as_read_when_its_page_tells(desk: Desk, folder: PrintFolder):
    """nginx, Caddy or a CDN: its print is not the first to go."""
    path = folder.root / STORY[1:] / "index.html"
    before = path.stat()
    with time_machine.travel(time.time() + 3 * 3600):
        desk.tell()
        assert time.time() - path.stat().st_atime < 60
    assert path.stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    ("said", "host"),
    [
        ("www.kabar.example", INSIDE),
        ("WWW.Detik.Example", "detik.example"),
        ("com.google.android.googlequicksearchbox", "com.google.android.googlequicksearchbox"),
        ("xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("localhost", ""),
        ("203.0.113.7", ""),
        ("a.example:8080", ""),
        ("<b>.example", ""),
        ("a" * 90 + ".example", ""),
        ("a.example/kunci", ""),
        ("", ""),
    ],
)
def test_where_a_reader_came_from_is_a_host_or_nothing(desk: Desk, said: str, host: str):
    desk.tell(f"p={STORY}&r={said}")
    assert desk.counts == {(STORY, host): 1}


def test_who_asks_not_to_be_followed_is_not_counted(desk: Desk):
    assert desk.tell(dnt="1").code == desk.tell(sec_gpc="1").code == 204
    assert desk.counts == {}


@pytest.mark.parametrize("robot", ROBOTS)
def test_a_robot_is_no_reader(desk: Desk, robot: str):
    assert desk.tell(user_agent=robot).code == 204
    assert desk.tell(user_agent="").code == 204
    assert desk.counts == {}


def test_browsers_of_phones_and_their_apps_are_readers():
    apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    assert is_browser(PHONE) and is_browser(f"{apple} Version/18.0 Mobile/15E148 Safari/604.1")
    assert is_browser(f"{apple} Mobile/15E148 [FBAN/FBIOS;FBAV/489.0]")
    assert is_browser("Opera/9.80 (Android; Opera Mini/36.2/191.256; U; id) Presto/2.12.423 Version/12.16")
    assert not is_browser("Mozilla/5.0 (" + "x" * 1000)


@pytest.mark.parametrize("origin", ["https://lain.example", "null", ""])
def test_another_site_cannot_make_its_readers_count(desk: Desk, origin: str):
    desk.tell(origin=origin)
    assert desk.counts == {}


@pytest.mark.parametrize(
    "query",
    [
        "",
        "p=",
        "p=kota",
        "p=/%00",
        f"p=/{'x' * 700}/",
        "&".join("p=/a/" for _ in range(9)),
        "x" * 3000,
        "%ff=%ff",
    ],
)
def test_what_cannot_be_a_page_is_answered_and_forgotten(desk: Desk, query: str):
    assert desk.tell(query).code == 204
    assert desk.counts == {}


def test_only_what_is_sent_to_the_address_itself_is_for_the_beacon(desk: Desk):
    assert desk.tell(method="GET").code == 599
    assert call(desk.application, environ_of("/kota/", "POST")).code == 599


def test_one_address_that_tells_over_and_over_is_believed_thirty_times_a_minute(desk: Desk):
    for _ in range(200):
        desk.tell()
    desk.tell(address="203.0.113.8")
    assert desk.counts == {(STORY, ""): Lately.MOST + 1}


def test_the_addresses_of_one_subscriber_are_one(desk: Desk):
    for number in range(100):
        desk.tell(address=f"2001:db8::{number:x}")
        desk.tell(address="::ffff:203.0.113.7" if number % 2 else "203.0.113.7")
    desk.tell(address="2001:db8:0:1::1")
    assert desk.counts == {(STORY, ""): 2 * Lately.MOST + 1}


def test_who_tells_all_day_long_is_believed_less_by_the_hour():
    lately = Lately()
    believed = sum(
        not lately.too_often("203.0.113.7", STORY, 1000.0 + minute * 60.1)
        for minute in range(59)
        for _ in range(lately.MOST)
    )
    assert believed <= lately.MOST_OF_HOUR + 59 * lately.OFTEN
    assert not lately.too_often("203.0.113.7", STORY, 1000.0 + 2 * 60 * 60)


def test_what_is_remembered_of_addresses_has_an_end_and_nobody_can_empty_it(monkeypatch: Any):
    monkeypatch.setattr(Lately, "REMEMBERED", 50)
    lately = Lately()
    believed = 0
    for number in range(150):
        believed += not lately.too_often("203.0.113.7", STORY, 1000.0)
        lately.too_often(f"203.0.112.{number}", STORY, 1000.0)
    assert believed == Lately.MOST and len(lately._minute) == 50
    assert lately.too_often("203.0.113.8", STORY, 1000.0), "there is no room to count it"
    assert not lately.too_often("203.0.113.8", STORY, 1000.0 + lately.SECONDS + 1)


def test_made_up_pages_make_nobody_forget_who_told_of_real_ones(desk: Desk, monkeypatch: Any):
    monkeypatch.setattr(Lately, "REMEMBERED", 50)
    desk.beacon.lately, desk.beacon.lately_unsure = Lately(), Lately()
    for _ in range(3):
        for number in range(60):
            desk.tell(f"p=/karangan/{number}/")
        for _ in range(Lately.MOST):
            desk.tell()
    assert desk.counts[STORY, ""] == Lately.MOST


def test_made_up_pages_take_no_room_from_real_ones(desk: Desk):
    for number in range(3 * spool.MOST_OTHERS):
        desk.tell(f"p=/karangan/{number}/")
    desk.tell()
    found = desk.counts
    assert found.pop((STORY, "")) == 1 and len(found) == spool.MOST_OTHERS


def test_a_spool_holds_counts_and_nothing_of_readers(desk: Desk):
    desk.tell(f"p={STORY}&r=google.com", cookie="a=b", referer=f"{PUBLIC}{STORY}?x=1")
    desk.spool.write()
    (file,) = desk.spool.folder.iterdir()
    assert json.loads(file.read_text()) == [[int(time.time()) // 3600, STORY, "google.com", 1]]


def test_counts_are_written_by_themselves_and_each_once(tmp_path: Path):
    gathered = Spool(tmp_path / "readings", seconds=0.01)
    gathered.add(1, STORY, "", sure=True)
    end = time.monotonic() + 20
    while not (found := spool.files(gathered.folder, 9)) and time.monotonic() < end:
        time.sleep(0.01)
    assert [dict(spool.read(file)) for file in found] == [{(1, STORY, ""): 1}]
    gathered.write()
    assert len(list(gathered.folder.iterdir())) == 1


def test_a_disk_that_is_full_costs_counts_and_no_reader_notices(desk: Desk, caplog: Any):
    desk.spool.folder.write_text("in the way")
    assert desk.tell().code == 204
    desk.spool.write()
    assert "not counted" in caplog.text


def test_where_nobody_sums_the_spool_stops_growing(desk: Desk, monkeypatch: Any, caplog: Any):
    monkeypatch.setattr(spool, "SLOW", 1)
    monkeypatch.setattr(spool, "MOST_FILES", 3)
    for _ in range(9):
        desk.tell()
        desk.spool.write()
    assert len(list(desk.spool.folder.iterdir())) == 4 and desk.spool.seconds == spool.SLOW_SECONDS
    assert "takes none" in caplog.text


def test_a_disk_that_is_full_is_not_filled_further_by_halves(desk: Desk, caplog: Any):
    desk.tell(f"p={STORY}&r={'a' * 60}.example")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))  # so many bytes still fit
    try:
        desk.spool.write()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "not counted" in caplog.text and list(desk.spool.folder.iterdir()) == []


def test_halves_of_processes_that_died_do_not_end_the_counting_and_go(desk: Desk, monkeypatch: Any):
    monkeypatch.setattr(spool, "MOST_FILES", 3)
    desk.spool.folder.mkdir()
    for number in range(9):
        (desk.spool.folder / f".half-{number}").touch()
    desk.tell()
    assert desk.counts == {(STORY, ""): 1}
    os.utime(desk.spool.folder / ".half-0", (0, 0))
    spool.throw_away_halves(desk.spool.folder)
    assert len(list(desk.spool.folder.glob(".half-*"))) == 8, "others may be at theirs"
