"""Tags of WXR, and what is passed over between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from terbit.moving.exports import names
from terbit.moving.exports.notes import Notes
from terbit.moving.exports.troubles import Reason
from terbit.moving.exports.values import CDATA
from terbit.moving.exports.window import Window

# Nothing is read in two ways, whatever follows: `(?=(…))` and what that found, since `(?:…)*+` with choices in it is
# wrong in Python 3.11.0 to 3.11.4, that of Debian 12 among them.
TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)(?=((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*))\3>")
_LOOSE_TAG = re.compile(rb"<(/?)([A-Za-z_][\w.:-]*)([^<>]*+)>")
_DOCTYPE = re.compile(
    rb"""(?=((?:[^\[<>"']++ | "[^"]*+" | '[^']*+')*))\1
    (?:\[
        (?=((?:\s++ | %[\w.-]++; | <\?.*?\?> | <!--.*?--> | <!\w++ (?=((?:[^<>"']++ | "[^"]*+" | '[^']*+')*))\3 >)*))\2
    \]\s*+)?>""",
    re.DOTALL | re.VERBOSE,
)
_REACH = 64 * 1024
"""Bytes within which the end is sought of what says nothing to us."""
_SHORT_REACH = 1024
"""The same after it was sought in vain a hundred times: rubbish has to cost time in proportion to its length."""


@dataclass(slots=True)
class Tag:
    end: int
    name: str = ""
    """"" for what is to be passed over."""
    raw: bytes = b""
    attributes: bytes = b""
    closes: bool = False

    @property
    def is_alone(self) -> bool:
        return self.attributes.endswith(b"/")


class Tags:
    def __init__(self, window: Window, notes: Notes) -> None:
        self.window = window
        self.notes = notes
        self.names = names.Names()
        self.misses = 0
        """How often the end of something was sought in vain since the last item."""

    @property
    def reach(self) -> int:
        return _REACH if self.misses < 100 else _SHORT_REACH

    def at(self, start: int) -> Tag:
        view = self.window.view
        if view.startswith((b"<!", b"<?"), start):
            return Tag(self._declaration(start))
        found = TAG.match(view, start)
        following = -1 if found else view.find(b"<", start + 1)
        if not found and following < 0:
            self.window.wait()  # no tag reaches over the next one
        found = found or _LOOSE_TAG.match(view, start)
        if found:
            if b"xmlns" in found[3]:
                self.names.bind(found[3])
            if found[3] and not found[3][:1].isspace() and found[3] != b"/":
                self.notes.stray_tag(start, found[0][1:])
            return Tag(found.end(), self.names(found[2]), found[2], found[3], bool(found[1]))
        end = following if following >= 0 else len(view)
        self.notes.stray_text(start, end)
        return Tag(end)

    def _declaration(self, start: int) -> int:
        """Where a comment, an instruction, a document type or a stray CDATA section ends."""
        view = self.window.view
        if view.startswith(b"<!--", start):
            return self._up_to(start, 4, b"-->", b"--")
        if view.startswith(CDATA, start):
            end = self._up_to(start, len(CDATA), b"]]>", CDATA)
            self.notes.stray_text(start + len(CDATA), end)
            return end
        if view.startswith(b"<?", start):
            return self._up_to(start, 2, b"?>", b"<")
        if len(view) - start < 9:
            self.window.wait()
        if view[start : start + 9].upper() in (b"<!DOCTYPE", b"<!ENTITY "):
            return self._refuse(start)
        return self._up_to(start, 2, b">", b"<")

    def _refuse(self, start: int) -> int:
        """Pass over a document type; what it declares is never used."""
        view = self.window.view
        found = _DOCTYPE.match(view, start + 9, start + 9 + self.reach)
        if not found:
            if len(view) - start < self.reach:
                self.window.wait()
            self.misses += 1
            return start + 9
        declared = view.count(b"<!ENTITY", start, found.end())
        self.notes.add(start, Reason.DTD_REFUSED, entities=declared)
        return found.end()

    def _up_to(self, start: int, length: int, closer: bytes, forbidden: bytes) -> int:
        """The end of what is opened at `start`; just behind its opening where it was never closed.

        It was not where its text holds parts of an export, and what it may not hold as well.
        """
        view = self.window.view
        end = view.find(closer, start + length, start + self.reach)
        if end < 0:
            if len(view) - start < self.reach:
                self.window.wait()
            self.misses += 1
            return start + length
        inside = view[start + length : end]
        if forbidden in inside and names.KNOWN_OPEN.search(inside):
            self.misses += 1
            return start + length
        return end + len(closer)

    def pass_over(self, tag: Tag) -> int:
        """Behind an element that says nothing to us; only behind its tag where parts of an export are in it."""
        if tag.is_alone or tag.closes:
            return tag.end
        view = self.window.view
        reach = tag.end + self.reach
        edge = names.ITEM_EDGE.search(view, tag.end, reach)
        end = view.find(b"</" + tag.raw + b">", tag.end, edge.start() if edge else reach)
        if end < 0 and not edge and len(view) < reach:
            self.window.wait()
        if end < 0 or names.STRONG_OPEN.search(view, tag.end, end):
            self.misses += 1
            self.notes.stray_tag(tag.end, tag.raw)
            return tag.end
        return end + len(tag.raw) + 3
