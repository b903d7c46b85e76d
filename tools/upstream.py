"""Write our Indonesian of Wagtail's editing screens as Wagtail lays it out, to be offered there: `upstream.py FOLDER`.

A catalogue for each of its apps, as `FOLDER/wagtail/images/locale/id_ID/LC_MESSAGES/django.po`, with what the English
one beside it holds, in its order. Leftovers, which no installed package says any more, are listed.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
import taggit
import wagtail
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

OURS = Path(__file__).parent.parent / "src/terbit/locale_wagtail/id/LC_MESSAGES"
OFFERED = {wagtail: "id_ID", taggit: "id"}  # and what each calls Indonesian
ENGLISH = "locale/en/LC_MESSAGES/{}.po"


Key = tuple[str | None, str]  # context, English text (the singular)


def read(path: Path) -> Catalog:
    with path.open("rb") as po:
        return read_po(po)


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {key(message): message for message in catalogue if message.id}


def key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def offer(folder: Path, domain: str) -> set[Key]:
    """Returns what of our catalogue no package knows."""
    ours = read(OURS / f"{domain}.po")
    left = set(by_key(ours))
    for package in (django, *OFFERED):
        root = Path(package.__file__).parent
        for template in sorted(root.rglob(ENGLISH.format(domain))):
            english = read(template)
            left -= by_key(english).keys()
            if package in OFFERED:
                place = template.parents[2].relative_to(root.parent) / OFFERED[package]
                write(folder / place / "LC_MESSAGES" / template.name, english, ours)
    return left


def write(target: Path, english: Catalog, ours: Catalog) -> None:
    catalogue = Catalog("id", header_comment="# Indonesian, as Terbit speaks it", fuzzy=False)
    catalogue.mime_headers = ours.mime_headers  # Babel does not know that Indonesian has no plural
    known = by_key(ours)
    for at, message in by_key(english).items():
        if at in known:
            said = known[at].string
            catalogue.add(message.id, said, message.locations, message.flags, context=message.context)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as po:
        write_po(po, catalogue, width=79)


if __name__ == "__main__":
    for domain in ("django", "djangojs"):
        for context, text in sorted(offer(Path(sys.argv[1]), domain), key=lambda left: left[1]):
            print(f"{domain}: {text!r} {context or ''}".rstrip())
