"""What a body is made of, before it is decided which block holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from terbit.moving.bodies import runs
from terbit.moving.bodies.result import Reference
from terbit.moving.bodies.runs import Line


@dataclass
class Words:
    """A paragraph."""

    lines: list[Line]
    rtl: bool = False

    @property
    def text(self) -> str:
        return "\n".join(runs.text(line) for line in self.lines)

    def html(self) -> str:
        direction = ' dir="rtl"' if self.rtl else ""
        return f"<p{direction}>{runs.full(self.lines)}</p>"


@dataclass
class Heading:
    """`level` from 1 to 6; 7 are bold lines that stand for one."""

    line: Line
    level: int

    @property
    def text(self) -> str:
        return runs.text(self.line)

    def html(self) -> str:
        return f"<h{min(max(self.level, 2), 4)}>{runs.full([self.line])}</h{min(max(self.level, 2), 4)}>"


@dataclass
class Items:
    """A list of words: (kind of its list, depth from 0, lines) for each item."""

    items: list[tuple[str, int, list[Line]]]

    def _written(self, full: bool) -> str:
        write = runs.full if full else runs.rich
        html: list[str] = []
        open_lists: list[str] = []
        for kind, depth, lines in self.items:
            level = min(depth, len(open_lists)) + 1
            while len(open_lists) > level or (len(open_lists) == level and open_lists[-1] != kind):
                html.append(f"</li></{open_lists.pop()}>")
            if len(open_lists) == level:
                html.append("</li>")
            else:
                open_lists.append(kind)
                html.append(f"<{kind}>")
            html.append(f"<li>{write(lines)}")
        return "".join(html) + "".join(f"</li></{kind}>" for kind in reversed(open_lists))

    def rich(self) -> str:
        return self._written(full=False)

    def html(self) -> str:
        return self._written(full=True)


@dataclass
class Raw:
    """HTML that no other block holds."""

    markup: str

    def html(self) -> str:
        return self.markup


@dataclass
class Picture:
    reference: Reference
    written: str = ""  # the whole caption, with its credit
    emphatic: bool = False

    def html(self) -> str:
        return f"<p>{escape(self.written, quote=False)}</p>" if self.written else ""


@dataclass
class Gallery:
    pictures: list[Picture]

    def html(self) -> str:
        return "".join(picture.html() for picture in self.pictures)


@dataclass
class Embed:
    """`title` is "" where the source has no words for it."""

    address: str
    title: str = ""

    def html(self) -> str:
        return (
            f'<p><a href="{escape(self.address)}">{escape(self.title or self.address, quote=False)}</a></p>'
        )


@dataclass
class Recording:
    reference: Reference
    written: str = ""

    def html(self) -> str:
        words = f"<p>{escape(self.written, quote=False)}</p>" if self.written else ""
        address = escape(self.reference.address)
        return f'<p><a href="{address}">{address}</a></p>{words}' if address else words


@dataclass
class Quote:
    """Words repeated large, with whose they are."""

    paragraphs: list[str]
    attribution: str = ""

    def html(self) -> str:
        words = "".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in self.paragraphs)
        whose = f"<p>{escape(self.attribution, quote=False)}</p>" if self.attribution else ""
        return f"<blockquote>{words}{whose}</blockquote>"


@dataclass
class Table:
    """One of words alone, with a caption and a row of headers."""

    caption: str
    rows: list[list[str]] = field(default_factory=list)
    markup: str = ""  # the same as HTML

    def html(self) -> str:
        return self.markup


@dataclass
class Said:
    """Words and who said them."""

    words: str
    verb: str
    name: str
    office: str = ""

    def html(self) -> str:
        return f"<p>“{escape(self.words, quote=False)},” {self.verb} {escape(self.name, quote=False)}</p>"


Piece = Words | Heading | Items | Raw | Picture | Gallery | Embed | Recording | Quote | Table | Said
APART = (Picture, Gallery, Recording, Embed)  # what no HTML of ours can hold
