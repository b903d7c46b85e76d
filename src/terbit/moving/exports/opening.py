"""Opening files that may be exports: what they are, and the records in them."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from enum import StrEnum
from pathlib import Path
from typing import IO

from terbit.moving.exports import ghost, wxr
from terbit.moving.exports.dates import Dates
from terbit.moving.exports.encodings import starting_with
from terbit.moving.exports.names import STRONG
from terbit.moving.exports.records import Item, MenuEntry, Record
from terbit.moving.exports.streams import ZIP_ERRORS, Gunzip, Opener, Readable, Stream
from terbit.moving.exports.troubles import Place, Reason, Trouble

_HEAD = 1024 * 1024
_SUFFIXES = frozenset({".xml", ".wxr", ".json", ".gz", ".txt", ".rss", ""})

_WORDPRESS = re.compile(
    rb"wordpress\.org/export/|<(?:[\w-]+:)?(?:" + "|".join(sorted(STRONG)).encode() + rb")[\s/>]"
)
_GHOST = re.compile(rb'"(?:db|posts)"\s*:\s*\[|"exported_on"\s*:|"data"\s*:\s*\{')
_OTHERS = (
    ("nested", re.compile(rb"\A(?:PK\x03\x04|\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!)", re.DOTALL)),
    ("picture", re.compile(rb"\A(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF|%PDF)")),
    ("html", re.compile(rb"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)),
    ("rss", re.compile(rb"<rss\b|<channel>", re.IGNORECASE)),
    ("atom", re.compile(rb"<feed\b", re.IGNORECASE)),
    ("sql", re.compile(rb"\b(?:CREATE TABLE|INSERT INTO)\b", re.IGNORECASE)),
    ("json", re.compile(rb"\A\s*[\[{]")),
)


class Kind(StrEnum):
    WXR = "wxr"
    GHOST = "ghost"


@dataclass(frozen=True)
class Export:
    """One export, which may be read as often as one likes."""

    name: str
    """Of the file, and of the file in it where it is packed: `arsip.zip/kabar.xml`."""
    kind: Kind
    open: Opener

    def records(self, dates: Dates | None = None) -> Iterator[Record]:
        """Never raises for what is in the file."""
        if self.kind is Kind.GHOST:
            yield from ghost.read(self.open, self.name)
            return
        stream = self.open()
        try:
            yield from wxr.read(stream, self.name, dates)
        finally:
            stream.close()


@dataclass
class Exports:
    """What was found in some files that belong to one site."""

    exports: list[Export] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    """Why a file is none."""

    def records(self, zone: tzinfo | None = None) -> Iterator[Record]:
        """The troubles and the records of all files, one after the other; what zone the site is in carries over.

        `zone` is for dates that are written in local time only.
        """
        yield from self.troubles
        dates = Dates(zone)
        for export in self.exports:
            yield from export.records(dates)


@dataclass
class Tally:
    """Counts what passes."""

    items: int = 0
    """Recognised in the files, with those lost: the sum of what arrives and what is skipped."""
    lost: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """Of items that were not lost; menu entries are `nav_menu_item`."""
    troubles: Counter[Reason] = field(default_factory=Counter)

    def counting(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            self._count(record)
            yield record

    def _count(self, record: Record) -> None:
        if isinstance(record, Item | MenuEntry):
            self.items += 1
            self.kinds[record.kind if isinstance(record, Item) else "nav_menu_item"] += 1
        elif isinstance(record, Trouble):
            self.troubles[record.reason] += 1
            self.lost += record.lost
            self.items += record.lost


def find(paths: Iterable[Path]) -> Exports:
    """The exports in these files: WXR or Ghost's JSON, plain, gzipped or within a ZIP."""
    found = Exports()
    for path in paths:
        _look_into(path, found)
    return found


def _look_into(path: Path, found: Exports) -> None:
    name = path.name
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        found.troubles.append(
            Trouble(Place(name), Reason.UNREADABLE, {"error": error.strerror or str(error)})
        )
        return
    if magic.startswith((b"PK\3\4", b"PK\5\6")):
        _look_into_zip(path, found)
        return

    def opener() -> Stream:
        return _unpacked(magic, path.open("rb"), Reason.UNREADABLE)

    trouble = _add(name, opener(), opener, found)
    found.troubles += [trouble] if trouble else []


