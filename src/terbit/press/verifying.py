"""Whether what lies in the print folder is what readers should get: `terbit press --verify`."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import brotli

from terbit.lib import prints
from terbit.press import changes, rendering, sheets
from terbit.press.folder import Folder
from terbit.press.index import Row, number, unpacked


@dataclass(frozen=True)
class Finding:
    """One sheet, or file, that is not as it should be, with a sentence why."""

    address: str
    edition: str
    sentence: str


def verify(folder: Folder) -> Iterator[Finding]:
    """Follow the log, then render everything printed in the current edition again and compare; look at the rest."""
    folder.catch_up()
    for row in folder.index.all("SELECT address FROM sheet WHERE edition = ? ORDER BY id", folder.current):
        yield from _compare(folder, row["address"])
    yield from _older(folder)
    yield from _strays(folder)


def _compare(folder: Folder, address: str) -> Iterator[Finding]:
    """One sheet against a new rendering; once more where something changed between the two."""
    for attempt in (1, 2, 3):
        with folder.index.alone_with(address):
            folder.catch_up()
            row = folder.index.sheet(address, folder.current)
            answer = sheets.read(folder.root(folder.current), row["name"]) if row else None
            if row is None or answer is None:
                return  # pulled meanwhile, or never came to lie there: whoever asks next gets it new
            rendered = rendering.render(address)
            sentence = _difference(row, answer, rendered)
            changed = rendered and changes.touched_since(rendered.mark.position) & rendered.keys
            if not sentence or not changed or attempt == 3:
                break
    if sentence:
        yield Finding(address, row["edition"], sentence)


def _difference(row: Row, answer: prints.Answer, rendered: rendering.Rendered | None) -> str:
    if rendered is None:
        return "the paper has no such address"
    sheet = rendered.sheet
    body = Path(sheet.stored).read_bytes() if sheet.stored else sheet.body
    if answer.status != sheet.status:
        return f"status {answer.status} instead of {sheet.status}"
    if answer.bodies["identity"] != body:
        return "other bytes"
    if rendered.edition.name != row["edition"]:
        return "printed in another edition"
    for encoding, packed in answer.bodies.items():
        if _unpacked(encoding, packed) != body:
            return f"{encoding} holds something else"
    missing = {number(key) for key in rendered.keys} - set(unpacked(row["keys"])) - _EVERYWHERE
    return f"{len(missing)} of its keys are not known" if missing else ""


_EVERYWHERE = {number("edition"), number("all")}


def _unpacked(encoding: str, body: bytes) -> bytes:
    try:
        if encoding == "br":
            return brotli.decompress(body)
        return gzip.decompress(body) if encoding == "gzip" else body
    except (OSError, EOFError, brotli.error):
        return b"\0"


def _older(folder: Folder) -> Iterator[Finding]:
    """Sheets of older editions that show what was touched since they were printed."""
    since: dict[str, set[int]] = {}
    for row in folder.index.all("SELECT * FROM sheet WHERE edition <> ?", folder.current):
        position = row["position"]
        if position not in since:
            since[position] = {number(key) for key in changes.touched_since(position)} - _EVERYWHERE
        # One without files left with many others, and its row is forgotten later.
        if since[position] & set(unpacked(row["keys"])) and sheets.read(
            folder.root(row["edition"]), row["name"]
        ):
            yield Finding(row["address"], row["edition"], "touched since, and still there")


def _strays(folder: Folder) -> Iterator[Finding]:
    """Files without a row."""
    for edition in folder.index.all("SELECT name FROM edition"):
        root = folder.root(edition["name"])
        rows = folder.index.all("SELECT name FROM sheet WHERE edition = ?", edition["name"])
        known = {f"{row['name']}{end}" for row in rows for end in ("", *prints.ENCODINGS.values())}
        for path in root.rglob("*"):
            name = str(path.relative_to(root))
            if path.is_file() and name not in known and not path.name.startswith("new-"):
                yield Finding(name, edition["name"], "a file that the index does not know")
