"""The files of a delivery: written to the site folder part by part, read from there, thrown away."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterable
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from terbit.moving.models import Delivery, Stage

EXPORTS, UPLOADS = "exports", "uploads"  # the two kinds of files, each in a folder of its own
SPARE = 1024**3  # bytes that must stay free: the house itself, and what moves in, need room too
PART = 8 * 1024 * 1024  # bytes of a file that a browser sends at a time
BLOCK = 1024 * 1024
LONGEST = 150  # bytes of a name
MOST = 200  # files
FORGOTTEN = timedelta(days=7)  # after that what nobody ever began is thrown away


class Refused(Exception):
    """One sentence: the file was not taken."""


class Elsewhere(Exception):
    """The part does not begin where the file ends so far, at `size` bytes."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def folder(delivery: Delivery) -> Path:
    return Path(settings.HOME, "moving", delivery.folder)


def files(delivery: Delivery, kind: str = EXPORTS) -> list[Path]:
    """In the order of their names, as several files of one export are numbered."""
    there = folder(delivery) / kind
    return sorted(path for path in there.iterdir() if path.is_file()) if there.is_dir() else []


def size(delivery: Delivery) -> int:
    """Bytes; 0 where somebody throws them away just now."""
    try:
        return sum(path.stat().st_size for kind in (EXPORTS, UPLOADS) for path in files(delivery, kind))
    except FileNotFoundError:
        return 0


def check_room(expected: int) -> None:
    """Raises `Refused` where so many bytes more would fill the disk."""
    free = shutil.disk_usage(settings.HOME).free
    if expected > free - SPARE:
        told = _(
            "The disk of this house has not enough room: %(size)s came, and %(free)s are free (1 GB must stay free)."
        )
        raise Refused(told % {"size": filesizeformat(expected), "free": filesizeformat(max(0, free))})


def add(delivery: Delivery, kind: str, name: str, parts: Iterable[bytes]) -> None:
    """A whole file. Raises `Refused`."""
    path = _path(delivery, kind, name)
    if path.exists():
        raise Refused(
            _("Two of the files are called “%(name)s”: give each a name of its own.") % {"name": name}
        )
    _append(path, parts)


def add_part(delivery: Delivery, kind: str, name: str, at: int, stream: IO[bytes], length: int) -> int:
    """Put `length` bytes of `stream` behind the first `at` bytes of a file; the size that it has then.

    Raises `Refused` and `Elsewhere`. A browser that lost the connection sends a part again while the first is still
    coming: so it is read to its end first, and then looked at and written by one at a time.
    """
    path = _path(delivery, kind, name)
    check_room(length)
    part = _whole(stream, length)
    try:
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            there = os.fstat(file.fileno()).st_size
            if at != there:
                raise Elsewhere(there)
            file.write(part)
        return there + len(part)
    except OSError as error:
        raise _unwritable(error) from None


def expect(sent: str) -> dict[str, int]:
    """The files that a browser says it will send (`[{"kind": …, "name": …, "size": …}]`), as `missing` asks for them.

    Raises `Refused`.
    """
    expected: dict[str, int] = {}
    try:
        for each in json.loads(sent) if sent else ():
            key = f"{each['kind']}/{plain_name(str(each['name']))}"
            if key in expected:
                told = _("Two of the files are called “%(name)s”: give each a name of its own.")
                raise Refused(told % {"name": each["name"]})
            expected[key] = int(each["size"])
    except (ValueError, TypeError, LookupError):
        raise Refused(_("The browser sent something else than a part of a file.")) from None
    return expected


def missing(delivery: Delivery) -> str:
    """The name of a file that has not come whole, or is larger than it was; "" where all are as they should be."""
    here = {
        f"{kind}/{path.name}": path.stat().st_size
        for kind in (EXPORTS, UPLOADS)
        for path in files(delivery, kind)
    }
    wrong = (key for key, size in delivery.expected.items() if here.get(key, 0) != size)
    return next(wrong, "").partition("/")[2]


def discard(delivery: Delivery) -> None:
    """Throw the files away."""
    shutil.rmtree(folder(delivery), ignore_errors=True)


def sweep() -> None:
    """Throw away what was never begun, and folders that no delivery has any more (after a restore)."""
    before = timezone.now() - FORGOTTEN
    for delivery in Delivery.objects.filter(stage__in=[Stage.COMING, Stage.REFUSED], changed_at__lt=before):
        discard(delivery)
        delivery.delete()
    known = set(Delivery.objects.values_list("folder", flat=True))
    there = Path(settings.HOME, "moving")
    for path in there.iterdir() if there.is_dir() else ():
        if path.name not in known and path.stat().st_mtime < before.timestamp():
            shutil.rmtree(path, ignore_errors=True)


def plain_name(name: str) -> str:
    """What can be a file of ours: no folders, nothing hidden, nothing unprintable, not too long."""
    name = PurePosixPath(name.replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable()).strip().lstrip(".")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 8:
        return _short(stem, LONGEST - 10) + dot + suffix if stem else suffix
    return _short(name, LONGEST) or "ekspor"


def _short(text: str, most: int) -> str:
    """Names that differ only behind that end in something else each."""
    written = text.encode("utf-8", "replace")
    if len(written) <= most:
        return written.decode()
    mark = "-" + blake2b(written, digest_size=4).hexdigest()
    return written[: most - len(mark)].decode("utf-8", "ignore") + mark


def _path(delivery: Delivery, kind: str, name: str) -> Path:
    there = folder(delivery) / kind
    if kind == UPLOADS and [path.name for path in files(delivery, kind)] not in ([], [plain_name(name)]):
        raise Refused(_("Only one ZIP of the uploads can come with an export."))
    if len(files(delivery, kind)) > MOST:
        raise Refused(_("More than %(number)d files cannot come at once.") % {"number": MOST})
    there.parent.parent.mkdir(mode=0o700, exist_ok=True)
    there.mkdir(mode=0o700, parents=True, exist_ok=True)
    return there / plain_name(name)


def _append(path: Path, parts: Iterable[bytes]) -> None:
    try:
        with path.open("ab") as file:
            for part in parts:
                file.write(part)
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> Refused:
    why = error.strerror or str(error)
    return Refused(_("The file cannot be written to the disk of this house (%(why)s).") % {"why": why})


def _whole(stream: IO[bytes], length: int) -> bytes:
    """At most `length` bytes, which is no more than `PART`."""
    blocks = []
    try:
        while length > 0 and (block := stream.read(min(BLOCK, length))):
            length -= len(block)
            blocks.append(block)
    except OSError:
        raise Refused(_("The browser sent something else than a part of a file.")) from None
    return b"".join(blocks)
