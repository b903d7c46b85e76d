"""Finds the elements of a WXR file, however badly it is written.

A strict parser stops at the first error; a recovering one goes on but leaves out what it does not understand. This
one reads strictly wherever the file is well-formed, and where it is not, it uses that it knows the format: which
elements there are, what stands within what, and that a value ends with the tag of its element followed by a sibling.
Nothing is ever expanded: declarations are passed over, and entities that XML or HTML do not have stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from terbit.moving.exports import names
from terbit.moving.exports.fields import Fields
from terbit.moving.exports.notes import Notes
from terbit.moving.exports.tags import Tag, Tags
from terbit.moving.exports.troubles import Reason
from terbit.moving.exports.values import CDATA, Values
from terbit.moving.exports.window import NeedMore, Window

LARGEST = 32 * 1024 * 1024
"""Bytes of one item. WordPress itself takes no larger packet from its database without being told to."""
MOST_STRAY = 20

_LEAF = re.compile(rb"\s*<([A-Za-z_][\w.:-]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


@dataclass(slots=True)
class Node:
    """An element with parts of its own, and what is in it."""

    kind: str
    at: int
    """Where it begins, as an offset in the window's view."""
    values: dict[str, str] = field(default_factory=dict)
    """Of each field that stands once; the first that is not empty."""
    categories: list[tuple[dict[str, str], str]] = field(default_factory=list)
    """Attributes and text."""
    nodes: list[Node] = field(default_factory=list)
    is_implied: bool = False
    """Its opening tag is missing."""
    ending: Reason | None = None
    """How it ended, where not with its closing tag."""

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def is_empty(self) -> bool:
        return not (self.nodes or self.categories or any(text.strip() for text in self.values.values()))


