"""The file of a backup: a tar that is written and read from front to back, so it may be a pipe.

terbit.json                     which Terbit made it, when, and the migrations of its database
secret_key
rows/<model>/<number>.jsonl     the names of the columns, then a row a line
media/<name>                    every file the rows speak of
manifest.json                   how many rows of each model, how many files
SHA256SUMS                      of all that came before, in that order; `sha256sum -c` reads it
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, Self

FORMAT = 1
HEADER, KEY, MANIFEST, SUMS = "terbit.json", "secret_key", "manifest.json", "SHA256SUMS"
ROWS, MEDIA = "rows", "media"
BLOCK = 1024 * 1024
# Rows are cut into parts of this size; a part of a backup we made is never much larger.
PART, LARGEST_PART = 4 * BLOCK, 512 * BLOCK
IN_MEMORY = 4 * BLOCK


class BadArchive(ValueError):
    """The file is no backup, or not a whole one; the message is one sentence."""


class Writer:
    """Adds members; the end of its `with` block ends the archive with the checksums. Memory stays flat."""

    def __init__(self, stream: IO[bytes], compressed: bool) -> None:
        mode = "w|gz" if compressed else "w|"
        self.tar = tarfile.open(fileobj=stream, mode=mode, format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.sums = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.now = int(time.time())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with self.sums:
            if kind is None:
                self._end()
            else:
                # Else tarfile writes what it still holds when it is thrown away, to a file closed by then.
                self.tar.fileobj.closed = True

    def add_json(self, name: str, value: object) -> None:
        self.add(name, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())

    def add(self, name: str, data: bytes) -> None:
        self._add(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def _end(self) -> None:
        size = self.sums.tell()
        self.sums.seek(0)
        self.tar.addfile(self._member(SUMS, size), self.sums)
        self.tar.close()

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        counted = _Hashing(file)
        self.tar.addfile(self._member(name, size), counted)
        self.tar.members.clear()
        self.sums.write(sum_line(counted.hexdigest(), name))

    def _member(self, name: str, size: int) -> tarfile.TarInfo:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, self.now
        return member


class _Hashing(io.RawIOBase):
    """A file that adds up what is read from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.hash.update(data)
        return data

    def hexdigest(self) -> str:
        return self.hash.hexdigest()


def sum_line(digest: str, name: str) -> bytes:
    return f"{digest}  {name}\n".encode(errors="surrogateescape")


@contextmanager
def members(stream: IO[bytes]) -> Iterator[Iterator[tuple[str, IO[bytes], int]]]:
    """Name, content and size of each member in order. Raises BadArchive at anything we would not have written."""
    try:
        with tarfile.open(fileobj=stream, mode="r|*") as tar:
            yield _members(tar)
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, tarfile.TarError) and error.errno:
            raise  # the disk's trouble, not the archive's
        raise BadArchive("it is damaged, cut off, or no backup of Terbit at all") from error


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes], int]]:
    for member in tar:
        tar.members.clear()
        if not member.isreg() or not is_safe(member.name):
            raise BadArchive(f"it holds “{member.name}”, which no backup of Terbit does")
        content = tar.extractfile(member)
        assert content is not None  # noqa: S101  a regular file has content
        yield member.name, content, member.size


def is_safe(name: str) -> bool:
    """Whether a member is one of ours, and lies where it says."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or str(path) != name:
        return False
    if "\\" in name or any(letter < " " for letter in name):
        return False
    return name in (HEADER, KEY, MANIFEST, SUMS) or (len(path.parts) > 1 and path.parts[0] in (ROWS, MEDIA))


def verify(stream: IO[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the whole archive, prove its checksums and return header and manifest. Raises BadArchive."""
    ours, documents, seen, last = hashlib.sha256(), {}, set(), ""
    with members(stream) as found:
        for name, content, size in found:
            if (not last and name != HEADER) or last == SUMS:
                break
            if name in seen or not seen.isdisjoint(map(str, PurePosixPath(name).parents)):
                raise BadArchive(f"it holds “{name}” twice")
            seen.add(name)
            last = name
            if name == SUMS:
                if _hash(content)[0] != ours.hexdigest():
                    raise BadArchive("its checksums do not fit what it holds: it is damaged")
                continue
            digest, data = _hash(content, keep=name in (HEADER, MANIFEST) and size < LARGEST_PART)
            ours.update(sum_line(digest, name))
            if data:
                documents[name] = _json(data)
    if last != SUMS or not {HEADER, KEY, MANIFEST} <= seen or not {HEADER, MANIFEST} <= set(documents):
        raise BadArchive("it is cut off, or no backup of Terbit at all")
    return known_header(documents[HEADER]), known_manifest(documents[MANIFEST])


def known_header(header: dict[str, Any]) -> dict[str, Any]:
    """The header, when it says what a restore must know. Raises BadArchive."""
    if header.get("format") != FORMAT:
        raise BadArchive(
            f"its format is {header.get('format')!r}, and this Terbit knows format {FORMAT} only"
        )
    migrations = header.get("migrations")
    if not isinstance(migrations, list) or not all(_is_migration(one) for one in migrations):
        raise BadArchive("it does not say which database it holds")
    try:
        datetime.fromisoformat(header["made"])
    except (KeyError, TypeError, ValueError):
        raise BadArchive("it does not say when it was made") from None
    return header


def known_manifest(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest, when it counts rows and files. Raises BadArchive."""
    rows = manifest.get("rows")
    if not isinstance(rows, dict) or {type(count) for count in (*rows.values(), manifest.get("files"))} != {
        int
    }:
        raise BadArchive("it does not say how much it holds")
    return manifest


def _is_migration(one: object) -> bool:
    return isinstance(one, list) and len(one) == 2 and all(isinstance(word, str) for word in one)


def _hash(content: IO[bytes], keep: bool = False) -> tuple[str, bytes]:
    whole, kept = hashlib.sha256(), b""
    while block := content.read(BLOCK):
        whole.update(block)
        kept += block if keep else b""
    return whole.hexdigest(), kept


def _json(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except ValueError:
        raise BadArchive("it is damaged, or no backup of Terbit at all") from None
    if not isinstance(value, dict):
        raise BadArchive("it is no backup of Terbit")
    return value
