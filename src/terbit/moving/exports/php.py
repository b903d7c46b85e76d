"""Reading what PHP's `serialize()` wrote, bounded, without making objects of anything.

Lengths of strings are in bytes of UTF-8. Exports change texts after they were serialised (line ends, encodings,
addresses), so that lengths are wrong in the wild; a string then ends at the next `";` that lets the rest be read.
"""

from __future__ import annotations

import re
from typing import NoReturn

LARGEST = 4_000_000
DEEPEST = 32
MOST_VALUES = 50_000

Value = None | bool | int | float | str | dict["str | int", "Value"]

_SERIALISED = re.compile(r"\s*(?:N;|b:[01];|i:-?\d+;|d:[^;]{1,40};|s:\d+:\"|a:\d+:\{|O:\d+:\")")
_LENGTH = re.compile(rb"(\d{1,12}):")
_NUMBER = re.compile(rb"([^;{}\"]{1,40});")
_STRING_END = re.compile(rb"\";(?=[}aObisdNCrR]|\s*\Z)")


class Unreadable(ValueError):
    """The text is not what `serialize()` writes, or holds more than is read."""


def looks_serialised(text: str) -> bool:
    return bool(_SERIALISED.match(text))


def read(text: str) -> Value:
    """The value; arrays and the public fields of objects become dicts. Raises `Unreadable`."""
    if len(text) > LARGEST:
        raise Unreadable(f"longer than {LARGEST} characters")
    reader = _Reader(text.strip().encode("utf-8", "surrogatepass"))
    return reader.value(0)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.values = 0

    def value(self, depth: int) -> Value:
        self.values += 1
        if depth > DEEPEST or self.values > MOST_VALUES:
            raise Unreadable("too many values, or too deep")
        kind = self.data[self.at : self.at + 2]
        self.at += 2
        match kind:
            case b"N;":
                value: Value = None
            case b"b:":
                value = self._number() == b"1"
            case b"i:" | b"r:" | b"R:":  # references stay numbers
                value = int(self._checked(rb"-?\d{1,20}"))
            case b"d:":
                value = float(self._checked(rb"-?(?:\d[\d.]*(?:[eE][+-]?\d{1,4})?|INF)|NAN"))
            case b"s:":
                value = self._string()
            case b"a:":
                value = self._fields(depth)
            case b"O:":
                self._quoted()
                self._expect(b":")
                value = self._fields(depth)
            case _:
                self._fail()
        return value

    def _fields(self, depth: int) -> dict[str | int, Value]:
        count = self._length()
        self._expect(b"{")
        found: dict[str | int, Value] = {}
        for _ in range(count):
            key = self.value(depth + 1)
            value = self.value(depth + 1)
            if isinstance(key, str):
                found[key.rsplit("\0", 1)[-1]] = value  # private fields bear the name of their class
            elif isinstance(key, int):
                found[key] = value
        self._expect(b"}")
        return found

    def _string(self) -> str:
        text = self._quoted()
        self._expect(b";")
        return text

    def _quoted(self) -> str:
        length = self._length()
        self._expect(b'"')
        start, end = self.at, self.at + length
        if self.data[end : end + 1] != b'"' or self.data[end + 1 : end + 2] not in (b";", b":"):
            ending = _STRING_END.search(self.data, start)
            if not ending:
                self._fail()
            end = ending.start()
        self.at = end + 1
        return self.data[start:end].decode("utf-8", "replace")

    def _length(self) -> int:
        found = _LENGTH.match(self.data, self.at)
        if not found:
            self._fail()
        self.at = found.end()
        return int(found[1])

    def _number(self) -> bytes:
        found = _NUMBER.match(self.data, self.at)
        if not found:
            self._fail()
        self.at = found.end()
        return found[1]

    def _checked(self, pattern: bytes) -> bytes:
        number = self._number()
        if not re.fullmatch(pattern, number):
            self._fail()
        return number

    def _expect(self, sign: bytes) -> None:
        if self.data[self.at : self.at + 1] != sign:
            self._fail()
        self.at += 1

    def _fail(self) -> NoReturn:
        raise Unreadable(f"not serialised at byte {self.at}")
