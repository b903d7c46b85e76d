"""A tree of elements, read as pieces: paragraphs, headings, pictures and so on, in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from terbit.moving.bodies import read_also, runs, tokens
from terbit.moving.bodies.pieces import Embed, Piece, Words
from terbit.moving.bodies.result import Finders
from terbit.moving.bodies.runs import BREAK, PLAIN, Line, Link, Run, Style
from terbit.moving.bodies.tree import Node
from terbit.newsroom import embeds, links

BOLD, ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em", "cite", "dfn", "var"})
EXTRA = {"sup": "sup", "sub": "sub", "s": "s", "strike": "s", "del": "s", "u": "u", "ins": "u"}
EXTRA |= dict.fromkeys(("code", "kbd", "samp", "tt"), "code")

Handler = Callable[["Reader", Node, Style], None]


class Reader:
    """`captions` are pieces of a figure's caption; a reader of its own reads each element that holds blocks."""

    HANDLERS: ClassVar[dict[str, Handler]] = {}
    BY_CLASS: ClassVar[dict[str, Handler]] = {}

    def __init__(self, finders: Finders, dropped: list[str], *, rtl: bool = False) -> None:
        self.finders = finders
        self.dropped = dropped
        self.rtl = rtl
        self.pieces: list[Piece] = []
        self.runs: list[Run] = []
        self.in_figure = False
        self.captions: list[Piece] = []
        self.caption_first = False

    def inside(self, node: Node, style: Style = PLAIN) -> list[Piece]:
        """What stands in an element, apart from everything around it."""
        return self.another(node, style).pieces

    def another(self, node: Node, style: Style = PLAIN, *, in_figure: bool = False) -> Reader:
        reader = Reader(self.finders, self.dropped, rtl=_rtl(node, self.rtl))
        reader.in_figure = in_figure
        reader.read(node, style)
        reader.flush()
        return reader

    def read(self, node: Node, style: Style = PLAIN) -> None:
        for child in node.children:
            if isinstance(child, str):
                self.runs.append(Run(child, style))
            elif not child.hidden:
                self._element(child, style)

    def _element(self, node: Node, style: Style) -> None:
        tag = node.tag
        if handler := self._by_class(node) or self.HANDLERS.get(tag):
            return handler(self, node, style)
        if tag in tokens.UNSHOWN:
            return None
        if tag in tokens.BLOCKS:
            return self.block(node, style)
        return self.read(node, self._styled(node, style))

    def _by_class(self, node: Node) -> Handler | None:
        if "class" not in node.attributes or node.tag not in tokens.BLOCKS:
            return None
        return next(
            (self.BY_CLASS[name] for name in node.get("class").split() if name in self.BY_CLASS), None
        )

    def _styled(self, node: Node, style: Style) -> Style:
        tag = node.tag
        if tag in BOLD:
            return style._replace(bold=True)
        if tag in ITALIC:
            return style._replace(italic=True)
        if tag == "a":
            return style._replace(link=self.link(node))
        return style._replace(extra=EXTRA[tag]) if tag in EXTRA else style

    def block(self, node: Node, style: Style) -> None:
        """An element with paragraphs of its own."""
        self.flush()
        before, self.rtl = self.rtl, _rtl(node, self.rtl)
        self.read(node, style)
        self.flush()
        self.rtl = before

    def link(self, node: Node) -> Link | None:
        written = node.get("href").strip()
        written = f"https:{written}" if written.startswith("//") else written
        if not written or written.startswith("#"):
            return None
        return Link(self.finders.links(written, node.text().strip()), links.clean(written) or "", written)

    def add(self, *pieces: Piece) -> None:
        self.flush()
        self.pieces += pieces

    def flush(self) -> None:
        """End the paragraph: an embed's address and a “baca juga” on lines of their own stand by themselves."""
        if not self.runs:
            return
        waiting, self.runs = self.runs, []
        gathered: list[Line] = []
        for line in runs.lines(waiting):
            if line and (address := lone_address(line)) and embeds.recognise(address):
                self._paragraph(gathered)
                self.pieces.append(Embed(address))
            elif line and read_also.is_typed(line):
                self._paragraph(gathered)
                self._paragraph([line])
            elif line:
                gathered.append(line)
                continue
            else:
                self._paragraph(gathered)
            gathered = []
        self._paragraph(gathered)

    def _paragraph(self, lines: list[Line]) -> None:
        if lines:
            self.pieces.append(Words(lines, self.rtl))


def lone_address(line: Line) -> str:
    """The address that is all of a line; "" where it says more."""
    if not line[0].text.startswith(("http://", "https://")):
        return ""
    address = runs.text(line)
    return "" if " " in address else address


def _rtl(node: Node, inherited: bool) -> bool:
    return node.attributes["dir"].lower() == "rtl" if "dir" in node.attributes else inherited


def line_break(reader: Reader, node: Node, style: Style) -> None:
    reader.runs.append(BREAK)


def quoted(reader: Reader, node: Node, style: Style) -> None:
    reader.runs.append(Run("“", style))
    reader.read(node, style)
    reader.runs.append(Run("”", style))


def form(reader: Reader, node: Node, style: Style) -> None:
    reader.dropped.append("form")
    reader.block(node, style)


Reader.HANDLERS |= {"br": line_break, "q": quoted, "form": form}
