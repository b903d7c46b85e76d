"""The paper's style sheet, script and icon, and what a newsroom's own theme adds.

Their addresses change with their content. So a page that was printed before goes with the style sheet of its time, and
everybody may keep both for ever. Readers get the style sheet without the spaces and comments that are there for those
who change it.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

import rcssmin
from django.conf import settings
from django.contrib.staticfiles import finders

from terbit.lib import prints
from terbit.theme import own

SHIPPED = ("paper.css", "paper.js", "search.js", "icon.svg", "picture.svg")
# What a theme may bring: what the paper's Content-Security-Policy lets a page show.
KINDS = ("css", "js", "svg", "png", "jpg", "webp", "avif")
STAMP_LENGTH = 12
URL = re.compile(rb"""url\((["']?)([\w.-]+)\1\)""")


def address(name: str) -> str:
    """`/aset/0f1e2d3c4b5a/paper.css`; KeyError if there is no such file."""
    return f"/aset/{stamp(name)}/{name}"


def stamp(name: str) -> str:
    """The first 12 hex digits of the SHA-256 of what is served. KeyError if there is no such file."""
    return _file(name)[0]


def content(name: str) -> bytes:
    return _file(name)[1]


def has(name: str) -> bool:
    return name in SHIPPED or (name.rpartition(".")[2] in KINDS and own.asset(name) is not None)


def type_of(name: str) -> str:
    return prints.TYPES[name.rpartition(".")[2]]


def _file(name: str) -> tuple[str, bytes]:
    """Read once: after an upgrade, a process of before goes on with what its addresses name."""
    return (_read if settings.DEBUG else _kept)(name, own.is_aside())


def _read(name: str, _aside: bool) -> tuple[str, bytes]:
    """Stamp and content, found as Django finds static files: a house may put its own in their place."""
    if not has(name):
        raise KeyError(name)
    found = (own.asset(name) or Path(str(finders.find(f"terbit_theme/{name}")))).read_bytes()
    if name == "paper.css":
        found += own.sheet()
    if name.endswith(".css"):
        found = URL.sub(_addressed, bytes(rcssmin.cssmin(found)))
    return hashlib.sha256(found).hexdigest()[:STAMP_LENGTH], found


def _addressed(found: re.Match[bytes]) -> bytes:
    """`url(anchor.svg)` of a theme's style sheet: the address of that file; others stay as they are."""
    name = found[2].decode()
    is_file = not name.endswith(".css") and has(name)
    return b"url(%s)" % address(name).encode() if is_file else found[0]


_kept = cache(_read)
