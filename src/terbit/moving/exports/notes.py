"""What is wrong with the element that is being read."""

from __future__ import annotations

from dataclasses import dataclass

from terbit.moving.exports.troubles import Reason
from terbit.moving.exports.values import Values
from terbit.moving.exports.window import Window


@dataclass(frozen=True, slots=True)
class Note:
    at: int
    """Where, as an offset in the window's view."""
    reason: Reason
    values: dict[str, str | int]


class Notes:
    """One for each kind of trouble with each field of an element: the first tells enough."""

    def __init__(self, window: Window, values: Values) -> None:
        self._window = window
        self._values = values
        self.all: dict[tuple[Reason, str], Note] = {}

    def add(self, at: int, reason: Reason, **values: str | int) -> None:
        self.all.setdefault((reason, str(values.get("field", ""))), Note(at, reason, values))

    def stray_tag(self, at: int, raw: bytes) -> None:
        self.add(at, Reason.STRAY_TAG, tag=raw[:60].decode("ascii", "replace"))

    def stray_text(self, start: int, end: int) -> None:
        """Unless it is white space."""
        if end > start and (text := self._window.view[start:end].removesuffix(b"]]>").strip()):
            self.add(start, Reason.STRAY_TEXT, text=self._values.decoder.text(text[:200]))
