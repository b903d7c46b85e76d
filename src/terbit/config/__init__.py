"""Every `TERBIT_*` setting in one table, which also writes its own documentation.

No Django here: the command line reads these before Django is loaded.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from terbit.config.cdn import Cdn, cdn
from terbit.config.values import (
    LEVELS,
    Mailer,
    address,
    bracketed,
    database,
    folder,
    host,
    level,
    link,
    mailer,
    number,
    proxies,
    secret_key,
    sender,
    switch,
)

PREFIX = "TERBIT_"


class ConfigError(ValueError):
    """A setting cannot be used; the message is one sentence for the operator."""


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
    Setting("HOST", host, "127.0.0.1", "The address `terbit run` listens on."),
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
        secret_key,
        "",
        "Signs sessions and links, 32 characters or more; empty means the file in the site folder.",
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
        "EMAIL_FROM", sender, "", "The sender of e-mail; empty means `terbit@` and the host of `TERBIT_URL`."
    ),
    Setting(
        "PRINTS",
        str,
        "",
        "The folder of finished pages, on a disk of this machine; empty means `prints` in the site folder.",
    ),
    Setting(
        "PRINTS_GB",
        number(1, 100_000),
        "10",
        "How many gigabytes (1,024³ bytes) the prints may take; beyond that those read longest ago go first.",
    ),
    Setting(
        "OLD_EDITIONS",
        number(0, 20),
        "1",
        "How many editions (of older settings or an older Terbit) are kept beside the current one.",
    ),
    Setting(
        "CDN",
        cdn,
        "",
        "The cache in front of the paper that is told of each page that changed: `varnish://host:6081`, "
        "`cloudflare://TOKEN@ZONEID` or `cloudfront://DISTRIBUTIONID` ([how](press.md#a-cdn)); empty means none.",
        secret=True,
    ),
    Setting(
        "WEBSUB_HUB",
        link,
        "",
        "A WebSub hub such as `https://hub.example/`, which is told of each publication and passes feeds on at once "
        "([how](press.md#feeds-and-sitemaps)); empty means none, and nothing is sent.",
    ),
    Setting(
        "READERS_DAYS",
        number(0, 3660),
        "400",
        "How many days counts of readers are kept ([what is counted](readers.md)); 0 counts nobody.",
    ),
    Setting(
        "MOST_READ_MINUTES", number(1, 1440), "10", "How often *Terpopuler* is put in order, in minutes."
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

    @property
    def cdn(self) -> Cdn | None:
        value = self.values["CDN"]
        return value if isinstance(value, Cdn) else None

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


def _listening(name: str, port: str) -> str:
    """The address of a house without a public one; listening everywhere, it is reached locally."""
    name = "127.0.0.1" if name in ("0.0.0.0", "::") else name  # noqa: S104
    return f"http://{bracketed(name)}" + (f":{port}" if port != "80" else "")


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
