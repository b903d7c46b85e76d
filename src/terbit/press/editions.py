"""An edition: the fingerprint of everything that all pages share. Sheets of different editions never mix.

Its parts are the code, and what apps register here: settings, navigation. A process keeps the parts it has read
until the change log shows that one of them was touched.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings

from terbit import __version__
from terbit.press import changes, recording


@dataclass(frozen=True)
class Part:
    """`load` reads it; `describe` says of the value all that pages show of it, for the fingerprint."""

    name: str
    load: Callable[[], Any]
    describe: Callable[[Any], object]


@dataclass(frozen=True)
class Edition:
    name: str
    parts: dict[str, Any]


_parts: dict[str, Part] = {}
_lock = threading.Lock()
_kept: dict[str, Any] = {}  # "state", "edition"


def register(name: str, load: Callable[[], Any], describe: Callable[[Any], object]) -> None:
    _parts[name] = Part(name, load, describe)


def at(mark: changes.Mark) -> Edition:
    """The edition as it was when the mark was set, or later: who keeps a sheet asks whether it was touched since."""
    with _lock:
        if _kept.get("state") == (mark.edition, settings.TERBIT_URL):
            return _kept["edition"]
    edition = read()
    with _lock:
        _kept.update(state=(mark.edition, settings.TERBIT_URL), edition=edition)
    return edition


def read() -> Edition:
    parts = {part.name: part.load() for part in _parts.values()}
    told = {name: _parts[name].describe(value) for name, value in parts.items()}
    text = json.dumps([code(), settings.TERBIT_URL, told], default=str, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()[:16]
    return Edition(name, parts | {"edition": name})


def name() -> str:
    """That of the page being rendered, else of what is stored now."""
    return recording.part("edition", lambda: read().name)


def forget() -> None:
    """What this process has read; a test that goes back in time must."""
    with _lock:
        _kept.clear()


@cache
def code() -> str:
    """SHA-256 over the files of this Terbit, and the versions of what it stands on."""
    digest = hashlib.sha256(f"{__version__} {django.__version__} {wagtail.__version__}".encode())
    package = Path(__file__).parent.parent
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".js", ".svg", ".mo"} and path.is_file():
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