def _look_into_zip(path: Path, found: Exports) -> None:
    """Exports among the members; nothing is ever written to disk, so names cannot lead anywhere."""
    place = Place(path.name)
    before, troubles = len(found.exports), len(found.troubles)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            candidates = filter(_may_be_export, members)
            beside = [_look_into_member(path, archive, member, found) for member in candidates]
    except ZIP_ERRORS as error:
        found.troubles.append(Trouble(place, Reason.ZIP_DAMAGED, {"error": str(error)}))
        return
    # What else lies in the archive is no trouble, unless it cannot be read.
    found.troubles += [
        trouble for trouble in beside if trouble and trouble.reason is not Reason.NOT_AN_EXPORT
    ]
    if len(found.exports) == before and len(found.troubles) == troubles:
        found.troubles.append(Trouble(place, Reason.ZIP_WITHOUT_EXPORT, {"members": len(members)}))


def _look_into_member(
    path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo, found: Exports
) -> Trouble | None:
    name = f"{path.name}/{_printable(member.filename)}"
    if member.flag_bits & 1:
        return Trouble(Place(name), Reason.ZIP_ENCRYPTED, {"member": _printable(member.filename)})
    beginning = Stream(_Member(archive, member), Reason.ZIP_DAMAGED)
    magic = beginning.read(4)
    beginning.close()

    def opener() -> Stream:
        return _unpacked(magic, _Member(path, member), Reason.ZIP_DAMAGED)

    return _add(name, _unpacked(magic, _Member(archive, member), Reason.ZIP_DAMAGED), opener, found)


def _unpacked(magic: bytes, source: Readable, failing: Reason) -> Stream:
    if magic.startswith(b"\x1f\x8b"):
        return Stream(Gunzip(source), Reason.GZIP_DAMAGED)
    return Stream(source, failing)


def _add(name: str, stream: Stream, opener: Opener, found: Exports) -> Trouble | None:
    """Take a file up if it is an export; else why it is none."""
    try:
        kind, trouble = _kind(name, stream)
    finally:
        stream.close()
    if kind:
        found.exports.append(Export(name, kind, opener))
    return trouble


def _kind(name: str, stream: Stream) -> tuple[Kind | None, Trouble | None]:
    """What the beginning of a file says it is, or why it is neither."""
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD)):
        head += more
    codec, mark = starting_with(head)
    text = head[mark:] if codec == "utf-8" else head[mark:].decode(codec, "replace").encode()
    if _WORDPRESS.search(text):
        return Kind.WXR, None
    if text.lstrip()[:1] in (b"{", b"[") and _GHOST.search(text):
        return Kind.GHOST, None
    if not text.strip():
        reason, values = stream.damage or (Reason.EMPTY, {})
        return None, Trouble(Place(name), reason, values)
    likeness = next((kind for kind, pattern in _OTHERS if pattern.search(text)), "unknown")
    return None, Trouble(Place(name), Reason.NOT_AN_EXPORT, {"looks_like": likeness})


def _may_be_export(member: zipfile.ZipInfo) -> bool:
    path = Path(member.filename)
    is_hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not member.is_dir() and not is_hidden and path.suffix.lower() in _SUFFIXES and member.file_size > 0


class _Member:
    """A member of a ZIP, opened when it is first read: what is wrong with it is then said as damage."""

    def __init__(self, archive: zipfile.ZipFile | Path, member: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._member = member
        self._opened: list[IO[bytes] | zipfile.ZipFile] = []

    def read(self, size: int) -> bytes:
        if not self._opened:
            self._open()
        file = self._opened[0]
        return file.read1(size) if isinstance(file, zipfile.ZipExtFile) else b""

    def close(self) -> None:
        for opened in self._opened:
            opened.close()

    def _open(self) -> None:
        if isinstance(self._archive, zipfile.ZipFile):
            self._opened = [self._archive.open(self._member)]
            return
        archive = zipfile.ZipFile(self._archive)
        try:
            self._opened = [archive.open(self._member), archive]
        except BaseException:
            archive.close()
            raise


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name)
