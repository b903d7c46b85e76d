"""The text of a field of WXR: strictly where it is XML, and mended where it is not."""

from __future__ import annotations

import re
from typing import NamedTuple

from terbit.moving.exports import names
from terbit.moving.exports.notes import Notes
from terbit.moving.exports.tags import TAG, Tag
from terbit.moving.exports.troubles import Reason
from terbit.moving.exports.values import CDATA, Values
from terbit.moving.exports.window import Window

_AHEAD = 256 * 1024
"""Bytes behind the next boundary of items within which the end of a text is sought."""
_MANY = 100
"""An element with so many broken fields is rubbish, which has to cost time in proportion to its length:"""
_SHORT_REACH = 512
"""bytes within which their ends are sought then."""
_OPENING = re.compile(rb"<([\w:.-]+)[^<>]*>\s*\Z")

Parts = list[tuple[bool, bytes]]
"""Whether it is from a CDATA section, and the bytes."""


class Fields:
    def __init__(self, window: Window, values: Values, notes: Notes) -> None:
        self.window = window
        self.values = values
        self.notes = notes
        self.mended = 0
        """How many fields of the element at hand were not XML."""

    def read(self, tag: Tag) -> tuple[str, int]:
        """The text of a field, and where the field ends."""
        found = self._strict(tag)
        if found and not (tag.name not in names.BODIES and self._holds_its_end(tag, found)):
            parts, end = found
            return self.values.joined(parts, tag.name), end
        span, reason = self._mended(tag)
        self.notes.add(tag.end, reason, field=tag.name)
        raw, is_open = self.window.view[tag.end : span.end], reason is Reason.FIELD_UNCLOSED
        return self.values.mended(raw, tag.name, is_open=is_open), span.after

    def _strict(self, tag: Tag) -> tuple[Parts, int] | None:
        """Parts of a field and its end, as XML has it; None where it is not XML."""
        view, at = self.window.view, tag.end
        parts: Parts = []
        while (start := view.find(b"<", at)) >= 0:
            parts.append((False, view[at:start]))
            if view.startswith(b"</", start):
                return self._closed(tag, parts, start)
            found = self._section(start)
            if found is None:
                return None
            text, at = found
            parts.append((True, text))
        self.window.wait()
        return None

    def _section(self, start: int) -> tuple[bytes, int] | None:
        """The text and the end of a CDATA section, or of a comment, which has none."""
        view = self.window.view
        is_cdata = view.startswith(CDATA, start)
        if not is_cdata and not view.startswith(b"<!--", start):
            if len(view) - start < len(CDATA):
                self.window.wait()
            return None
        inside = start + (len(CDATA) if is_cdata else 4)
        end = self.window.cdata_end(inside) if is_cdata else view.find(b"-->", inside)
        if end < 0:
            self.window.wait()
            return None
        text = view[inside:end]
        if is_cdata:
            return text, end + 3
        return None if b"--" in text else (b"", end + 3)

    def _closed(self, tag: Tag, parts: Parts, start: int) -> tuple[Parts, int] | None:
        view = self.window.view
        found = TAG.match(view, start)
        if not found:
            if view.find(b"<", start + 1) < 0:
                self.window.wait()
            return None
        is_its_own = found[2] == tag.raw and not found[3].strip()
        if not is_its_own or any(b"]]>" in text for is_cdata, text in parts if not is_cdata):
            return None
        return [part for part in parts if part[1]], found.end()

    def _holds_its_end(self, tag: Tag, found: tuple[Parts, int]) -> bool:
        closing = b"</" + tag.raw + b">"
        return any(closing in text for _, text in found[0])

    def _mended(self, tag: Tag) -> tuple[Span, Reason]:
        """Where the text of a field that is not XML lies, and what is wrong with it."""
        view, start = self.window.view, tag.end
        self.mended += 1
        reach = len(view) if self.mended < _MANY else min(start + _SHORT_REACH, len(view))
        edge = names.ITEM_EDGE.search(view, start, reach)
        if not edge:
            self.window.wait()
        limit = edge.start() if edge else reach
        is_cdata = view[start : start + 100].lstrip().startswith(CDATA)
        is_body = tag.name in names.BODIES
        ending = self._end_of_body(tag, limit, is_cdata) if is_body else self._end_of_name(tag, limit)
        if ending:
            return ending, Reason.CDATA_BROKEN if is_cdata else Reason.MARKUP_IN_FIELD
        unclosed = names.STRONG_OPEN if is_body else names.KNOWN_OPEN
        found = (pattern.search(view, start, limit) for pattern in (unclosed, names.CONTAINER_CLOSE))
        end = min([limit, *(match.start() for match in found if match)])
        return Span(end, end), Reason.FIELD_UNCLOSED

    def _end_of_name(self, tag: Tag, limit: int) -> Span | None:
        """Of a field that holds a name, a number or a date: no part of an export can be in it."""
        view = self.window.view
        closing = re.compile(rb"</(?:[\w.-]+:)?" + re.escape(tag.raw.rpartition(b":")[2]) + rb"\s*>")
        found = closing.search(view, tag.end, limit)
        if not found or names.KNOWN_OPEN.search(view, tag.end, found.start()):
            return None
        return None if names.CONTAINER_CLOSE.search(view, tag.end, found.start()) else Span.of(found)

    def _end_of_body(self, tag: Tag, limit: int, is_cdata: bool) -> Span | None:
        """Of a text that holds anything: the first end behind `]]>` that a sibling follows."""
        view = self.window.view
        closing = re.compile(rb"</" + re.escape(tag.raw) + rb"\s*>")
        found = [
            end for end in closing.finditer(view, tag.end, limit) if names.FOLLOWS.match(view, end.end())
        ]
        if is_cdata:
            for end in found:
                if view[tag.end : end.start()].rstrip().endswith(b"]]>"):
                    return Span.of(end)
            horizon = limit + _AHEAD
            if len(view) < horizon:
                self.window.wait()
            if self.mended < _MANY:
                ending = self._beyond(tag, limit, horizon) or self._before_sibling(tag, horizon)
                if ending:
                    return ending
        return Span.of(found[0]) if found else None

    def _beyond(self, tag: Tag, limit: int, horizon: int) -> Span | None:
        """The end of a text that holds whole items: no field of its name begins before it."""
        view = self.window.view
        name = re.escape(tag.raw)
        end = re.compile(rb"(?<=\]\]>)\s*</" + name + rb"\s*>").search(view, limit, horizon)
        begin = re.compile(rb"<" + name + rb"[\s>]").search(view, tag.end, horizon)
        return Span.of(end) if end and not (begin and begin.start() < end.start()) else None

    def _before_sibling(self, tag: Tag, horizon: int) -> Span | None:
        """The end of a CDATA section with a sibling close behind it, where the closing tag is what is broken."""
        view = self.window.view
        end = view.find(b"]]>", tag.end, horizon)
        while end >= 0 and view.startswith(CDATA, end + 3):
            end = view.find(b"]]>", end + 3, horizon)
        edge = names.BETWEEN_ITEMS.search(view, tag.end, horizon)
        if end < 0 or (edge and edge.start() < end) or self._is_of_another(tag, end):
            return None
        nearby = (
            pattern.search(view, end, min(end + 200, horizon))
            for pattern in (names.STRONG_OPEN, names.CONTAINER_CLOSE, names.ITEM_EDGE)
        )
        return min((Span(end, match.start()) for match in nearby if match), default=None)

    def _is_of_another(self, tag: Tag, end: int) -> bool:
        """Whether the CDATA section that ends here is all of another field: `<name><![CDATA[…]]></name>`."""
        view = self.window.view
        begin = view.rfind(CDATA, tag.end, end)
        opening = _OPENING.search(view, max(tag.end, begin - 200), begin) if begin >= 0 else None
        return opening is not None and view.startswith(b"</" + opening[1] + b">", end + 3)


class Span(NamedTuple):
    """Where the text of a field ends, and where to go on."""

    end: int
    after: int

    @classmethod
    def of(cls, closing: re.Match[bytes]) -> Span:
        return cls(closing.start(), closing.end())
