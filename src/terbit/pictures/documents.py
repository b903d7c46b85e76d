"""Documents: which kinds readers may have, and what each must begin with, whatever its name says."""

from __future__ import annotations

from pathlib import PurePosixPath

import filetype

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
TYPES = {
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "epub": "application/epub+zip",
    "ods": f"{_OPEN}.spreadsheet",
    "odt": f"{_OPEN}.text",
    "pdf": "application/pdf",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain",
    "xls": "application/vnd.ms-excel",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "zip": "application/zip",
}
IN_BROWSER = "pdf"  # every other is only ever saved
_ZIP, _OLE = (b"PK\x03\x04",), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
_BEGINNINGS = {
    **dict.fromkeys(("docx", "epub", "ods", "odt", "pptx", "xlsx"), _ZIP),
    **dict.fromkeys(("doc", "ppt", "xls"), _OLE),
    "pdf": (b"%PDF-",),
    "rtf": (b"{\\rtf",),
    "zip": (*_ZIP, b"PK\x05\x06"),  # the second has nothing in it
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # Windows' editors write so, with a NUL in every other place
LOOKED_AT = 8192  # bytes


def extension(name: str) -> str:
    """`pdf` of `Laporan.PDF`; "" where it names no document."""
    end = PurePosixPath(name).suffix[1:].lower()
    return end if end in TYPES else ""


def is_one(kind: str, head: bytes) -> bool:
    """Whether content that begins so is what an extension says."""
    beginnings = _BEGINNINGS.get(kind)
    return head.startswith(beginnings) if beginnings else _is_text(head[:LOOKED_AT])


def _is_text(head: bytes) -> bool:
    if head.startswith(_UTF_16):
        return True
    return b"\0" not in head and filetype.guess_mime(head) is None
