"""Addresses of the old site: the path of a story, the file of a picture, and what is the same under two names."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import parse_qs, unquote, urlsplit

from django.urls import Resolver404, resolve

from terbit.moving.exports.records import Item
from terbit.newsroom.models import Section
from terbit.newsroom.paths import RESERVED
from terbit.theme import views

LONGEST = 1000
LONGEST_NUMBER = 12
UPLOADS = re.compile(
    r"/(?:wp-content/(?:uploads|blogs\.dir/\d+/files)|files|content/(?:images|media|files))/(.+)"
)
# Copies that WordPress and Ghost make of one original.
SIZED = re.compile(r"-\d{1,5}x\d{1,5}(?=\.\w{1,5}$)")
EDITED = re.compile(r"-(?:scaled|rotated|e\d{10,13})(?=(?:-\d{1,5}x\d{1,5})?\.\w{1,5}$)")
GHOST_SIZE = re.compile(r"^size/w\d+(?:h\d+)?/(?:format/\w+/)?")
NUMBER = ("p", "page_id", "attachment_id")


def path_of(link: str) -> str:
    """The path of an address, decoded, composed (NFC); "" where it names nothing by its path."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    path = unicodedata.normalize("NFC", unquote(parts.path, errors="replace"))
    names_by_number = any(name in parse_qs(parts.query) for name in NUMBER)
    # No text of PostgreSQL holds NUL, and nobody can be led from such an address.
    return "" if path in ("", "/") or names_by_number or "\0" in path else path


def folder_of(site: str) -> str:
    """`/blog` of a site at `https://kabar.example/blog`; "" where it has a host for itself."""
    return path_of(site).rstrip("/") if "://" in site else ""


def is_number(key: str) -> bool:
    """Whether `?p=` may name it (`prints.NUMBERED`)."""
    return key.isascii() and key.isdecimal() and len(key) <= LONGEST_NUMBER


def number_of(link: str) -> str:
    """The id in `?p=17`; "" where there is none."""
    try:
        values = parse_qs(urlsplit(link.strip()).query)
    except ValueError:
        return ""
    return next((values[name][0] for name in NUMBER if name in values and values[name][0].isdecimal()), "")


def host_of(link: str) -> str:
    try:
        return (urlsplit(link.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def file_of(item: Item) -> str:
    """Where an attachment's file lies below the uploads: `2024/06/banjir.jpg`."""
    if item.kind != "attachment":
        return ""
    return item.attachment_file or below_uploads(item.attachment_url or item.guid)


def below_uploads(link: str) -> str:
    try:
        path = unquote(urlsplit(link.strip()).path, errors="replace")
    except ValueError:
        return ""
    found = UPLOADS.search(path)
    return GHOST_SIZE.sub("", found[1]) if found else path.lstrip("/")


def originals(file: str) -> list[str]:
    """The file itself, then what it may be a copy of: `foto-300x200.jpg` of `foto.jpg` or `foto-scaled.jpg`."""
    plain = EDITED.sub("", SIZED.sub("", file))
    without_size = SIZED.sub("", file)
    stem, dot, end = plain.rpartition(".")
    return list(dict.fromkeys([file, without_size, plain, f"{stem}-scaled{dot}{end}", f"{stem}_o{dot}{end}"]))


def is_copy(path: str) -> bool:
    """Whether it names an upload in another size than its own."""
    below = UPLOADS.search(path)
    return bool(below and (SIZED.search(path) or GHOST_SIZE.match(below[1])))


def is_usable(path: str) -> bool:
    """Whether a path can be a story's: what browsers and the paper's own rules leave alone."""
    return bool(
        path.startswith("/")
        and path != "/"
        and len(path) <= LONGEST
        and "//" not in path
        and not re.search(r"[\x00-\x1f\x7f\\?#�]|/\.{1,2}(?:/|$)", path)
    )


def may_be_a_story(path: str) -> bool:
    """Whether readers who ask for it would be given a story: not a section, nor a place of the paper's own."""
    if not is_usable(path):
        return False
    words = path.strip("/").split("/")
    if len(words) == 1 and Section.objects.filter(slug=words[0]).exists():
        return False
    return words[0].lower() not in RESERVED or _leads_to_data(path)


def _leads_to_data(path: str) -> bool:
    try:
        return resolve(path).func is views.page
    except Resolver404:
        return False
