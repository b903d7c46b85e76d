"""Counting readers without knowing them: the script of a story's page tells that it is read, and is answered at once.

Nothing of who told it is kept: neither address nor program, no cookie, no number. What remains are counts by hour,
page and the host a reader came from, held in memory for seconds and then written to the spool.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from terbit.lib import prints, reader_headers
from terbit.newsstand import lastread
from terbit.newsstand.asking import Public
from terbit.newsstand.spool import Spool

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ADDRESS = "/-/baca/"
HOUR = 3600  # seconds
LONGEST = 2_000  # characters of what is told
# Programs that run scripts and are no readers; and all that say they are no browser.
NO_READER = re.compile(
    r"bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|scan|externalhit|https?:|python|java/|curl|wget",
    re.IGNORECASE,
)
HOST = re.compile(r"(?=.{4,80}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
INSIDE = "."  # a reader who came from another page of the paper; "" where nothing says whence


def counting(application: WSGIApplication, beacon: WSGIApplication) -> WSGIApplication:
    """Wrap `application`: what pages tell goes to `beacon`, all else to it."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == ADDRESS and environ["REQUEST_METHOD"] == "POST":
            return beacon(environ, start_response)
        return application(environ, start_response)

    return answer


class Beacon:
    """Takes what pages tell: always 204, counted only if a reader's browser may have sent it.

    `shelf` is the print folder and `public` the address of the paper, as for the newsstand.
    """

    def __init__(self, spool: Spool, shelf: Path, public: str) -> None:
        self.spool, self.public, self.origin = spool, Public(public), public
        self.folder = f"{shelf}/{prints.CURRENT}/{self.public.folder}"
        self.own = _plain(urlsplit(public).hostname or "")
        self.lately, self.lately_unsure = Lately(), Lately()
        self.headers = [("Cache-Control", reader_headers.NEVER), *reader_headers.SECURITY]
        if self.public.secure:
            self.headers.append(reader_headers.HSTS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        if self._is_reader(environ):
            self._count(environ)
        start_response("204 No Content", self.headers.copy())
        return []

    def _is_reader(self, environ: WSGIEnvironment) -> bool:
        """Whether a page of this paper sent it, in the browser of somebody who did not ask to be left alone."""
        return (
            environ.get("HTTP_ORIGIN") == self.origin
            and environ.get("HTTP_DNT") != "1"
            and environ.get("HTTP_SEC_GPC") != "1"
            and is_browser(environ.get("HTTP_USER_AGENT", ""))
        )

    def _count(self, environ: WSGIEnvironment) -> None:
        told = _told(environ.get("QUERY_STRING", ""))
        path = told.get("p", "")
        if not path.startswith("/") or len(path) > prints.LONGEST or "\0" in path:
            return
        now, sure = time.time(), self._is_printed(path)
        lately = self.lately if sure else self.lately_unsure  # made-up pages take no room from real ones
        if lately.too_often(environ.get("REMOTE_ADDR", ""), path, now):
            return
        self.spool.add(int(now) // HOUR, path, self._whence(told.get("r", "")), sure=sure)

    def _whence(self, said: str) -> str:
        host = _plain(said)
        if host == self.own:
            return INSIDE
        return host if HOST.fullmatch(host) else ""

    def _is_printed(self, path: str) -> bool:
        """Whether this page lies on disk. Others may be there too, but room for made-up ones is small.

        Where nginx, Caddy or a CDN hand it out, nobody else notes that it is read.
        """
        for name in prints.plain_names(path):
            with suppress(OSError):
                lastread.look(f"{self.folder}/{name}")
                return True
        return False


class Lately:
    """How often the same network told of the same page: forgotten after a minute, where it was often after an hour.

    Readers of a mobile network share addresses, so that many are believed. Where there is no room to remember one
    more, it is not believed.
    """

    MOST, OFTEN, SECONDS = 30, 5, 60  # `OFTEN`: from then on it counts for the hour too
    MOST_OF_HOUR = 300
    REMEMBERED = 20_000

    def __init__(self) -> None:
        self._minute, self._hour = Times(self.SECONDS, self.REMEMBERED), Times(HOUR, self.REMEMBERED)

    def too_often(self, address: str, path: str, now: float) -> bool:
        network = network_of(address)
        times = self._minute.one_more(network, path, now)
        if times is None or times > self.MOST:
            return True
        if times < self.OFTEN:
            return False
        times = self._hour.one_more(network, path, now)
        return times is None or times > self.MOST_OF_HOUR


class Times:
    """Counts that end after some seconds, by a secret of this process: who was counted cannot be read from them."""

    def __init__(self, seconds: int, most: int) -> None:
        self.seconds, self.most = seconds, most
        self._counts: dict[int, int] = {}
        self._until = 0.0

    def __len__(self) -> int:
        return len(self._counts)

    def one_more(self, network: str, path: str, now: float) -> int | None:
        """How often now; None where there is no room for another."""
        if now > self._until:
            self._counts, self._until = {}, now + self.seconds
        key = hash((network, path, self._until))
        if key not in self._counts and len(self._counts) >= self.most:
            return None
        times = self._counts[key] = self._counts.get(key, 0) + 1
        return times


def network_of(address: str) -> str:
    """The address, for IPv6 the /64, which is one subscriber."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    return str(ip.ipv4_mapped or ipaddress.ip_network((ip, 64), strict=False))


def is_browser(agent: str) -> bool:
    return len(agent) <= 500 and _is_browser(agent)


@lru_cache(maxsize=512)
def _is_browser(agent: str) -> bool:
    return agent.startswith(("Mozilla/5.0 (", "Opera/")) and not NO_READER.search(agent)


def _told(query: str) -> dict[str, str]:
    if len(query) > LONGEST:
        return {}
    try:
        return dict(parse_qsl(query, max_num_fields=4))
    except ValueError:
        return {}


def _plain(host: str) -> str:
    """A host as it is counted: without `www.`"""
    return host.lower().removeprefix("www.")
