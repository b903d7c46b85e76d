"""The body of a draft from a page that was saved as text."""

from __future__ import annotations

from terbit.moving.bodies import text
from terbit.moving.bodies.pieces import Heading, Piece, Said, Words
from terbit.moving.bodies.result import Body, Finders, Links, nothing
from terbit.moving.bodies.runs import Run
from terbit.moving.bodies.settling import Settler


def body_of(page: text.Page, *, links: Links = nothing) -> Body:
    """Quotations become statements, whose source the editor has to name; `links` is asked by title."""
    body, finders = Body(), Finders(links=links)
    Settler(body, finders).settle([_piece(part) for part in page.parts])
    return body


def _piece(part: text.Part) -> Piece:
    if isinstance(part, text.Spoken):
        return Said(part.words, part.verb, part.name, part.office)
    if isinstance(part, text.Subheading):
        return Heading([Run(part.text)], 2)
    words = f"Baca juga: {part.title}" if isinstance(part, text.ReadAlso) else part.text
    return Words([[Run(words)]])
