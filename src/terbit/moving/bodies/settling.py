"""Pieces become the blocks of a story's body, each such that the newsroom's own rules accept it."""

from __future__ import annotations

import json
import re
import uuid
from hashlib import blake2b
from html import escape
from typing import Any

from terbit.moving.bodies import read_also, runs, subheads
from terbit.moving.bodies.pieces import (
    Embed,
    Gallery,
    Heading,
    Items,
    Picture,
    Piece,
    Quote,
    Raw,
    Recording,
    Said,
    Table,
    Words,
)
from terbit.moving.bodies.result import Body, Finders
from terbit.moving.bodies.runs import Line
from terbit.newsroom import embeds, links, richtext, safe_html
from terbit.newsroom.blocks.read_also import MOST

LONGEST_SUBHEADING = 150  # characters


class Settler:
    """Writes into `body`. Lines and headings that wait: `label` is a “Baca juga:” whose links are to come."""

    def __init__(self, body: Body, finders: Finders) -> None:
        self.body = body
        self.finders = finders
        self.outline: list[int] = []  # levels of the headings above, as the source counts them

    def settle(self, pieces: list[Piece]) -> None:
        pieces = list(subheads.told(pieces))
        position = 0
        while position < len(pieces):
            position += self._with_label(pieces, position) or self._alone(pieces[position])
        self._name()

    # Baca juga ---------------------------------------------------------------------------------------

    def _with_label(self, pieces: list[Piece], position: int) -> int:
        """How many pieces a “Baca juga:” above links takes; 0 where none stands here."""
        label = pieces[position]
        if not isinstance(label, Words | Heading) or not read_also.is_label(label.text):
            return 0
        lines: list[Line] = []
        taken = 1
        for piece in pieces[position + 1 :]:
            some = _lines_of(piece)
            if not some or not all(read_also.links_alone(line) for line in some):
                break
            if isinstance(piece, Words) and taken > MOST:
                break
            lines += some
            taken += 1
            if isinstance(piece, Items):
                break
        named = [story for line in lines for story in read_also.links_alone(line)]
        written = "\n".join([label.text, *map(runs.text, lines)])
        return taken if named and self._read_also(named, written) else 0

    def _read_also(self, named: list[tuple[runs.Link | None, str]], written: str) -> bool:
        """Whether all the stories are ours, and few enough for the block; then it is written."""
        keys = [link.story if link else self.finders.links("", title) for link, title in named]
        keys = list(dict.fromkeys(keys))
        if not all(keys):
            return False
        blocks = self.body.blocks
        if blocks and blocks[-1]["type"] == "baca_juga":
            together = list(dict.fromkeys([*blocks[-1]["value"], *keys]))
            if len(together) > MOST:
                return False
            blocks[-1]["value"] = together
            blocks[-1]["written"] += f"\n{written}"
        elif len(keys) > MOST:
            return False
        else:
            self._write("baca_juga", keys, written)
        return True

    # Each piece --------------------------------------------------------------------------------------

    def _alone(self, piece: Piece) -> int:
        getattr(self, f"_{type(piece).__name__.lower()}")(piece)
        return 1

    def _words(self, piece: Words) -> None:
        if len(piece.lines) == 1 and (named := read_also.stories(piece.lines[0])):
            if self._read_also(named, piece.text):
                return
            self.body.unbound.append(piece.text)
            self._html(piece.html())
        elif piece.rtl or runs.tells_by_element(piece.lines) or richtext.READ_ALSO.match(piece.text):
            self._html(piece.html())
        else:
            self._paragraph(piece.lines)

    def _paragraph(self, lines: list[Line]) -> None:
        if subheads.reads_as_one([run for line in lines for run in line]):
            lines = [runs.without_bold(line) for line in lines]
        html = f"<p>{runs.rich(lines)}</p>"
        blocks = self.body.blocks
        if blocks and blocks[-1]["type"] == "paragraph":
            blocks[-1]["value"] += html
        else:
            self._write("paragraph", html)

    def _heading(self, piece: Heading) -> None:
        if len(piece.text) > LONGEST_SUBHEADING:
            self._paragraph([runs.without_bold(piece.line)])
            return
        while self.outline and self.outline[-1] >= piece.level:
            self.outline.pop()
        self._write("subheading", {"text": piece.text, "level": "3" if self.outline else "2"})
        self.outline.append(piece.level)

    def _items(self, piece: Items) -> None:
        self._write("list", piece.rich())

    def _raw(self, piece: Raw) -> None:
        self._html(piece.markup)

    def _table(self, piece: Table) -> None:
        value = {
            "data": piece.rows,
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_caption": piece.caption,
        }
        self._write("table", value)

    def _quote(self, piece: Quote) -> None:
        self._write("pull_quote", {"text": "\n".join(piece.paragraphs), "attribution": piece.attribution})

    def _said(self, piece: Said) -> None:
        value = {"words": piece.words, "verb": piece.verb, "name": piece.name, "office": piece.office}
        self._write("statement", value)

    def _embed(self, piece: Embed) -> None:
        if found := embeds.recognise(piece.address):
            written = None if piece.title else ""
            value = {"url": found.url, "title": piece.title or found.site, "still": None}
            self._write("embed", value, written)
        else:
            self._address(piece.address, piece.title)

    def _address(self, address: str, title: str) -> None:
        if cleaned := links.clean(address):
            words = escape(title or address, quote=False)
            self._html(f'<p><a href="{escape(cleaned)}">{words}</a></p>', title)
        elif title:
            self._html(f"<p>{escape(title, quote=False)}</p>")

    def _recording(self, piece: Recording) -> None:
        if found := self.finders.media(piece.reference):
            self._write("media", {"file": found.key, "caption": piece.written})
            return
        self.body.missing.append(piece.reference)
        if piece.reference.address:
            self._address(piece.reference.address, piece.written)
        elif piece.written:
            self._html(f"<p>{escape(piece.written, quote=False)}</p>")

    # Pictures ----------------------------------------------------------------------------------------

    def _picture(self, piece: Picture) -> None:
        if value := self._found(piece):
            self._write("picture", *value)

    def _found(self, piece: Picture) -> tuple[dict[str, Any], str | None] | None:
        """The value of a picture block and what the source has for it; where no picture is found, a gap is left."""
        reference = piece.reference
        found = self.finders.pictures(reference)
        if found is None:
            self.body.missing.append(reference)
            self._html(_gap(piece))
            return None
        told = reference.credit and _same(reference.credit, found.credit)
        value = {
            "picture": found.key,
            "caption": reference.caption if told else piece.written,
            "alt": reference.alt[:255],
        }
        return value, piece.written if told else None

    def _gallery(self, piece: Gallery) -> None:
        """Pictures in a row that are there; a gap stands between two galleries."""
        row: list[tuple[dict[str, Any], str | None]] = []
        for picture in piece.pictures:
            known = self.finders.pictures(picture.reference) is not None
            if not known:
                self._row(row)
                row = []
            if value := self._found(picture):
                row.append(value)
        self._row(row)

    def _row(self, row: list[tuple[dict[str, Any], str | None]]) -> None:
        if len(row) == 1:
            self._write("picture", *row[0])
        elif row:
            written = [value["caption"] if words is None else words for value, words in row]
            told = any(words is not None for _value, words in row)
            pictures = [value for value, _words in row]
            self._write("gallery", {"title": "", "pictures": pictures}, "\n".join(written) if told else None)

    # Writing -----------------------------------------------------------------------------------------

    def _html(self, markup: str, written: str | None = None) -> None:
        html = safe_html.sanitise(markup)
        blocks = self.body.blocks
        if not html:
            return
        before = blocks[-1] if blocks else {}
        mergeable = before.get("type") == "safe_html" and "written" not in before and written is None
        if mergeable and html.startswith("<p") and blocks[-1]["value"].startswith("<p"):
            blocks[-1]["value"] += f"\n{html}"
            return
        self._write("safe_html", html, written)

    def _write(self, kind: str, value: Any, written: str | None = None) -> None:
        block = {"type": kind, "value": value}
        if written is not None:
            block["written"] = written
        self.body.blocks.append(block)

    def _name(self) -> None:
        """Ids that depend on what a block says and where it stands, so that a second run writes the same."""
        for position, block in enumerate(self.body.blocks):
            written = block.pop("written", None)
            block["id"] = _id(position, block["type"], block["value"])
            if block["type"] == "baca_juga":
                block["value"] = [
                    _item(block["id"], number, key) for number, key in enumerate(block["value"])
                ]
            elif block["type"] == "gallery":
                pictures = block["value"]["pictures"]
                block["value"]["pictures"] = [
                    _item(block["id"], number, picture) for number, picture in enumerate(pictures)
                ]
            if written is not None:
                self.body.written[block["id"]] = written


def _item(block: str, number: int, value: Any) -> dict[str, Any]:
    return {"type": "item", "value": value, "id": _id(number, block, value)}


def _id(position: int, kind: str, value: Any) -> str:
    said = value if isinstance(value, str) else json.dumps(value, sort_keys=True)
    digest = blake2b(f"{position}\n{kind}\n{said}".encode("utf-8", "replace"), digest_size=16).digest()
    return str(uuid.UUID(bytes=digest, version=5))


def _gap(piece: Picture) -> str:
    """Where a picture is missing: the newsroom sees its address in the HTML, readers only the caption."""
    reference = piece.reference
    address = reference.address or f"?attachment_id={reference.attachment}"
    address = address if re.match(r"https?:|/", address) else f"/{address}"
    caption = f"<figcaption>{escape(piece.written, quote=False)}</figcaption>" if piece.written else ""
    return f'<figure data-missing="{escape(address)}">{caption}</figure>'


def _same(credit: str, other: str) -> bool:
    return credit.casefold().split() == other.casefold().split()


def _lines_of(piece: Piece) -> list[Line]:
    if isinstance(piece, Words):
        return piece.lines
    return (
        [line for _kind, _depth, lines in piece.items for line in lines] if isinstance(piece, Items) else []
    )
