"""Every `TERBIT_*` setting in one table, which also writes its own documentation.

No Django here: the command line reads these before Django is loaded.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

PREFIX = "TERBIT_"
LEVELS = ("debug", "info", "warning", "error")


class ConfigError(ValueError):
    """A setting cannot be used; the message is one sentence for the operator."""


@dataclass(frozen=True)
class Mailer:
    """A mail server out of `TERBIT_EMAIL_URL`. `use_tls` is STARTTLS, `use_ssl` TLS at once."""

    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    use_tls: bool = False
    use_ssl: bool = False


def text(value: str) -> str:
    return value.strip()


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
    return Path(value.strip()).expanduser().resolve()


def address(value: str) -> str:
    """A public address: scheme and host, no path, e.g. `https://www.kabar.example`. Empty stays empty."""
    if not value.strip():
        return ""
    expected = "expected only scheme and host, such as https://www.kabar.example"
    try:
        parts = urlsplit(value.strip())
        port = parts.port
    except ValueError:
        raise ValueError(expected) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or set(parts.hostname) & set(" <>\"'\\"):
        raise ValueError(expected)
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(expected)
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


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


@dataclass(frozen=True)
class Setting:
    """One row of the table: `TERBIT_<name>`, how its text is read, its default text and what it does."""

    name: str
    parse: Callable[[str], object]
    default: str
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return PREFIX + self.name


SETTINGS = (
    Setting(
        "HOME", folder, "terbit-data", "The site folder: database, media, prints, secret key, backups, logs."
    ),
    Setting(
        "URL",
        address,
        "",
        "The public address of the paper as readers type it, with https or not and www or not: "
        "`https://www.kabar.example`. Every link, canonical address and e-mail uses it; it is never "
        "read from a request. Empty means the address `terbit run` listens on.",
    ),
    Setting("HOST", text, "127.0.0.1", "The address `terbit run` listens on."),
    Setting("PORT", number(1, 65535), "8000", "The port `terbit run` listens on."),
    Setting("WORKERS", number(1, 64), "2", "How many web processes `terbit run` forks."),
    Setting("THREADS", number(1, 256), "8", "How many requests one web process works on at the same time."),
    Setting(
        "PROXIES",
        proxies,
        "127.0.0.1, ::1",
        "Addresses or networks of the proxies in front of Terbit, comma-separated. Only their "
        "`X-Forwarded-For` and `X-Forwarded-Proto` are believed; `none` believes nobody.",
    ),
    Setting(
        "DATABASE_URL",
        database,
        "",
        "PostgreSQL, as `postgresql://user:password@host:5432/name`; empty means SQLite in the site folder.",
        secret=True,
    ),
    Setting(
        "SECRET_KEY",
        text,
        "",
        "Signs sessions and links; empty means the file in the site folder.",
        secret=True,
    ),
    Setting(
        "EMAIL_URL",
        mailer,
        "",
        "Where e-mail goes: `smtp://user:password@host:587?tls=1`, or `smtps://` for port 465; "
        "empty writes it to the log.",
        secret=True,
    ),
    Setting(
        "EMAIL_FROM", text, "", "The sender of e-mail; empty means `terbit@` and the host of `TERBIT_URL`."
    ),
    Setting("LOG_LEVEL", level, "info", f"How much is logged: `{'`, `'.join(LEVELS)}`."),
    Setting("PICTURE_MAX_MB", number(1, 1_000), "40", "The largest picture one can upload, in megabytes."),
    Setting(
        "MEDIA_MAX_MB",
        number(1, 10_000),
        "500",
        "The largest audio or video file that can be uploaded, in megabytes.",
    ),
    Setting("DEBUG", switch, "no", "Shows tracebacks in the browser. Only for developing Terbit."),
)


@dataclass(frozen=True)
class Config:
    """The values of all settings, as attributes in lower case: `config.home`, `config.database_url`."""

    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> object:
        try:
            return self.values[name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def home(self) -> Path:
        return Path(self.values["HOME"])

    @property
    def mailer(self) -> Mailer | None:
        value = self.values["EMAIL_URL"]
        return value if isinstance(value, Mailer) else None

    def string(self, name: str) -> str:
        return str(self.values[name.upper()])

    def number(self, name: str) -> int:
        return int(self.values[name.upper()])

    def names(self, name: str) -> list[str]:
        return list(self.values[name.upper()])


def read(environ: Mapping[str, str] | None = None) -> Config:
    """Read every setting from the environment, or from the file that `TERBIT_<NAME>_FILE` names.

    Raises ConfigError with one sentence when a value cannot be used.
    """
    source = os.environ if environ is None else environ
    values = {setting.name: _value(setting, source) for setting in SETTINGS}
    values["URL"] = values["URL"] or _listening(str(values["HOST"]), str(values["PORT"]))
    return Config(values)


def unknown(environ: Mapping[str, str]) -> list[str]:
    """Names of `TERBIT_*` variables that no setting reads: most likely a slip of the pen."""
    known = {name for setting in SETTINGS for name in (setting.variable, f"{setting.variable}_FILE")}
    return sorted(name for name in environ if name.startswith(PREFIX) and name not in known)


def _listening(host: str, port: str) -> str:
    """The address of a house without a public one; listening everywhere, it is reached locally."""
    host = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104
    return address(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


def _value(setting: Setting, environ: Mapping[str, str]) -> object:
    raw = _raw(setting.variable, environ) or setting.default
    try:
        return setting.parse(raw)
    except ValueError as error:
        shown = "its value" if setting.secret else repr(raw)
        raise ConfigError(f"{setting.variable} cannot be {shown}: {error}.") from None


def _raw(variable: str, environ: Mapping[str, str]) -> str:
    given, path = environ.get(variable, "").strip(), environ.get(f"{variable}_FILE", "").strip()
    if given and path:
        raise ConfigError(f"{variable} and {variable}_FILE are both set: keep one of them.")
    if not path:
        return given
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{variable}_FILE names {path}, which cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{variable}_FILE names {path}, which is not text.") from None


def documentation() -> str:
    """The table of settings as Markdown, for `docs/operate/settings.md`."""
    lines = ["| variable | default | what it does |", "|---|---|---|"]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "(empty)"
        lines.append(f"| `{setting.variable}` | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"
