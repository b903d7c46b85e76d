"""Any HTML, read as lines of styled runs: all that a story's rich text can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import nh3

from terbit.newsroom import characters, links

PARAGRAPH = "p"
BLOCKS = frozenset(
    """p div h1 h2 h3 h4 h5 h6 blockquote pre section article header footer main aside address figure
    figcaption table tr dl dt dd ul ol li""".split()
)
BOLD, ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
CLEANER = nh3.Cleaner(
    tags=set(BLOCKS | BOLD | ITALIC | {"a", "br", "td", "th"}),
    attributes={"a": {"href", "linktype", "id"}},
    link_rel=None,
)
FOLLOWED = frozenset({"article", "page"})  # link types that name a record

Link = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Run:
    """Words of one style. `link` is the attributes of the stored <a>; a line break is the run "\\n"."""

    text: str
    bold: bool = False
    italic: bool = False
    link: Link | None = None

    def saying(self, text: str) -> Run:
        return replace(self, text=text)


BREAK = Run("\n")


@dataclass
class Line:
    """A paragraph (`kind` "p") or a list item (`kind` of its list, `depth` from 0)."""

    kind: str
    depth: int = 0
    runs: list[Run] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def read(html: str) -> list[Line]:
    """Lines in order; scripts, styles and comments are gone, unknown elements leave their words."""
    reader = _Reader()
    reader.feed(CLEANER.clean(html))
    reader.close()
    return [line for line in reader.lines if line.runs]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.lists: list[str] = []
        self.bold = self.italic = 0
        self.link: Link | None = None
        self.fresh = True  # the next words begin a line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BOLD:
            self.bold += 1
        elif tag in ITALIC:
            self.italic += 1
        elif tag == "a":
            self.link = _link(dict(attrs))
        elif tag == "br":
            self._add(BREAK)
        elif tag in {"td", "th"}:
            self.handle_data(" ")
        else:
            self.fresh = True
            if tag in {"ul", "ol"}:
                self.lists.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in BOLD:
            self.bold -= 1
        elif tag in ITALIC:
            self.italic -= 1
        elif tag == "a":
            self.link = None
        elif tag in BLOCKS:
            self.fresh = True
            if tag in {"ul", "ol"} and self.lists:
                self.lists.pop()

    def handle_data(self, data: str) -> None:
        words = re.sub(r"\s+", " ", characters.visible(data))
        if words.strip() or (words and not self.fresh):
            self._add(Run(words, self.bold > 0, self.italic > 0, self.link))

    def _add(self, run: Run) -> None:
        if self.fresh:
            kind = self.lists[-1] if self.lists else PARAGRAPH
            self.lines.append(Line(kind, max(len(self.lists) - 1, 0)))
            self.fresh = False
        self.lines[-1].runs.append(run)


def _link(attrs: dict[str, str | None]) -> Link | None:
    linktype, number = attrs.get("linktype"), attrs.get("id") or ""
    if linktype in FOLLOWED and re.fullmatch(r"[0-9]{1,18}", number):
        return (("linktype", linktype), ("id", str(int(number))))
    address = links.clean(attrs.get("href") or "")
    return (("href", address),) if address else None
