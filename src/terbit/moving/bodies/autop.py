"""Paragraphs that WordPress makes of text typed with empty lines, as its manual describes `wpautop`.

An empty line ends a paragraph, a single line break becomes <br>, two <br> in a row count as an empty line. Block
elements stand outside of paragraphs, text in a <blockquote> gets them too; <pre>, <script>, <style>, <textarea>
and <svg> are left as they are.
"""

from __future__ import annotations

import re

from terbit.moving.bodies import tokens

VERBATIM = r"<(?P<verbatim>pre|script|style|textarea|svg)\b[^<>]*>.*?(?:</(?P=verbatim)\s*>|\Z)"
PIECE = re.compile(rf"{VERBATIM}|{tokens.COMMENT}|{tokens.TAG}", re.DOTALL | re.IGNORECASE)
BREAKS = re.compile(r"<br\b[^<>]*>(?:\s*<br\b[^<>]*>)+", re.IGNORECASE)
EMPTY_LINE = re.compile(r"\n[^\S\n]*\n\s*")
# Where text stands without a paragraph of its own until an empty line asks for a second.
HOLDS_PHRASES = frozenset(
    "li td th dt dd h1 h2 h3 h4 h5 h6 figcaption caption legend summary option pre button label p".split()
)
# Where text may not stand at all, so that white space means nothing.
HOLDS_NO_TEXT = frozenset("table thead tbody tfoot tr ul ol dl select optgroup colgroup figure".split())
FLOW = tokens.BLOCKS - HOLDS_PHRASES - HOLDS_NO_TEXT - {"hr"}


def autop(text: str) -> str:
    """`text` with <p> and <br /> in it; the words and their order are those of `text`."""
    text = re.sub(r"\r\n?", "\n", text)
    text = BREAKS.sub("\n\n", text)
    return _Writer().write(text)


class _Writer:
    def __init__(self) -> None:
        self.html: list[str] = []
        self.holders: list[str] = []  # block elements that are open, innermost last
        self.paragraph = False  # a <p> of ours is open
        self.line_begins = True  # a line break here would stand beside a block's edge
        self.gap = ""  # white space that waits for what follows: "", " ", "\n" or "\n\n"

    def write(self, text: str) -> str:
        position = 0
        for match in PIECE.finditer(text):
            self._text(text[position : match.start()])
            self._markup(match)
            position = match.end()
        self._text(text[position:])
        self._close()
        return "".join(self.html).strip()

    def _markup(self, match: re.Match[str]) -> None:
        tag, element = match[0], tokens.name(match[0])
        if match["verbatim"]:
            self._edge(tag) if element == "pre" else self._inline(tag)
        elif not element:
            self.html.append(tag)
        elif element == "br":
            self._break(tag)
        elif element in tokens.BLOCKS:
            self._block(tag, element)
        else:
            self._inline(tag)

    def _text(self, text: str) -> None:
        for number, paragraph in enumerate(EMPTY_LINE.split(text)):
            if number:
                self.gap = "\n\n"
            self._paragraph(paragraph)

    def _paragraph(self, text: str) -> None:
        words = text.strip()
        before = text[: len(text) - len(text.lstrip())]
        if before and not self.gap:
            self.gap = "\n" if "\n" in before else " "
        if not words:
            return
        self._begin()
        self.html.append(words.replace("\n", "<br />\n") if self._breaks else words)
        self.line_begins = False
        after = text[len(text.rstrip()) :]
        self.gap = ("\n" if "\n" in after else " ") if after else ""

    @property
    def _breaks(self) -> bool:
        return not self.holders or self.holders[-1] not in HOLDS_NO_TEXT

    def _begin(self) -> None:
        """Make ready for words: write the white space that waits, open a paragraph where one belongs."""
        holder = self.holders[-1] if self.holders else ""
        phrases, no_text = holder in HOLDS_PHRASES, holder in HOLDS_NO_TEXT
        if self.gap == "\n\n" and not phrases and not no_text:
            self._close()
        if not self.paragraph and not phrases and not no_text and self._wants_paragraph(holder):
            self.html.append("\n<p>" if self.html else "<p>")
            self.paragraph, self.line_begins = True, True
        elif self.gap:
            between = {"\n\n": "<br /><br />\n", "\n": "<br />\n"}.get(self.gap, " ")
            self.html.append(" " if no_text else "" if self.line_begins else between)
        self.gap = ""

    def _wants_paragraph(self, holder: str) -> bool:
        return holder in {"", "blockquote"} or self.gap == "\n\n"

    def _inline(self, tag: str) -> None:
        if tag.startswith("</"):
            if self.gap == " ":
                self.html.append(" ")
                self.gap = ""
            self.html.append(tag)
            return
        self._begin()
        self.html.append(tag)
        self.line_begins = False

    def _break(self, tag: str) -> None:
        if self.gap != "\n\n":
            self.gap = ""
            self._begin()
        self.html.append("" if self.line_begins else tag)
        self.gap = self.gap if self.gap == "\n\n" else ""
        self.line_begins = True

    def _block(self, tag: str, element: str) -> None:
        self._edge(tag)
        if element in tokens.VOID or tag.endswith("/>"):
            return
        if not tag.startswith("</"):
            self.holders.append(element)
        elif element in self.holders:
            while self.holders.pop() != element:
                pass

    def _edge(self, tag: str) -> None:
        self._close()
        self.html.append(tag if tag.startswith("</") or not self.html else f"\n{tag}")
        self.gap, self.line_begins = "", True

    def _close(self) -> None:
        if self.paragraph:
            self.html.append("</p>")
        self.paragraph = False
        self.line_begins = True
