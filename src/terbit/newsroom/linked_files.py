"""Files that a text names by the address they had on an old site: `/wp-content/uploads/2024/06/laporan.pdf`.

Such links stay as they were written. Readers may have what a published text names, so Wagtail's reference index is
told of it (`terbit.newsroom.shown`). Which file an address means, the app knows that moved it in; of an address without
a host that depends on the site which the text came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from typing import Any

from django.db.models import Model
from wagtail.fields import RichTextField

FOLDERS = r"wp-content/uploads|content/(?:images|media|files)"
NAMED = re.compile(rf"/(?:{FOLDERS})/[^\s\"'<>\[\]?#]+")
# With the folders that a site lay in.
HOST = re.compile(r"(?:https?:)?//[^/\s\"'<>\[\]]+(?:/[^/\s\"'<>\[\]]+)*\Z")
LONGEST_HOST = 270  # letters, with what stands before it
GAP = 'data-missing="'  # a picture that an import did not find: only its editor is told of it

File = tuple[type[Model], int]
Owner = tuple[type[Model], int]  # of a text: a story or page, by its model and key
Named = tuple[str, Owner | None]  # an address, and whose text names it
Find = Callable[[Iterable[Named]], dict[Named, File]]
_finders: list[Find] = []


def register(find: Find) -> None:
    """`find` tells which of some addresses that texts name are files of ours."""
    if find not in _finders:
        _finders.append(find)


def find(named: Iterable[Named]) -> dict[Named, File]:
    wanted = dict.fromkeys(named)
    return {each: file for finder in _finders if wanted for each, file in finder(wanted).items()}


def addresses(stored: Any) -> list[str]:
    """Those that a stored value names, a text or any JSON, each once."""
    return list(dict.fromkeys(address for text in _texts(stored) for address in _named(text)))


def of(stored: Any, owner: Owner | None = None) -> list[File]:
    return list(dict.fromkeys(find((address, owner) for address in addresses(stored)).values()))


def owner_of(row: Model) -> Owner | None:
    return (type(row), row.pk) if row.pk else None


def _texts(stored: Any) -> Iterator[str]:
    if isinstance(stored, str):
        yield stored
    elif isinstance(stored, dict | list | tuple):
        for part in stored.values() if isinstance(stored, dict) else stored:
            yield from _texts(part)


def _named(text: str) -> Iterator[str]:
    for found in NAMED.finditer(text):
        before = text[max(0, found.start() - LONGEST_HOST) : found.start()]
        host = HOST.search(before)
        if not before.removesuffix(host[0] if host else "").endswith(GAP):
            yield unescape(f"{host[0] if host else ''}{found[0]}")


class OwnedText(str):
    """A text that knows whose it is: Wagtail hands a field nothing but the value when it asks for references."""

    owner: Owner | None = None


class LinkingTextField(RichTextField):
    """Rich text whose links to old files are references, too."""

    def deconstruct(self) -> Any:
        """A migration knows it as Wagtail's own."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "wagtail.fields.RichTextField", args, kwargs

    def value_from_object(self, obj: Model) -> Any:
        value = super().value_from_object(obj)
        if isinstance(value, str):
            value = OwnedText(value)
            value.owner = owner_of(obj)
        return value

    def extract_references(self, value: Any) -> Iterator[Any]:
        yield from super().extract_references(value)
        for model, key in of(str(value), getattr(value, "owner", None)):
            yield model, str(key), "", ""
