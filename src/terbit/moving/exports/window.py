"""A view of a file that moves along with the reading of it."""

from __future__ import annotations

from terbit.moving.exports.encodings import CleanBytes
from terbit.moving.exports.streams import CHUNK
from terbit.moving.exports.troubles import Place

_MOST_MORE = 4 * 1024 * 1024


class NeedMore(Exception):
    """What is in view does not tell how the element at hand ends."""


class Window:
    """`view` is a part of the file; offsets are within it, and change when it moves on."""

    def __init__(self, source: CleanBytes, file: str, chunk: int = CHUNK) -> None:
        self.source = source
        self.file = file
        self.view = b""
        self.ended = False
        """The view reaches to the end of the file."""
        self.is_forced = False
        """The element at hand is larger than is taken: it ends with the view."""
        self._chunk = chunk
        self._start = 0
        self._end: tuple[int, int] | None = None
        """From where a `]]>` was sought last, and where it was found."""
        self._counted = 0, 1
        """An offset in the view, and the line it is in."""

    @property
    def is_last(self) -> bool:
        """The end of the view has to be taken for the end of the file."""
        return self.ended or self.is_forced

    def wait(self) -> None:
        """Nothing was found: raises `NeedMore` while there may be more to see."""
        if not self.is_last:
            raise NeedMore

    def move(self, to: int) -> None:
        """Let what lies before `to` go, and see more: as much again as is left, but no more than 4 MB at once."""
        self._counted = 0, self._line(to)
        self.view = self.view[to:]
        self._start += to
        self.source.forget(self._start)
        self._end = None
        wanted = max(self._chunk, min(len(self.view), _MOST_MORE))
        more = []
        while wanted > 0 and (data := self.source.read(min(wanted, CHUNK))):
            more.append(data)
            wanted -= len(data)
        self.ended = wanted > 0
        self.view = b"".join([self.view, *more])

    def cdata_end(self, at: int) -> int:
        """Where the first `]]>` from here on stands, or -1; a view without one is searched once."""
        if self._end is not None:
            since, found = self._end
            if since <= at and (found < 0 or at <= found):
                return found
        found = self.view.find(b"]]>", at)
        self._end = at, found
        return found

    def place(self, at: int) -> Place:
        byte = self.source.in_file(self._start + at)
        return Place(self.file, byte, self._line(at))

    def _line(self, at: int) -> int:
        offset, line = self._counted
        if at >= offset:
            line += _lines(self.view, offset, at)
            self._counted = at, line
            return line
        return line - _lines(self.view, at, offset)

    def removed(self, to: int) -> int:
        """How many control characters were left out before this offset since this was last asked."""
        waiting = self.source.removed
        if not waiting:
            return 0
        end = self._start + to
        count = sum(offset <= end for offset in waiting)
        self.source.removed = waiting[count:]
        return count


def _lines(text: bytes, start: int, end: int) -> int:
    """Line ends of Unix, Windows and old Macintoshes."""
    count = text.count(b"\n", start, end)
    if text.find(b"\r", start, end) >= 0:
        count += text.count(b"\r", start, end) - text.count(b"\r\n", start, end)
    return count