class Scanner:
    """Iterates over the elements of the channel: fields of the head as `Node("head")`, and nodes of `names.TOP`.

    `notes` are the troubles with what was yielded last.
    """

    def __init__(self, window: Window, values: Values) -> None:
        self.window = window
        self.values = values
        self.notes = Notes(window, values)
        self.tags = Tags(window, self.notes)
        self.fields = Fields(window, values, self.notes)
        self.is_past_head = False
        self.is_closed = False
        """The end of the channel was seen."""
        self._told = 0
        self._untold = 0

    def __iter__(self) -> Iterator[tuple[Node, int]]:
        """Each with where it ends in the view; a node that stands for notes alone has the kind ""."""
        at = 0
        while True:
            self._forget()
            try:
                node, end = self._channel(at)
            except NeedMore:
                self._move(at)
                at = 0
                continue
            if node is not None:
                yield self._finished(node), end
            elif self.notes.all and self._is_worth_telling():
                yield Node("", at), end
            at = end
            self.window.is_forced = False
            if at >= len(self.window.view) and self.window.ended:
                self._forget()
                if self._untold:
                    yield self._finished(Node("", at)), at
                return

    def _finished(self, node: Node) -> Node:
        if self.window.is_forced:
            self.notes.add(node.at, Reason.ITEM_TOO_LARGE, limit=LARGEST)
        if self._untold:
            self.notes.add(node.at, Reason.STRAY_MORE, count=self._untold)
        self.tags.misses = self._told = self._untold = 0
        return node

    def _is_worth_telling(self) -> bool:
        """Of rubbish between two elements only the beginning is told, and then how much more there is."""
        self._told += 1
        self._untold += self._told > MOST_STRAY
        return self._told <= MOST_STRAY

    def _forget(self) -> None:
        """Begin a new element, or the same once more."""
        self.notes.all = {}
        self.values.unknown = ""
        self.values.decoder.mixed = 0
        self.fields.mended = 0

    def _move(self, to: int) -> None:
        if len(self.window.view) - to > LARGEST:
            self.window.is_forced = True
        else:
            self.window.move(to)

    # The channel

    def _channel(self, at: int) -> tuple[Node | None, int]:
        view = self.window.view
        start = view.find(b"<", at)
        if start < 0:
            if not self.window.is_last and len(view) - at < 4096:
                raise NeedMore
            self.notes.stray_text(at, len(view))
            return None, len(view)
        self.notes.stray_text(at, start)
        tag = self.tags.at(start)
        if tag.closes:
            self.is_closed = self.is_closed or tag.name in ("channel", "rss")
            return None, tag.end
        kind = self._top_kind(tag)
        if kind:
            node = Node(kind, start)
            end = tag.end if tag.is_alone else self._fill(node, tag.end, ())
            if node.ending and kind != "item":
                self.notes.add(start, Reason.FIELD_UNCLOSED, field=kind)
            return node, end
        if self._opens_item_without_tag(tag.name):
            node = Node("item", start, is_implied=True)
            return node, self._fill(node, start, ())
        if tag.name in names.HEAD_LEAVES:
            return self._head(tag, start)
        if tag.name in ("rss", "channel"):
            self.is_past_head = self.is_closed = False
            return None, tag.end
        return None, self.tags.pass_over(tag) if tag.raw else tag.end

    def _top_kind(self, tag: Tag) -> str:
        if tag.name == "item":
            self.is_past_head = True
            return "item"
        kind = {"author": "wp_author", "category": "wp_category"}.get(tag.name, tag.name)
        if kind not in names.TOP:
            return ""
        # RSS has elements of some of these names too, with text in them.
        if len(self.window.view) - tag.end < 250:
            self.window.wait()
        inside = self.window.view[tag.end : tag.end + 200].lstrip()
        return kind if names.STRONG_OPEN.match(inside) or tag.is_alone else ""

    def _opens_item_without_tag(self, name: str) -> bool:
        if name == "title":
            return self.is_past_head
        return name in names.ITEM_LEAVES - names.HEAD_LEAVES - {"author", "category"} or name == "postmeta"

    def _head(self, tag: Tag, start: int) -> tuple[Node, int]:
        node = Node("head", start)
        text, end = ("", tag.end) if tag.is_alone else self.fields.read(tag)
        node.values[tag.name] = text
        self.is_past_head = self.is_past_head or tag.name == "title"
        return node, end

    # Elements with parts

    def _fill(self, node: Node, at: int, above: tuple[str, ...]) -> int:
        """Read the parts of a node; where it ends."""
        while True:
            at = self._plain_leaves(node, at)
            view = self.window.view
            start = view.find(b"<", at)
            if start < 0:
                self.window.wait()
                self.notes.stray_text(at, len(view))
                node.ending = Reason.ITEM_CUT
                return len(view)
            self.notes.stray_text(at, start)
            tag = self.tags.at(start)
            at = self._part(node, tag, start, above)
            if node.ending or (tag.closes and tag.name in _closing(node)):
                return at

    def _part(self, node: Node, tag: Tag, start: int, above: tuple[str, ...]) -> int:
        """Read what a tag within a node begins, or see that the node ended before it; where to go on."""
        if tag.closes:
            if tag.name in ("item", "channel", "rss", *above) and tag.name not in _closing(node):
                return self._unclosed(node, start)
            if tag.name not in _closing(node):
                self.notes.stray_tag(start, tag.raw)
            return tag.end
        if tag.name in names.LEAVES[node.kind] or self._is_login(node, tag):
            return (
                self._unclosed(node, start)
                if self._begins_next(node, tag.name)
                else self._add_leaf(node, tag)
            )
        if tag.name in names.INSIDE.get(node.kind, ()):
            return self._add_node(node, tag, start, above)
        if self._top_kind(tag) or self._belongs_above(tag.name, above):
            return self._unclosed(node, start)
        return self.tags.pass_over(tag) if tag.raw else tag.end

    def _unclosed(self, node: Node, at: int) -> int:
        node.ending = Reason.ITEM_UNCLOSED
        return at

    def _is_login(self, node: Node, tag: Tag) -> bool:
        """`<wp:author>` within an item is a name; in the channel it has parts."""
        return tag.name == "wp_author" and node.kind == "item" and not self._top_kind(tag)

    def _plain_leaves(self, node: Node, at: int) -> int:
        """Take fields as long as they are well-formed and simple, which is nearly always; where that ends."""
        view, name_of, simple = self.window.view, self.tags.names, self.values.simple
        cdata_end = self.window.cdata_end
        leaves = names.LEAVES[node.kind]
        while found := _LEAF.match(view, at):
            tag, attributes = found.groups()
            name = name_of(tag)
            start = found.end()
            is_cdata = view.startswith(CDATA, start)
            if is_cdata:
                start += 9
                end = cdata_end(start)
                after = end + 3
            else:
                after = end = view.find(b"<", start)
            closing = b"</" + tag + b">"
            if name not in leaves or end < 0 or not view.startswith(closing, after):
                break
            if (attributes and not _is_plain(attributes)) or (
                name == "title" and self._begins_next(node, name)
            ):
                break
            raw = view[start:end]
            if (closing in raw and name not in names.BODIES) if is_cdata else b"]]>" in raw:
                break
            self._add(node, name, attributes, simple(raw, name, is_cdata))
            at = after + len(closing)
        return at

    def _add_leaf(self, node: Node, tag: Tag) -> int:
        name = "author" if tag.name == "wp_author" else tag.name
        text, end = ("", tag.end) if tag.is_alone else self.fields.read(tag)
        self._add(node, name, tag.attributes, text)
        return end

    def _add(self, node: Node, name: str, attributes: bytes, text: str) -> None:
        if name == "category" and node.kind == "item":
            node.categories.append((self._attributes(attributes), text))
        elif not node.values.get(name):
            node.values[name] = text

    def _add_node(self, node: Node, tag: Tag, start: int, above: tuple[str, ...]) -> int:
        part = Node(tag.name, start)
        node.nodes.append(part)
        if tag.is_alone:
            return tag.end
        end = self._fill(part, tag.end, (*above, node.kind))
        if part.ending:
            self.notes.add(start, Reason.FIELD_UNCLOSED, field=part.kind)
        return end

    def _begins_next(self, node: Node, name: str) -> bool:
        """A second title after what makes an item: its end and the next one's beginning are missing."""
        if name != "title" or node.kind != "item" or "title" not in node.values:
            return False
        return "post_id" in node.values or "content" in node.values

    def _belongs_above(self, name: str, above: tuple[str, ...]) -> bool:
        return any(name in names.LEAVES[kind] or name in names.INSIDE[kind] for kind in above)

    def _attributes(self, raw: bytes) -> dict[str, str]:
        found = {}
        for name, *texts in _ATTRIBUTE.findall(raw):
            found[name.decode("ascii", "replace").rpartition(":")[2]] = self.values.attribute(b"".join(texts))
        return found


def _closing(node: Node) -> tuple[str, str]:
    return node.kind, node.kind.removeprefix("wp_")


def _is_plain(attributes: bytes) -> bool:
    """Whether the tag ends with them; else a `>` within quotation marks was taken for its end."""
    if attributes.endswith(b"/"):
        return False
    return attributes.count(b'"') % 2 == attributes.count(b"'") % 2 == 0
