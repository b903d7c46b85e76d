"""Files of the old site: found by address or number, taken over when a story first shows or names them."""

from __future__ import annotations

import io
from collections.abc import Callable
from enum import Enum
from itertools import count
from pathlib import PurePosixPath
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from willow.image import UnrecognisedImageFormatError

from terbit.moving.arriving import permalinks, wording
from terbit.moving.arriving.lines import Lines
from terbit.moving.arriving.spool import Spool
from terbit.moving.bodies import Found, Reference, credit_lines
from terbit.moving.exports.records import Item
from terbit.moving.models import OldItem
from terbit.pictures import documents, metadata
from terbit.pictures.fields import PictureUploadField, media_extension
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.models.picture import FILE_NAME

LARGEST = 100 * 1024 * 1024  # bytes of one file
RECORDINGS = frozenset({".mp3", ".m4a", ".ogg", ".oga", ".mp4", ".m4v", ".webm", ".ogv"})


class Kind(Enum):
    PICTURE, RECORDING, DOCUMENT = range(3)


def kind_of(file: str) -> Kind:
    """By its name; what is none of the others may be a picture."""
    if documents.extension(file):
        return Kind.DOCUMENT
    return Kind.RECORDING if PurePosixPath(file).suffix.lower() in RECORDINGS else Kind.PICTURE


class Files(Protocol):
    """Where the files of the old site come from."""

    def read(self, file: str) -> bytes | None:
        """The content of what lies at `2024/06/banjir.jpg` below the uploads; None where it does not."""
        ...


class NoFiles:
    def read(self, file: str) -> bytes | None:
        return None


