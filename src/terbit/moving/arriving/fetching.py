"""Files of the old site, fetched from it: from its own host and no other, and never from a machine of this network.

An export is written by others. An address in it, or one that its host redirects to, may name a router or a database of
the house (SSRF, CWE-918). So names are resolved here, each address is looked at, and the connection goes to exactly the
address that was looked at (a second answer of the DNS cannot change it).
"""

from __future__ import annotations

import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from terbit.moving.arriving.media import LARGEST, Kind, kind_of

SECONDS = 20  # without a byte
LONGEST = 300  # seconds for one file
ATTEMPTS = 3
REDIRECTS = 5
GIVE_UP = 5  # failures one after the other: nobody is there
GHOST = "/content/images/"
BESIDE = {Kind.PICTURE: GHOST, Kind.RECORDING: "/content/media/", Kind.DOCUMENT: "/content/files/"}
GIVEN_OUT = ipaddress.ip_network("2000::/3")  # all of IPv6 that the internet has
NAT64 = ipaddress.ip_network("64:ff9b::/96")
AGENT = "Terbit import (pictures of a site that moves)"


class FetchRefused(Exception):
    """One sentence: nothing may or can be fetched from there."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet, also as other addresses wrap it (RFC 6890, 6052, 3056)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if ip not in GIVEN_OUT:  # Python calls what nobody has been given global, too
            return False
    return ip.is_global and not ip.is_multicast


class Fetched:
    """`base` is the address below which the uploads lie; `may_ask` judges each IP address before it is connected to."""

    is_far = True  # each file costs the old site something

    def __init__(self, base: str, may_ask: Callable[[str], bool] = is_public, pause: float = 1.0) -> None:
        self.base = base.rstrip("/") + "/"
        parts = _parts(self.base)
        self.host = _plain_host(parts) if parts else ""
        self.may_ask, self.pause = may_ask, pause
        self.failures: dict[str, str] = {}
        self._in_a_row = 0
        if parts is None or parts.scheme not in ("http", "https") or not self.host:
            raise FetchRefused(
                f"“{base}” is no address that files can be fetched from: name it as https://…."
            )

    def read(self, file: str) -> bytes | None:
        if self._in_a_row >= GIVE_UP:
            self.failures[file] = "file-not-fetched"
            return None
        for attempt in range(ATTEMPTS):
            try:
                content = self._fetch(self._address_of(file))
            except FetchRefused:
                self.failures[file] = "file-refused"
                return None
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(self.pause * attempt)
                continue
            self._in_a_row = 0
            return content
        self._in_a_row += 1
        self.failures[file] = "file-not-fetched"
        return None

    def _address_of(self, file: str) -> str:
        """Ghost keeps recordings and documents beside the pictures."""
        base = self.base
        if base.endswith(GHOST):
            base = base.removesuffix(GHOST) + BESIDE[kind_of(file)]
        return base + quote(file, safe="/")

    def _fetch(self, url: str) -> bytes | None:
        until = time.monotonic() + LONGEST
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(url)
            connection = self._connect(parts)
            connection.response_class = partial(_Answer, until=until)
            try:
                connection.request("GET", _target(parts), headers={"Host": parts.netloc, "User-Agent": AGENT})
                answer = connection.getresponse()
                if answer.status in (301, 302, 303, 307, 308):
                    url = urljoin(url, answer.getheader("Location", ""))
                    continue
                return self._content(answer)
            finally:
                connection.close()
        raise FetchRefused("It is sent on and on.")

    def _content(self, answer: http.client.HTTPResponse) -> bytes | None:
        if answer.status in (404, 410, 403, 401):
            return None
        if answer.status != 200:
            raise http.client.HTTPException(f"status {answer.status}")
        parts, size = [], 0
        while part := answer.read(64 * 1024):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                break
        content = b"".join(parts)
        expected = answer.getheader("Content-Length", "")
        if size <= LARGEST and expected.isdecimal() and int(expected) != size:
            raise http.client.IncompleteRead(content)
        return content

    def _connect(self, parts: SplitResult) -> http.client.HTTPConnection:
        if parts.scheme not in ("http", "https") or _plain_host(parts) != self.host or parts.username:
            raise FetchRefused("It is another host.")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        if port not in (80, 443, urlsplit(self.base).port):
            raise FetchRefused("It is another port.")
        address = self._address(parts.hostname or "", port)
        if parts.scheme == "https":
            return _HTTPS(parts.hostname or "", port, address)
        return _HTTP(parts.hostname or "", port, address)

    def _address(self, host: str, port: int) -> str:
        """The address to connect to. One of all that is not of the internet is reason enough not to go there."""
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
        if not found or not all(self.may_ask(address) for address in found):
            raise FetchRefused("It is a machine of this network.")
        return min(found, key=lambda address: (":" in address, address))


class _Answer(http.client.HTTPResponse):
    """Head and content must be here by `until` (monotonic): by `SECONDS` alone a byte now and then keeps us."""

    def __init__(self, sock: socket.socket, *about: Any, until: float, **more: Any) -> None:
        super().__init__(sock, *about, **more)
        self.fp.close()
        self.fp = io.BufferedReader(_Timed(sock, until))


class _Timed(io.RawIOBase):
    def __init__(self, sock: socket.socket, until: float) -> None:
        super().__init__()
        self.sock, self.until = sock, until
        self.raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError("It takes too long.")  # a part of a file is no file
        self.sock.settimeout(min(SECONDS, left))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class _HTTP(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), self.timeout)


class _HTTPS(_HTTP):
    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


def _parts(address: str) -> SplitResult | None:
    """None where it is no address, or its port no number."""
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _plain_host(parts: SplitResult) -> str:
    return (parts.hostname or "").lower().removeprefix("www.")


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
