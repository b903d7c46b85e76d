"""The proof that a body arrived whole: its visible words before and after, compared.

Before: the source as another HTML5 parser than the converter's reads it (Lexbor; the converter has html5ever), without
comments, scripts, hidden elements and the tags of shortcodes. After: the story's blocks as the newsroom itself reads
them (`plaintext.visible_words`). A word is what stands between white space, without punctuation at its edges; an
address (https://…) is none, because players and links take the place of addresses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode
from wagtail.blocks import StreamValue

from terbit.moving.bodies import plugins, shortcodes, tokens
from terbit.moving.bodies.result import Body
from terbit.newsroom import characters, plaintext
from terbit.newsroom.models import Article

EDGES = " \"'“”„‟‘’‚‛«»‹›()[]{}<>.,;:!?…·•|/\\–—―-_*=~^`´"
ADDRESS = re.compile(r"(?:https?:)?//\S+|www\.\S+", re.IGNORECASE)
SAME_MARKS = (("’", "'"), ("‘", "'"), ("`", "'"), ("´", "'"), ("…", " "))
NO_TEXT = tokens.UNSHOWN | {"noindex", "desc", "metadata", "defs", "symbol", "annotation", "annotation-xml"}
APART = tokens.BLOCKS | {"br", "svg", "text", "foreignObject", "math", "mi", "mo", "mn", "mtext", "ms"}
BREAKS_THE_LINE = frozenset({"img", "iframe", "object", "embed", "audio", "video"})
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
TOO_LONG_TO_ALIGN = 4000


@dataclass(frozen=True)
class Conserved:
    """`kept` of the `before` words of the source stand in the story, in order; `added` words stand there besides.

    `first` shows where the two first differ: what the source says, and what the story says there.
    """

    before: int
    after: int
    kept: int
    first: tuple[str, str] | None = None

    @property
    def added(self) -> int:
        return self.after - self.kept

    @property
    def share(self) -> float:
        """Of the source's words, from 0 to 1."""
        return self.kept / self.before if self.before else 1.0

    @property
    def whole(self) -> bool:
        return self.before == self.after == self.kept


def measure(html: str, body: Body, *, has_shortcodes: bool = True) -> Conserved:
    """Compare a source with what it became. `has_shortcodes=False` for sources whose brackets are only brackets."""
    return compare(words_of(html, has_shortcodes=has_shortcodes), words_in(body))


def compare(before: list[str], after: list[str]) -> Conserved:
    if before == after:
        return Conserved(len(before), len(after), len(before))
    start = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), None)
    start = min(len(before), len(after)) if start is None else start
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    kept = start + end + _alike(before[start : len(before) - end], after[start : len(after) - end])
    first = (" ".join(before[start : start + 8]), " ".join(after[start : start + 8]))
    return Conserved(len(before), len(after), kept, first)


def _alike(some: list[str], others: list[str]) -> int:
    if len(some) * len(others) > TOO_LONG_TO_ALIGN**2:
        return sum((Counter(some) & Counter(others)).values())
    return sum(
        match.size for match in SequenceMatcher(None, some, others, autojunk=False).get_matching_blocks()
    )


# After -----------------------------------------------------------------------------------------------


def words_in(body: Body) -> list[str]:
    """The words of a converted body, with those of its source where a record is printed."""
    text: list[str] = []
    together: list[dict] = []
    for block in body.blocks:
        if (written := body.written.get(block["id"])) is not None:
            text += [_visible(together), written]
            together = []
        else:
            together.append(block)
    return _words("\n".join([*text, _visible(together)]))


def _visible(blocks: list[dict]) -> str:
    if not blocks:
        return ""
    return plaintext.visible_words(
        StreamValue(Article._meta.get_field("body").stream_block, blocks, is_lazy=True)
    )


# Before ----------------------------------------------------------------------------------------------


def words_of(html: str, *, has_shortcodes: bool = True) -> list[str]:
    """The words that a browser shows of a source."""
    return _words(text_of(html, has_shortcodes=has_shortcodes))


def text_of(html: str, *, has_shortcodes: bool = True) -> str:
    """The text that a browser shows of a source, with a line break wherever a block begins or ends."""
    if has_shortcodes:
        html = _without_shortcodes(html)
    text: list[str] = []
    body = LexborHTMLParser(f"<!doctype html><body>{tokens.shallow(html)}").body
    if body is not None:
        _gather(body, text)
    return "".join(text)


def _gather(body: LexborNode, text: list[str]) -> None:
    """Text with a line break at each edge of a block, following the tree without recursion."""
    node: LexborNode | None = body.child
    ended: list[LexborNode] = []
    while node is not None or ended:
        if node is None:
            node = ended.pop()
            if node.tag in APART:
                text.append("\n")
            node = node.next
            continue
        tag = node.tag
        if tag == "-text":
            text.append(node.text_content or "")
        elif tag in NO_TEXT or tag in {"img", "input"} or tag.startswith(("-", "!")) or _hidden(node):
            text.append(_in_its_place(node, tag))
        else:
            if tag in APART:
                text.append("\n")
            if (child := node.child) is not None:
                ended.append(node)
                node = child
                continue
        node = node.next


def _in_its_place(node: LexborNode, tag: str) -> str:
    if tag == "img":
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('src') or ''}"
        return attributes.get("alt") or "" if tokens.SMILEY.search(names) else "\n"
    return "\n" if tag in BREAKS_THE_LINE or tag in APART else ""


def _hidden(node: LexborNode) -> bool:
    if node.tag == "text" and node.parent is not None and node.parent.tag == "switch":
        return node.parent.css_first("foreignObject") is not None  # one or the other, browsers show the first
    attributes = node.attributes
    if not attributes:
        return False
    return "hidden" in attributes or bool(HIDING.search(attributes.get("style") or ""))


def _without_shortcodes(html: str) -> str:
    """Tags of shortcodes taken out; what they say themselves (an old caption, a related story) put in their place."""
    found = shortcodes.find(html)
    written: list[str] = []
    position = 0
    for code in found:
        kind = plugins.kind(code)
        if code.start < position or (kind in {"lone", "text"} and not code.escaped):
            continue
        written += [html[position : code.start], _said(code, kind, found)]
        position = code.end
        if kind == "media" and code.partner is not None:
            position = found[code.partner].end  # what is between is for browsers without players
    return "".join([*written, html[position:]])


def _said(code: shortcodes.Shortcode, kind: plugins.Kind, found: list[shortcodes.Shortcode]) -> str:
    if code.escaped:
        return shortcodes.shown(code)
    if kind == "related" and code.named.get("name"):
        return f"<p>Baca juga: {escape(code.named['name'])}</p>"
    if kind == "caption":
        words = (
            found[code.partner].named.get("caption", "") if code.closes and code.partner is not None else ""
        )
        words = words or ("" if code.pair else code.named.get("caption", ""))
        return f"<div>{words}</div>"
    return "" if kind in {"frame", "nothing"} else "<br>"


def _words(text: str) -> list[str]:
    text = characters.UNSEEN.sub("", unicodedata.normalize("NFC", text))
    if "\u200c" in text or "\u200d" in text:
        text = characters.STRAY_JOINER.sub("", text)
    for mark, plain in SAME_MARKS:
        text = text.replace(mark, plain)
    if "//" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    return [word for part in text.split() if (word := part.strip(EDGES))]
