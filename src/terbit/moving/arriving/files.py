"""Files of the old site from a folder or ZIP of its uploads. Nothing outside is read, nothing unpacked to disk."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from itertools import product
from pathlib import Path

from terbit.moving.arriving.media import LARGEST, Files
from terbit.moving.exports.streams import ZIP_ERRORS

ROOTS = ("wp-content/uploads", "uploads")
OF_GHOST = ("images", "media", "files")  # below `content`: pictures, recordings, documents
BELOW = re.compile(r"^(?:.*/)?(?:wp-content/uploads|content/(?:images|media|files)|uploads)/")


class FilesRefused(Exception):
    """One sentence: where the pictures should be, they cannot be read."""


def at(path: Path) -> Files:
    """Of a folder or a ZIP. Raises `FilesRefused`."""
    if path.is_dir():
        return Folder(path)
    if not path.is_file():
        raise FilesRefused(f"There is no folder or ZIP {path}.")
    try:
        return Zip(path)
    except ZIP_ERRORS as error:
        raise FilesRefused(f"{path.name} is no folder, and no ZIP that can be read ({error}).") from None


class Folder:
    """`wp-content/uploads` or Ghost's `content` itself, or a folder that it lies in."""

    def __init__(self, folder: Path) -> None:
        self.roots = [path.resolve() for path in _roots(folder)]

    def read(self, file: str) -> bytes | None:
        for root, name in product(self.roots, _spellings(file)):
            path = _within(root, name)
            if path is not None and path.is_file():
                with path.open("rb") as opened:
                    return opened.read(LARGEST + 1)
        return None


def _roots(folder: Path) -> list[Path]:
    for root in ROOTS:
        if (folder / root).is_dir():
            return [folder / root]
    for place in (folder / "content", folder):
        if found := [place / name for name in OF_GHOST if (place / name).is_dir()]:
            return [*found, folder]  # the uploads of WordPress may have such folders, too
    return [folder]


def _within(root: Path, name: str) -> Path | None:
    """The path, links followed; None where it leads out of the folder."""
    try:
        path = (root / name).resolve()
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_relative_to(root) else None


class Zip:
    """Members are found by what stands behind `uploads/`; their names are never used as paths."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.members = {
            BELOW.sub("", member.filename): member
            for member in self.archive.infolist()
            if not member.is_dir() and not member.flag_bits & 1
        }

    def read(self, file: str) -> bytes | None:
        member = next((self.members[name] for name in _spellings(file) if name in self.members), None)
        if member is None:
            return None
        try:
            with self.archive.open(member) as opened:
                return opened.read(LARGEST + 1)  # whatever size it says it has
        except ZIP_ERRORS:
            return None


def _spellings(file: str) -> list[str]:
    """Letters with marks are written in two ways, and Macs choose the other."""
    return (
        []
        if "\0" in file
        else list(dict.fromkeys([file, *(unicodedata.normalize(form, file) for form in ("NFC", "NFD"))]))
    )
