"""Sheets on disk: written whole, taken away whole (`terbit.lib.prints` says what lies where).

A reader gets the old answer or the new one: encodings count only beside their identity, which goes first and comes
last. Between the two there is none, and the reader's request becomes a miss.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from terbit.lib import prints
from terbit.press import compression

BLOCK = 4096  # of nearly every file system


@dataclass
class Sheet:
    """An answer as it goes to disk: `body`, or the file `stored` that is linked instead of copied."""

    address: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    content_type: str = ""
    stored: str = ""
    bodies: dict[str, bytes] = field(default_factory=dict)

    @property
    def plain_name(self) -> str | None:
        """Its plain name, where it is a 200 without headers of its own."""
        if self.status != 200 or self.headers or "?" in self.address:
            return None
        return prints.plain_name(self.address, self.content_type)

    def compress(self, levels: dict[str, int] = compression.QUICK) -> None:
        if self.content_type in prints.COMPRESSED and self.body and not self.bodies:
            self.bodies = compression.compressed(self.body, levels)


def on_disk(size: int) -> int:
    """Bytes that a file of that size takes of a disk, in whole blocks."""
    return -(-size // BLOCK) * BLOCK


class Prepared:
    """A sheet's files under names that nobody reads; `place` gives them theirs."""

    def __init__(self, root: Path, sheet: Sheet) -> None:
        self.root, self.sheet = root, sheet
        self.bytes = 0
        self._files: list[tuple[Path, str]] = []  # and the end of the name each will have
        (root / prints.OTHER).mkdir(parents=True, exist_ok=True)
        try:
            self.name = self._plain() or self._other()
        except BaseException:
            self.discard()
            raise

    def _plain(self) -> str | None:
        name = self.sheet.plain_name
        if name is None or not self._can_lie(self.root / name):
            return None
        for encoding, body in self.sheet.bodies.items():
            self._write(body, prints.ENCODINGS[encoding])
        if self.sheet.stored:
            self._link(Path(self.sheet.stored))
        else:
            self._write(self.sheet.body, "")
        return name

    def _can_lie(self, path: Path) -> bool:
        """Whether a file can lie there: none of the folders on the way is a file, and it is no folder itself."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            return False
        return not path.is_dir()

    def _other(self) -> str:
        sheet = self.sheet
        body = Path(sheet.stored).read_bytes() if sheet.stored else sheet.body
        headers = [("Content-Type", sheet.content_type)] if sheet.content_type else []
        answer = prints.Answer(sheet.status, headers + sheet.headers, sheet.bodies | {"identity": body})
        name = prints.other_name(sheet.address)
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        self._write(answer.pack(), "")
        return name

    def _write(self, body: bytes, end: str) -> None:
        self._files.append((_written(self.root, body), end))
        self.bytes += on_disk(len(body))

    def _link(self, stored: Path) -> None:
        path = Path(tempfile.mktemp(prefix="new-", dir=self.root / prints.OTHER))  # noqa: S306 - linking never overwrites
        self._files.append((path, ""))
        try:
            os.link(stored, path)
            self.bytes += BLOCK  # for its name and its row: links without end would fill a disk too
        except OSError:
            shutil.copyfile(stored, path)
            os.chmod(path, 0o644)
            self.bytes += on_disk(path.stat().st_size)

    def lies(self) -> bool:
        """Whether its files are there still; it stays so while the lock of the folder is held."""
        return all(path.exists() for path, _end in self._files)

    def place(self, mtime: int) -> None:
        """Encodings first, identity last; all of the same time."""
        target = self.root / self.name
        for path, end in self._files:
            if not self.sheet.stored:
                os.utime(path, (mtime, mtime))
            os.replace(path, f"{target}{end}")
        self._files = []

    def discard(self) -> None:
        for path, _end in self._files:
            path.unlink(missing_ok=True)


def remove(root: Path, name: str) -> None:
    """Take a sheet's files away, the identity first."""
    for end in ("", *prints.ENCODINGS.values()):
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{root / name}{end}")


def settle(folders: Iterable[Path]) -> None:
    """What was taken away stays away, even if the power goes now."""
    wanted = set(folders)
    if len(wanted) > 50:  # one round over the disk is then cheaper
        os.sync()
        return
    for folder in wanted:
        with suppress(FileNotFoundError, NotADirectoryError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def read(root: Path, name: str) -> prints.Answer | None:
    """A sheet as it lies on disk; None where it is not there or not whole."""
    try:
        body = (root / name).read_bytes()
        if name.startswith(f"{prints.OTHER}/"):
            return prints.Answer.unpack(body)
        bodies = {
            encoding: Path(f"{root / name}{end}").read_bytes()
            for encoding, end in prints.ENCODINGS.items()
            if prints.type_of(name) in prints.COMPRESSED
        }
    except (OSError, ValueError):
        return None
    return prints.Answer(200, [("Content-Type", prints.type_of(name))], bodies | {"identity": body})


class Improved:
    """A sheet's encodings, made as small as can be while nobody holds the lock; `place` puts them in."""

    def __init__(self, root: Path, name: str) -> None:
        """FileNotFoundError where the sheet is gone."""
        self.root, self.target = root, root / name
        body = self.target.read_bytes()
        self.mtime = int(self.target.stat().st_mtime)
        self.bodies = compression.compressed(body, compression.BEST)
        self.bytes = on_disk(len(body)) + sum(on_disk(len(other)) for other in self.bodies.values())

    def place(self) -> None:
        """Beside their identity only, which may have gone before its row."""
        if not self.target.exists():
            return
        for encoding, body in self.bodies.items():
            path = _written(self.root, body)
            os.utime(path, (self.mtime, self.mtime))
            os.replace(path, f"{self.target}{prints.ENCODINGS[encoding]}")


def _written(root: Path, body: bytes) -> Path:
    """A new file under a name that nobody reads."""
    handle, path = tempfile.mkstemp(prefix="new-", dir=root / prints.OTHER)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        os.chmod(path, 0o644)
    except BaseException:  # a full disk is not filled further
        os.unlink(path)
        raise
    return Path(path)
