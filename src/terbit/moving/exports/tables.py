"""The tables of a Ghost export (JSON), row by row, past rows that are damaged."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from terbit.moving.exports.encodings import starting_with, without_surrogates
from terbit.moving.exports.streams import CHUNK, Stream
from terbit.moving.exports.troubles import Place

LARGEST = 32 * 1024 * 1024
"""Characters of one row."""

Row = dict[str, Any]

# Within a string of JSON a quotation mark stands behind a backslash, so this is found between strings only. What is
# wrapped around the tables ("db": [{"meta": …}]) is no table.
_TABLE = re.compile(r'(?<!\\)"(\w{1,60})"\s*:\s*\[\s*(?=\]|\{(?!\s*"(?:meta|data|db)"))')
_VERSION = re.compile(r'"version"\s*:\s*"([^"\\]{1,40})"')
_NEXT = re.compile(r"[\s,]*")
_END = re.compile(r"\}[\s\]}]*\Z")
"""Behind the last table: whatever is wrapped around the tables is an object."""
_KEY = re.compile(r'\{\s*"(\w{1,60})"\s*:')


class Doubled(dict[str, Any]):
    """An object in which a key stands twice: the end of one row and the beginning of the next are missing."""

    parts: list[Row]


@dataclass(frozen=True, slots=True)
class Found:
    table: str
    place: Place
    row: Row
    error: str = ""
    """Why the row could not be read; `row` is empty then."""


class Tables:
    """Iterates over all rows of all tables of a file."""

    def __init__(self, stream: Stream, file: str) -> None:
        self.file = file
        self.version = ""
        self.is_cut = False
        """The file ended within a table, or before its end."""
        self.complete: list[str] = []
        """Names of the tables that end before the file does; of those so far while it is read."""
        self._stream = stream
        first = stream.read(CHUNK)
        self._codec, mark = starting_with(first)
        errors = "surrogateescape" if self._codec == "utf-8" else "replace"
        self._decode = codecs.getincrementaldecoder(self._codec)(errors)
        self._json = json.JSONDecoder(strict=False, object_pairs_hook=_object)
        self._text = self._decode.decode(first[mark:])
        self._at = 0
        self._byte = mark
        self._line = 1
        self._ended = not first

    def __iter__(self) -> Iterator[Found]:
        while True:
            found = _TABLE.search(self._text, self._at)
            end = found.start() if found else len(self._text)
            if not self.version and (version := _VERSION.search(self._text, self._at, end)):
                self.version = version[1]
            if found:
                self._go(found.end())
                yield from self._rows(found[1])
                self.complete += [] if self.is_cut else [found[1]]
            elif not self._look_further():
                self.is_cut = self.is_cut or not _END.search(self._text)
                return

    @property
    def place(self) -> Place:
        return Place(self.file, self._byte, self._line)

    def _rows(self, table: str) -> Iterator[Found]:
        first_key = ""
        while self._to_next():
            place = self.place
            try:
                row, end = self._row()
            except ValueError as error:
                yield Found(table, place, {}, str(error))
                self._go(self._at + 1)
                if not self._find_row(first_key or "id"):
                    return
                continue
            if not first_key and (key := _KEY.match(self._text, self._at)):
                first_key = key[1]
            for part in row.parts if isinstance(row, Doubled) else [row]:
                yield Found(table, place, part)
            self._go(end)

    def _to_next(self) -> bool:
        """Go to where the next row begins; False where the table ends."""
        while True:
            found = _NEXT.match(self._text, self._at)
            self._go(found.end() if found else self._at)
            if self._at < len(self._text):
                return self._text[self._at] != "]"
            if not self._more():
                self.is_cut = True
                return False

    def _row(self) -> tuple[Row, int]:
        """The row that begins here, and its end. Raises `ValueError` where there is none."""
        while True:
            try:
                row, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_whole(error) or not self._more():
                    raise ValueError(error.msg) from None
                continue
            except RecursionError:
                raise ValueError("Too deep") from None
            if isinstance(row, dict):
                return row, end
            raise ValueError("Expecting an object")

    def _is_whole(self, error: json.JSONDecodeError) -> bool:
        """Whether the error is in what was read, and not that more has to be read."""
        if len(self._text) - self._at > LARGEST:
            return True
        return error.pos < len(self._text) - 10 and not error.msg.startswith("Unterminated")

    def _find_row(self, key: str) -> bool:
        """Go to the next row behind a damaged one; False where another table or the end comes first."""
        pattern = re.compile(r'\{\s*"' + re.escape(key) + r'"\s*:')
        while True:
            row, table = pattern.search(self._text, self._at), _TABLE.search(self._text, self._at)
            if table and not (row and row.start() < table.start()):
                self._go(table.start())
                return False
            if row:
                self._go(row.start())
                return True
            if not self._look_further():
                self.is_cut = True
                return False

    def _look_further(self) -> bool:
        """Nothing was found here: go on, but for what may be the beginning of something."""
        self._go(max(self._at, len(self._text) - 200))
        return self._more()

    def _go(self, to: int) -> None:
        passed = self._text[self._at : to]
        self._byte += len(
            passed.encode(self._codec, "surrogateescape" if self._codec == "utf-8" else "replace")
        )
        self._line += passed.count("\n")
        self._at = to
        if to > CHUNK:
            self._text = self._text[to:]
            self._at = 0

    def _more(self) -> bool:
        """Read on, as much again as is left; False at the end of the file."""
        if self._ended:
            return False
        data = self._stream.read(max(CHUNK, len(self._text) - self._at))
        self._ended = not data
        self._text = self._text[self._at :] + self._decode.decode(data, final=not data)
        self._at = 0
        return True


def _object(pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    doubled = Doubled(found)
    doubled.parts = [{}]
    for key, value in pairs:
        if key in doubled.parts[-1]:
            doubled.parts.append({})
        doubled.parts[-1][key] = value
    return doubled


def text_of(row: Row, *keys: str) -> str:
    """The first of these fields that says something; numbers as text."""
    for key in keys:
        value = row.get(key)
        if isinstance(value, str) and value.strip():
            return without_surrogates(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""
