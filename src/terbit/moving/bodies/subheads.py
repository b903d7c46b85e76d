"""Bold lines that stand where a subheading should."""

from __future__ import annotations

from terbit.moving.bodies import read_also, runs
from terbit.moving.bodies.pieces import Heading, Items, Piece, Quote, Words
from terbit.moving.bodies.runs import Line

LONGEST = 15  # words
SENTENCE_ENDS = (".", "?", "!", "…", ":", "”", '"')


def reads_as_one(line: Line) -> bool:
    """By the rule of the newsroom's paragraphs (`richtext.headings_in_disguise`)."""
    text = runs.text(line)
    return (
        bool(text.strip())
        and len(text.split()) <= LONGEST
        and not text.rstrip().endswith(SENTENCE_ENDS)
        and runs.all_bold(line)
    )


def told(pieces: list[Piece]) -> list[Piece]:
    """Short bold lines above text are the headings they are meant to be; one at the end, or in brackets, is none."""
    all_told: list[Piece] = []
    for position, piece in enumerate(pieces):
        if isinstance(piece, Words) and _is_meant_as_heading(piece, pieces[position + 1 : position + 2]):
            all_told.append(Heading(piece.lines[0], 7))
        else:
            all_told.append(piece)
    return all_told


def _is_meant_as_heading(piece: Words, following: list[Piece]) -> bool:
    return (
        len(piece.lines) == 1
        and not piece.rtl
        and bool(following)
        and isinstance(following[0], Words | Items | Quote)
        and reads_as_one(piece.lines[0])
        and any(char.isalpha() for char in piece.text)
        and not piece.text.startswith(("(", "["))
        and ":" not in piece.text
        and not read_also.START.match(piece.text)
        and not any(run.style.link for run in piece.lines[0])
    )