class Library:
    """Gives stories the files they name. `taken` counts those that came by this run."""

    def __init__(
        self, spool: Spool, files: Files, lines: Lines, heed: Callable[..., None], *, dry: bool = False
    ) -> None:
        self.spool, self.files, self.lines, self.heed, self.dry = spool, files, lines, heed, dry
        self.refused: dict[str, str] = {}  # file: why it could not be used
        self.taken = 0
        self._below = count(-1, -1)
        self._found: dict[str, Found | None] = {}

    def known(self, file: str, found: Found) -> None:
        """Of an earlier run."""
        self._found[file] = found

    def gone(self, file: str) -> None:
        """It came, and somebody threw it away here: it does not come again."""
        self._found[file] = None

    def picture(self, reference: Reference) -> Found | None:
        return self._look(reference, Kind.PICTURE)

    def recording(self, reference: Reference) -> Found | None:
        return self._look(reference, Kind.RECORDING)

    def linked(self, address: str) -> Found | None:
        """What a text links to, whatever it is."""
        return self._look(Reference(address), kind_of(permalinks.below_uploads(address)))

    def featured(self, item: Item) -> Found | None:
        """The picture above a story: the number of an attachment (WordPress) or an address (Ghost)."""
        named = item.featured_picture
        if not named:
            return None
        caption, credit = credit_lines.split(wording.line(item.featured_caption))
        number = int(named) if named.isdecimal() and len(named) < 16 else None
        about = {"caption": caption, "credit": credit, "alt": item.featured_alt}
        return self.picture(Reference("" if number else named, number, **about))

    def reason(self, file: str) -> str:
        """Why a file is not here."""
        if isinstance(self.files, NoFiles):
            return "file-not-asked"
        failures = getattr(self.files, "failures", {})
        return self.refused.get(file) or failures.get(file, "file-missing")

    def of_attachment(self, item: Item) -> Found | None:
        file = permalinks.file_of(item)
        return self._taken(file, item, Reference(), kind_of(file)) if file else None

    def _look(self, reference: Reference, kind: Kind) -> Found | None:
        number = str(reference.attachment) if reference.attachment else ""
        own = self.spool.file_of(number) if number else ""
        named = [own] if own else []
        if reference.address:
            named += permalinks.originals(permalinks.below_uploads(reference.address))
        for file in dict.fromkeys(named):
            number_of_it = number if file == own else ""
            is_fit = (kind is Kind.DOCUMENT) == (kind_of(file) is Kind.DOCUMENT)
            if is_fit and (found := self._taken(file, number_of_it, reference, kind)):
                return found
        return None

    def _taken(self, file: str, owner: Item | str, reference: Reference, kind: Kind) -> Found | None:
        if file not in self._found:
            if isinstance(self.files, NoFiles):
                return None  # nothing to remember: an archive names hundreds of thousands
            self._found[file] = self._take(file, owner, reference, kind)
        return self._found[file]

    def _take(self, file: str, owner: Item | str, reference: Reference, kind: Kind) -> Found | None:
        """`owner` is the item that tells of the file, or its number; "" where only the file is known."""
        self.heed()
        if self.dry and getattr(self.files, "is_far", False):
            return Found(next(self._below), reference.credit)  # a trial does not fetch an archive for nothing
        content = self.files.read(file)
        if content is None:
            return None
        item = owner if isinstance(owner, Item) else self._item(owner, file)
        if not content or len(content) > LARGEST:
            self.refused[file] = "file-empty" if not content else "file-too-large"
            return None
        if self.dry:
            return Found(next(self._below), reference.credit)
        row = self._row(kind, file, content, item, reference)
        if row is None:
            return None
        self.lines.write(_line(file, item, row), row, made=True)
        self.taken += 1
        return Found(row.pk, row.credit)

    def _row(
        self, kind: Kind, file: str, content: bytes, item: Item | None, reference: Reference
    ) -> Picture | MediaFile | None:
        if kind is Kind.PICTURE:
            return self._picture(file, content, item, reference)
        return (self._recording if kind is Kind.RECORDING else self._document)(file, content, item)

    def _item(self, number: str, file: str) -> Item | None:
        return self.spool.by_id(number) if number else self.spool.attachment(file)

    def _picture(self, file: str, content: bytes, item: Item | None, reference: Reference) -> Picture | None:
        upload = InMemoryUploadedFile(
            io.BytesIO(content), "file", PurePosixPath(file).name, None, len(content), None
        )
        try:
            checked = PictureUploadField().clean(upload)
        except (ValidationError, UnrecognisedImageFormatError):
            self.refused[file] = "file-no-picture"
            return None
        caption, credit = credit_lines.split(wording.line(item.caption) if item else "")
        title = wording.line(item.title) if item else ""
        alt = (wording.line(item.alt) if item else "") or reference.alt or caption or title
        row = Picture(
            title=(title or PurePosixPath(file).stem)[:255],
            description="" if FILE_NAME.fullmatch(alt) or alt == PurePosixPath(file).stem else alt[:255],
            caption=caption or reference.caption,
            credit=(credit or reference.credit)[:255],
            file=checked,
        )
        checked.seek(0)
        metadata.fill_in(row, checked, PurePosixPath(file).name)
        row._set_file_hash()
        row.file_size = len(content)
        return row

    def _recording(self, file: str, content: bytes, item: Item | None) -> MediaFile | None:
        extension = media_extension(io.BytesIO(content))
        if extension is None:
            self.refused[file] = "file-no-recording"
            return None
        return _media(file, extension, content, item)

    def _document(self, file: str, content: bytes, item: Item | None) -> MediaFile | None:
        extension = documents.extension(file)
        if not documents.is_one(extension, content[: documents.LOOKED_AT]):
            self.refused[file] = "file-no-document"
            return None
        return _media(file, extension, content, item)


def _media(file: str, extension: str, content: bytes, item: Item | None) -> MediaFile:
    name = f"{PurePosixPath(file).stem}.{extension}"
    upload = InMemoryUploadedFile(io.BytesIO(content), "file", name, None, len(content), None)
    title = (wording.line(item.title) if item else "") or PurePosixPath(file).stem
    row = MediaFile(title=title[:255], file=upload)
    row._set_document_file_metadata()
    return row


def _line(file: str, item: Item | None, row: Picture | MediaFile) -> OldItem:
    url = permalinks.path_of(item.attachment_url or item.guid) if item else ""
    return OldItem(
        key=f"file:{file}"[:300],
        kind="file",
        title=row.title[:300],
        url=url[:1000] or f"/wp-content/uploads/{file}"[:1000],
    )
