"""Tables: of words alone, of more, and those that only lay something out."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from terbit.moving.bodies import enclosing, runs
from terbit.moving.bodies.pieces import Piece, Raw, Table, Words
from terbit.moving.bodies.reading import Reader
from terbit.moving.bodies.runs import Style
from terbit.moving.bodies.tree import Node

SPANS = ("colspan", "rowspan", "scope")


@dataclass
class Cell:
    node: Node
    html: str = ""
    text: str | None = None  # None where it says more than plain words

    @property
    def plain(self) -> bool:
        return self.text is not None and not any(
            name in self.node.attributes for name in ("colspan", "rowspan")
        )


@dataclass
class Row:
    part: str  # thead, tbody or tfoot
    cells: list[Cell] = field(default_factory=list)


def table(reader: Reader, node: Node, style: Style) -> None:
    reader.flush()
    rows = [row for row in _rows(node) if row.cells]
    captions = [child for child in node.children if isinstance(child, Node) and child.tag == "caption"]
    if not captions and all(len(row.cells) == 1 for row in rows):
        for row in rows:
            reader.block(row.cells[0].node, style)
        return
    caption, apart = enclosing.enclosed([piece for each in captions for piece in reader.inside(each, style)])
    title = "\n".join(enclosing.text(reader.inside(each, style)) for each in captions)
    for row in rows:
        for cell in row.cells:
            apart += _fill(reader, cell, style)
    markup = _markup(rows, caption)
    if not any(cell.html for row in rows for cell in row.cells) and not caption:
        reader.add(*apart)
    elif title and not apart and _is_plain(rows) and "\n" not in title:
        reader.add(Table(title, [[cell.text or "" for cell in row.cells] for row in rows], markup))
    else:
        reader.add(Raw(markup), *apart)


def _rows(node: Node, part: str = "tbody") -> list[Row]:
    rows: list[Row] = []
    for child in node.children:
        if not isinstance(child, Node) or child.hidden:
            continue
        if child.tag in {"thead", "tbody", "tfoot"}:
            rows += _rows(child, child.tag)
        elif child.tag == "tr":
            cells = [each for each in child.children if isinstance(each, Node) and each.tag in {"td", "th"}]
            rows.append(Row(part, [Cell(cell) for cell in cells if not cell.hidden]))
    return rows


def _fill(reader: Reader, cell: Cell, style: Style) -> list[Piece]:
    pieces = reader.inside(cell.node, style)
    cell.html, apart = enclosing.enclosed(pieces)
    words = [piece for piece in pieces if isinstance(piece, Words)]
    if not pieces:
        cell.text = ""
    elif len(pieces) == len(words) == 1 and len(words[0].lines) == 1 and not words[0].rtl:
        line = words[0].lines[0]
        styled = any(run.style.link or run.style.extra for run in line)
        cell.text = None if styled else runs.text(line)
    return apart


def _is_plain(rows: list[Row]) -> bool:
    """A row of headers, rows of one length, words alone: what the newsroom's own tables hold."""
    return (
        len(rows) > 1
        and all(cell.node.tag == "th" for cell in rows[0].cells)
        and len({len(row.cells) for row in rows}) == 1
        and all(cell.plain for row in rows for cell in row.cells)
        and not any(cell.node.tag == "th" for row in rows[1:] for cell in row.cells)
        and any(cell.text for cell in rows[0].cells)
    )


def _markup(rows: list[Row], caption: str) -> str:
    html = ["<table>", f"<caption>{caption}</caption>" if caption else ""]
    part = ""
    for row in rows:
        if row.part != part:
            html += [f"</{part}>" if part else "", f"<{row.part}>"]
            part = row.part
        html.append(f"<tr>{''.join(_cell(cell) for cell in row.cells)}</tr>")
    return "".join([*html, f"</{part}></table>" if part else "</table>"])


def _cell(cell: Cell) -> str:
    attributes = "".join(f' {name}="{escape(cell.node.get(name))}"' for name in SPANS if cell.node.get(name))
    return f"<{cell.node.tag}{attributes}>{cell.html}</{cell.node.tag}>"


Reader.HANDLERS |= {"table": table}
