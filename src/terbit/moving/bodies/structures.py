"""Headings, lists, quotations, preformatted text, rules and lists of terms."""

from __future__ import annotations

from html import escape

from terbit.moving.bodies import enclosing, runs
from terbit.moving.bodies.pieces import APART, Heading, Items, Piece, Quote, Raw, Words
from terbit.moving.bodies.reading import Reader
from terbit.moving.bodies.runs import Line, Run, Style
from terbit.moving.bodies.tree import Node
from terbit.newsroom import links

LONGEST_PULL_QUOTE = 80  # words


def heading(reader: Reader, node: Node, style: Style) -> None:
    inner = reader.another(node, style)
    words = [piece for piece in inner.pieces if isinstance(piece, Words | Heading)]
    if len(words) != len([piece for piece in inner.pieces if not isinstance(piece, APART)]):
        reader.add(*inner.pieces)
        return
    lines = [line for piece in words for line in (piece.lines if isinstance(piece, Words) else [piece.line])]
    if any(isinstance(piece, Words) and piece.rtl for piece in words):
        level = min(max(int(node.tag[1]), 2), 4)
        reader.add(Raw(f'<h{level} dir="rtl">{runs.full(lines)}</h{level}>'))
    elif lines:
        reader.add(Heading(_joined(lines), int(node.tag[1])))
    reader.add(*(piece for piece in inner.pieces if isinstance(piece, APART)))


def _joined(lines: list[Line]) -> Line:
    joined = lines[0]
    for line in lines[1:]:
        joined = [*joined, Run(" "), *line]
    return joined


# Lists -----------------------------------------------------------------------------------------------


def listing(reader: Reader, node: Node, style: Style) -> None:
    """Words alone, also in lists in lists, are a list; anything more is HTML, with pictures after it."""
    entries = [entry for child in _entries(node) if (entry := reader.inside(child, style))]
    if all(isinstance(piece, APART) for entry in entries for piece in entry):
        reader.add(*(piece for entry in entries for piece in entry))
        return
    numbered_otherwise = node.tag == "ol" and (
        node.get("start") not in {"", "1"} or "reversed" in node.attributes
    )
    items = _simple(entries, "ol" if node.tag == "ol" else "ul")
    if items and not numbered_otherwise:
        reader.add(Items(items))
        return
    html, apart = [], []
    for entry in entries:
        inside, beside = enclosing.enclosed(entry)
        html.append(f"<li>{inside}</li>" if inside else "")
        apart += beside
    reader.add(Raw(f"{_opening(node)}{''.join(html)}</{'ol' if node.tag == 'ol' else 'ul'}>"), *apart)


def _entries(node: Node) -> list[Node]:
    """Its items; what stands between them is one, too."""
    entries: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag == "li":
            if not child.hidden:
                entries.append(child)
        elif not isinstance(child, str) or child.strip():
            if not entries or entries[-1].tag != "between":
                entries.append(Node("between", {}))
            entries[-1].children.append(child)
    return entries


def _simple(entries: list[list[Piece]], kind: str) -> list[tuple[str, int, list[Line]]]:
    """[] where an entry holds more than words and lists of words."""
    items: list[tuple[str, int, list[Line]]] = []
    for entry in entries:
        lines: list[Line] = []
        for piece in entry:
            if isinstance(piece, Words) and not piece.rtl and not runs.tells_by_element(piece.lines):
                lines += piece.lines
            elif isinstance(piece, Heading):
                lines.append(piece.line)
            elif isinstance(piece, Items):
                items += [(kind, 0, lines)] if lines else []
                items += [(inner, depth + 1, some) for inner, depth, some in piece.items]
                lines = []
            else:
                return []
        items += [(kind, 0, lines)] if lines else []
    return items


def _opening(node: Node) -> str:
    if node.tag != "ol":
        return "<ul>"
    attributes = "".join(
        f' {name}="{escape(node.get(name))}"' for name in ("start", "reversed") if name in node.attributes
    )
    return f"<ol{attributes}>"


