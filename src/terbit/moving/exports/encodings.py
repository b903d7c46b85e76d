"""The bytes of an export as UTF-8 without control characters, and the way back to places in the file."""

from __future__ import annotations

import codecs
import re
from collections import deque
from typing import NamedTuple

from terbit.moving.exports.streams import CHUNK, Stream

_CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r\v\f")
_SPACES = bytes.maketrans(b"\v\f", b"  ")  # office programs break lines with these: words stay apart
_CONTROL = re.compile(rb"[\0-\x08\x0b\x0c\x0e-\x1f]")
_MARKS = [
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_DECLARED = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARACTER_SETS = re.compile(r"iso8859-|cp\d|koi8-|mac-|shift_jis|euc_|gbk|gb2312|gb18030|big5|tis-")
_ESCAPED = re.compile("[\udc80-\udcff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _Piece(NamedTuple):
    out: int
    """Where its text begins in what was read."""
    start: int
    """Where its bytes begin in the file."""
    raw: bytes | None
    """The bytes as they are in the file, where they differ."""


class CleanBytes:
    """Reads a stream of any encoding as UTF-8; what is not UTF-8 in it is left for `Decoder`."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.removed: list[int] = []
        """Where control characters were left out, as offsets in what was read."""
        first = b""
        while len(first) < 4096 and (more := stream.read(CHUNK)):
            first += more
        self.codec, mark = starting_with(first)
        declared = _DECLARED.search(first[:1024].replace(b"\0", b""))
        self.declared = declared[1].decode("ascii").lower() if declared else ""
        self._waiting = first[mark:]
        self._in = mark
        self._out = 0
        self._unit = {"utf-8": 1, "utf-16": 2, "utf-32": 4}[self.codec[:6]]
        self._pieces: deque[_Piece] = deque()

    def read(self, size: int) -> bytes:
        raw = self._next(size)
        if self._unit > 1:
            raw = self._whole_units(raw)
        if not raw:
            return b""
        clean = self._clean(raw)
        self._pieces.append(_Piece(self._out, self._in, None if clean == raw else raw))
        if clean != raw:
            text = self._decoded(raw)
            self.removed += [
                self._out + found.start() - nth for nth, found in enumerate(_CONTROL.finditer(text))
            ]
        self._out += len(clean)
        self._in += len(raw)
        return clean or self.read(size)

    def forget(self, before: int) -> None:
        """Nobody will ask for places before this offset."""
        while len(self._pieces) > 1 and self._pieces[1].out <= before:
            self._pieces.popleft()

    def in_file(self, offset: int) -> int:
        """The byte of the file from which what was read at this offset was made."""
        for piece in reversed(self._pieces):
            if piece.out <= offset:
                return piece.start + self._within(piece, offset - piece.out)
        return offset

    def _within(self, piece: _Piece, wanted: int) -> int:
        if piece.raw is None:
            return wanted
        low, high = 0, len(piece.raw) // self._unit
        while low < high:
            middle = (low + high) // 2
            if len(self._clean(piece.raw[: (middle + 1) * self._unit])) > wanted:
                high = middle
            else:
                low = middle + 1
        return low * self._unit

    def _clean(self, raw: bytes) -> bytes:
        return self._decoded(raw).translate(_SPACES, _CONTROLS)

    def _decoded(self, raw: bytes) -> bytes:
        if self._unit == 1:
            return raw
        return raw.decode(self.codec, "replace").encode("utf-8", "replace")

    def _next(self, size: int) -> bytes:
        data, self._waiting = self._waiting[:size], self._waiting[size:]
        return data or self.stream.read(size)

    def _whole_units(self, raw: bytes) -> bytes:
        """Up to the last whole character; the rest waits for what comes next."""
        while raw:
            end = len(raw) - len(raw) % self._unit
            if self._unit == 2 and end >= 2:
                last = int.from_bytes(raw[end - 2 : end], "little" if self.codec.endswith("le") else "big")
                end -= 2 * (0xD800 <= last < 0xDC00)
            if end:
                self._waiting = raw[end:] + self._waiting
                return raw[:end]
            more = self._next(CHUNK)
            if not more:
                return raw if len(raw) >= self._unit else b""
            raw += more
        return b""


def starting_with(first: bytes) -> tuple[str, int]:
    """The codec, and the length of the byte order mark."""
    for mark, codec in _MARKS:
        if first.startswith(mark):
            return codec, len(mark)
    even, odd = first[0:4096:2], first[1:4096:2]
    if len(odd) > 8:
        if odd.count(0) > len(odd) // 2 > even.count(0) * 4:
            return "utf-16-le", 0
        if even.count(0) > len(even) // 2 > odd.count(0) * 4:
            return "utf-16-be", 0
    return "utf-8", 0


class Decoder:
    """Turns values into text, each for itself: exports of old databases mix encodings within one file.

    What is valid UTF-8 is UTF-8, whatever is declared; other values are read as declared, and bytes that
    are nothing as Windows-1252 (the WHATWG encoding standard reads Latin-1 in this way too).
    """

    def __init__(self, declared: str) -> None:
        self.codec = _legacy(declared)
        self.mixed = 0
        """Bytes read as Windows-1252 since this was last set to 0."""

    def text(self, value: bytes) -> str:
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = self._legacy_text(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text

    def _legacy_text(self, value: bytes) -> str:
        if self.codec:
            try:
                return value.decode(self.codec)
            except UnicodeDecodeError:
                pass
        text, count = _ESCAPED.subn(_windows, value.decode("utf-8", "surrogateescape"))
        self.mixed += count
        return text


def without_surrogates(text: str) -> str:
    """Text that every database takes: no lone surrogates, no NUL; escaped bytes as Windows-1252."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii() or not _SURROGATE.search(text):
        return text
    return _SURROGATE.sub("�", _ESCAPED.sub(_windows, text))


def _windows(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace")


def _legacy(declared: str) -> str:
    """Python's name of a declared encoding that is not Unicode; "" for all others."""
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    if not _CHARACTER_SETS.match(name):
        return ""
    return "cp1252" if name == "iso8859-1" else name
