"""How the text of a setting is read: functions that return its value or raise ValueError with what was expected."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

LEVELS = ("debug", "info", "warning", "error")
# What Django accepts in a Host header, label by label; the last is no number, or it is meant to be an address.
HOST_NAME = re.compile(r"(?=.{1,253}$)(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)*(?!-)(?!\d+$)[a-z0-9-]{1,63}(?<!-)")
BEFORE_AT = re.compile(r'[^\s<>@,;:"]+')
SHORTEST_KEY = 32


@dataclass(frozen=True)
class Mailer:
    """A mail server out of `TERBIT_EMAIL_URL`. `use_tls` is STARTTLS, `use_ssl` TLS at once."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = False
    use_ssl: bool = False


def number(least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.strip().isdecimal() or not least <= int(value) <= most:
            raise ValueError(f"expected a number from {least} to {most}")
        return int(value)

    return parse


def switch(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "ya": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "tidak": False, "": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("expected yes or no") from None


def level(value: str) -> str:
    if value.strip().lower() not in LEVELS:
        raise ValueError(f"expected {', '.join(LEVELS[:-1])} or {LEVELS[-1]}")
    return value.strip().lower()


def proxies(value: str) -> list[str]:
    """Addresses or networks, e.g. `127.0.0.1, 10.0.0.0/8`."""
    if value.strip().lower() == "none":
        return []
    found = [word.strip() for word in value.split(",") if word.strip()]
    for word in found:
        try:
            ipaddress.ip_network(word)
        except ValueError:
            raise ValueError(f"expected addresses such as 127.0.0.1 or 10.0.0.0/8, not {word}") from None
    return found


def folder(value: str) -> Path:
    try:
        return Path(value.strip()).expanduser().resolve()
    except RuntimeError:  # a user nobody knows, or links in a circle
        raise ValueError("expected a folder") from None


def host(value: str) -> str:
    """A name or an address of a machine, as one listens on or as stands in an address; never with a port.

    Names with other than ASCII letters are written as browsers send them (`xn--…`).
    """
    given = value.strip().lower()
    try:
        return str(ipaddress.ip_address(given))
    except ValueError:
        pass
    try:
        given = given.encode("idna").decode() if not given.isascii() else given
    except UnicodeError:
        given = ""
    if not HOST_NAME.fullmatch(given):
        raise ValueError("expected a name or an address such as 127.0.0.1, :: or localhost")
    return given


def secret_key(value: str) -> str:
    if 0 < len(value.strip()) < SHORTEST_KEY:
        raise ValueError(f"expected at least {SHORTEST_KEY} random characters")
    return value.strip()


def sender(value: str) -> str:
    """An e-mail address, with a name before it or not: `Kabar <redaksi@kabar.example>`. Empty stays empty."""
    given = value.strip()
    bare = given[:-1].rpartition("<")[2] if given.endswith(">") else given
    before, _, after = bare.rpartition("@")
    if given and not (
        given.isprintable() and BEFORE_AT.fullmatch(before) and HOST_NAME.fullmatch(after.lower())
    ):
        raise ValueError("expected an e-mail address such as redaksi@kabar.example")
    return given


def address(value: str) -> str:
    """A public address: scheme and host, no path, e.g. `https://www.kabar.example`. Empty stays empty."""
    if not value.strip():
        return ""
    expected = "expected only scheme and host, such as https://www.kabar.example"
    try:
        parts = urlsplit(value.strip())
        port, name = parts.port, host(parts.hostname or "")
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(expected)
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(expected)
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{bracketed(name)}" + (f":{port}" if port and port != usual else "")


def link(value: str) -> str:
    """An http or https address with any path. Empty stays empty."""
    given = value.strip()
    try:
        parts = urlsplit(given)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    whole = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    if given and not (whole and given.isascii() and not re.search(r'[\s<>",]', given)):
        raise ValueError("expected an address such as https://hub.example/")
    return given


def bracketed(name: str) -> str:
    """A host as it is written before a port."""
    return f"[{name}]" if ":" in name else name


def database(value: str) -> str:
    """A PostgreSQL address, or empty for SQLite. The message never repeats the value: it holds a password."""
    if not value.strip():
        return ""
    expected = "expected postgresql://user:password@host:5432/name, with %-signs for special characters"
    try:
        parts = urlsplit(value.strip())
        named = parts.path.strip("/")
        _ = parts.port
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme not in ("postgres", "postgresql") or not named:
        raise ValueError(expected)
    return value.strip()


def mailer(value: str) -> Mailer | None:
    """`smtp://` or `smtps://user:password@host:port`, with `?tls=1` for STARTTLS; empty is None."""
    if not value.strip():
        return None
    expected = "expected smtp://user:password@host:587?tls=1 or smtps://user:password@host"
    try:
        parts = urlsplit(value.strip())
        query = (
            {name: found[-1] for name, found in parse_qs(parts.query, strict_parsing=True).items()}
            if parts.query
            else {}
        )
        tls, port = switch(query.pop("tls", "no")), parts.port
    except ValueError:
        raise ValueError(expected) from None
    ssl = parts.scheme == "smtps"
    if (
        parts.scheme not in ("smtp", "smtps")
        or not parts.hostname
        or query
        or parts.path.strip("/")
        or (ssl and tls)
    ):
        raise ValueError(expected)
    usual = 465 if ssl else 587 if tls else 25
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Mailer(parts.hostname, port or usual, user, password, tls, ssl)