# Quotations ------------------------------------------------------------------------------------------


def quotation(reader: Reader, node: Node, style: Style) -> None:
    """Large where it is a pull quote, or short and attributed; HTML otherwise."""
    rest, cite = _without_cite(node)
    inner = reader.another(rest, style)
    attribution = enclosing.text(reader.inside(cite, style)).replace("\n", ", ") if cite else ""
    if (attribution or "wp-block-pullquote" in node.get("class")) and _is_plain(inner.pieces, attribution):
        reader.add(Quote([runs.text(line) for piece in inner.pieces for line in piece.lines], attribution))
        return
    html, apart = enclosing.enclosed([*inner.pieces, *(reader.inside(cite, style) if cite else [])])
    source = links.clean(node.get("cite")) if node.get("cite") else ""
    opening = f'<blockquote cite="{escape(source)}">' if source else "<blockquote>"
    reader.add(*([Raw(f"{opening}{html}</blockquote>")] if html else []), *apart)


def _without_cite(node: Node) -> tuple[Node, Node | None]:
    """The element without who said it, where that is the last thing in it."""
    children = list(node.children)
    while children and isinstance(children[-1], str) and not children[-1].strip():
        children.pop()
    last = children[-1] if children else None
    if not isinstance(last, Node) or last.tag not in {"cite", "footer"} or len(children) < 2:
        return node, None
    rest = Node(node.tag, node.attributes)
    rest.children = children[:-1]
    return rest, last


def _is_plain(pieces: list[Piece], attribution: str) -> bool:
    return (
        bool(pieces)
        and len(attribution) <= 200
        and all(
            isinstance(piece, Words)
            and not piece.rtl
            and not runs.tells_by_element(piece.lines)
            and not any(runs.linked(line) for line in piece.lines)
            for piece in pieces
        )
        and sum(len(piece.text.split()) for piece in pieces) <= LONGEST_PULL_QUOTE
        and all(any(char.isalnum() for char in piece.text) for piece in pieces)
    )


# Others ----------------------------------------------------------------------------------------------


def preformatted(reader: Reader, node: Node, style: Style) -> None:
    words = _verbatim(node).strip("\n")
    direction = ' dir="rtl"' if node.get("dir") == "rtl" else ""
    if words.strip():
        reader.add(Raw(f"<pre{direction}>{escape(words, quote=False)}</pre>"))
    reader.add(*(piece for piece in reader.inside(node, style) if isinstance(piece, APART)))


def _verbatim(node: Node) -> str:
    parts: list[str] = []
    for child in node.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag == "br":
            parts.append("\n")
        elif not child.hidden and child.tag not in {"iframe", "noscript", "object", "audio", "video"}:
            parts.append(_verbatim(child))
    return "".join(parts)


def rule(reader: Reader, node: Node, style: Style) -> None:
    reader.add(Raw("<hr>"))


def terms(reader: Reader, node: Node, style: Style) -> None:
    html, apart = [], []
    for child in node.children:
        if isinstance(child, str) and not child.strip():
            continue
        part = child if isinstance(child, Node) and child.tag in {"dt", "dd"} else Node("dd", {})
        if part is not child:
            part.children.append(child)
        inside, beside = enclosing.enclosed(reader.inside(part, style))
        html.append(f"<{part.tag}>{inside}</{part.tag}>" if inside else "")
        apart += beside
    if any(html):
        reader.add(Raw(f"<dl>{''.join(html)}</dl>"))
    reader.add(*apart)


Reader.HANDLERS |= {f"h{level}": heading for level in range(1, 7)}
Reader.HANDLERS |= dict.fromkeys(("ul", "ol", "menu", "dir"), listing)
Reader.HANDLERS |= {
    "blockquote": quotation,
    "pre": preformatted,
    "listing": preformatted,
    "hr": rule,
    "dl": terms,
}
