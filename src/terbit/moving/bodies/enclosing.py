"""Pieces inside of an element that only HTML can hold."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from terbit.moving.bodies import runs
from terbit.moving.bodies.pieces import Embed, Gallery, Heading, Items, Picture, Piece, Recording, Words
from terbit.newsroom import richtext


def enclosed(pieces: list[Piece]) -> tuple[str, list[Piece]]:
    """HTML of their words in order, and what it cannot hold, without its words, to stand after the element."""
    apart: list[Piece] = []
    html: list[str] = []
    for piece in pieces:
        if isinstance(piece, Picture):
            apart.append(Picture(replace(piece.reference, caption="", credit="")))
        elif isinstance(piece, Gallery):
            apart += [Picture(replace(each.reference, caption="", credit="")) for each in piece.pictures]
        elif isinstance(piece, Embed):
            apart.append(Embed(piece.address))
            html.append(f"<p>{escape(piece.title, quote=False)}</p>" if piece.title else "")
            continue
        elif isinstance(piece, Recording):
            apart.append(Recording(replace(piece.reference, caption="")))
            html.append(f"<p>{escape(piece.written, quote=False)}</p>" if piece.written else "")
            continue
        html.append(piece.html())
    shown = [piece for piece in pieces if not isinstance(piece, Picture | Gallery | Embed | Recording)]
    if (
        len(shown) == 1 == len([part for part in html if part])
        and isinstance(shown[0], Words)
        and not shown[0].rtl
    ):
        return runs.full(shown[0].lines), apart
    return "".join(html), apart


def text(pieces: list[Piece]) -> str:
    """Their words, a line each."""
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, Words | Heading):
            lines.append(piece.text)
        elif isinstance(piece, Items):
            lines += [runs.text(line) for _kind, _depth, some in piece.items for line in some]
        else:
            lines.append(richtext.text(enclosed([piece])[0]))
    return "\n".join(line for line in lines if line)
