"""Every `TERBIT_*` setting in one table, which also writes its own documentation.

No Django here: the command line reads these before Django is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "TERBIT_"


class ConfigError(ValueError):
    """A setting cannot be used; the message is one sentence for the operator."""


def text(value: str) -> str:
    return value.strip()


def number(value: str) -> int:
    return int(value)


def switch(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "ya": True}
    words |= {"0": False, "false": False, "no": False, "off": False, "tidak": False, "": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("expected yes or no") from None


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def address(value: str) -> str:
    """A public address: scheme and host, no path, e.g. `https://www.kabar.example`."""
    parts = urlsplit(value.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("expected an address such as https://www.kabar.example")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("expected only scheme and host, such as https://www.kabar.example")
    host = parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]"
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


@dataclass(frozen=True)
class Setting:
    name: str
    parse: Callable[[str], object]
    default: str
    help: str
    secret: bool = False

    @property
    def variable(self) -> str:
        return PREFIX + self.name


SETTINGS = (
    Setting("HOME", folder, "terbit-data", "The site folder: database, media, prints, secret key, backups."),
    Setting(
        "URL",
        address,
        "http://127.0.0.1:8000",
        "The public address of the paper, with https or not and www or not, as readers type it. "
        "Every link, canonical address and e-mail uses it; it is never read from a request.",
    ),
    Setting("HOST", text, "127.0.0.1", "The address `terbit run` listens on."),
    Setting("PORT", number, "8000", "The port `terbit run` listens on."),
    Setting("WORKERS", number, "2", "How many web processes `terbit run` forks."),
    Setting(
        "PROXIES",
        words,
        "",
        "Addresses of the proxies in front of Terbit, comma-separated. Only from these is "
        "`X-Forwarded-Proto` believed.",
    ),
    Setting(
        "DATABASE_URL",
        text,
        "",
        "PostgreSQL, as `postgresql://user:password@host:5432/name`; empty means SQLite in the site folder.",
        secret=True,
    ),
    Setting("SECRET_KEY", text, "", "Signs sessions and links; empty means the file in the site folder.", True),
    Setting(
        "EMAIL_URL",
        text,
        "",
        "Where e-mail goes: `smtp://user:password@host:587?tls=1`; empty writes it to the log.",
        secret=True,
    ),
    Setting("EMAIL_FROM", text, "", "The sender of e-mail; empty means `terbit@` and the host of `TERBIT_URL`."),
    Setting("DEBUG", switch, "no", "Shows tracebacks in the browser. Only for developing Terbit."),
)


@dataclass(frozen=True)
class Config:
    """The values of all settings, as attributes in lower case: `config.home`, `config.database_url`."""

    values: Mapping[str, object]

    def __getattr__(self, name: str) -> object:
        try:
            return self.values[name.upper()]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def home(self) -> Path:
        value = self.values["HOME"]
        assert isinstance(value, Path)
        return value

    def string(self, name: str) -> str:
        return str(self.values[name.upper()])


def read(environ: Mapping[str, str] | None = None) -> Config:
    """Read every setting from the environment, or from the file that `TERBIT_<NAME>_FILE` names."""
    source = os.environ if environ is None else environ
    return Config({setting.name: _value(setting, source) for setting in SETTINGS})


def _value(setting: Setting, environ: Mapping[str, str]) -> object:
    raw = environ.get(setting.variable)
    if raw is None and (path := environ.get(f"{setting.variable}_FILE")):
        try:
            raw = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ConfigError(f"{setting.variable}_FILE names {path}, which cannot be read: {error.strerror}.") from None
    try:
        return setting.parse(setting.default if raw is None else raw)
    except ValueError as error:
        shown = "its value" if setting.secret else repr(raw)
        raise ConfigError(f"{setting.variable} cannot be {shown}: {error}.") from None


def documentation() -> str:
    """The table of settings as Markdown, for `docs/operate/settings.md`."""
    lines = ["| variable | default | what it does |", "|---|---|---|"]
    for setting in SETTINGS:
        default = f"`{setting.default}`" if setting.default else "(empty)"
        lines.append(f"| `{setting.variable}` | {default} | {setting.help} |")
    return "\n".join(lines) + "\n"
