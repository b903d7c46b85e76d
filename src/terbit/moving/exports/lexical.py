"""Lexical, the document format of Ghost since 5, as HTML."""

from __future__ import annotations

from html import escape
from typing import Any

from terbit.moving.exports.encodings import without_surrogates
from terbit.moving.exports.ghost_cards import card_html, words_of
from terbit.moving.exports.rendered import Rendered

Node = dict[str, Any]

_FORMATS = (
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
)
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
}
_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def lexical_html(document: object) -> Rendered:
    """Raises `ValueError` where this is no document of Lexical."""
    root = document.get("root") if isinstance(document, dict) else None
    if not isinstance(root, dict):
        raise ValueError("no root")
    rendered = Rendered()
    for node in _children(root):
        kind = _kind(node)
        if markup := _prose(node, kind):
            rendered.add(markup, is_card=False)
        elif not _is_prose(kind):
            rendered.add(_card(node, kind, rendered), is_card=True)
    return rendered


def _children(node: Node) -> list[Node]:
    children = node.get("children")
    return [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []


def _kind(node: Node) -> str:
    kind = node.get("type")
    return kind if isinstance(kind, str) else ""


def _is_prose(kind: str) -> bool:
    return kind in _BLOCKS or kind in ("list", "heading", "extended-heading", "text", "extended-text", "link")


def _prose(node: Node, kind: str) -> str:
    if kind in _BLOCKS:
        tag = _BLOCKS[kind]
    elif kind in ("heading", "extended-heading"):
        tag = level if isinstance(level := node.get("tag"), str) and level in _TAGS else "h2"
    elif kind == "list":
        return _list(node)
    else:
        return _inline(node) if _is_prose(kind) else ""
    inside = _inside(node)
    return f"<{tag}>{inside}</{tag}>" if inside.strip() else ""


def _list(node: Node) -> str:
    tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
    return f"<{tag}>{''.join(f'<li>{_inside(item)}</li>' for item in _children(node))}</{tag}>"


def _inside(node: Node) -> str:
    return "".join(_inline(child) for child in _children(node))


def _inline(node: Node) -> str:
    kind = _kind(node)
    if kind == "linebreak":
        return "<br>"
    if kind == "list":
        return _list(node)
    if isinstance(node.get("text"), str):
        return _formatted(node)
    inside = _inside(node)
    address = node.get("url")
    if kind in ("link", "autolink", "at-link") and isinstance(address, str):
        return f'<a href="{escape(without_surrogates(address))}">{inside}</a>'
    return inside


def _formatted(node: Node) -> str:
    text = escape(without_surrogates(node["text"]), quote=False)
    bits = node.get("format")
    for bit, tag in _FORMATS:
        if isinstance(bits, int) and bits & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _card(node: Node, kind: str, rendered: Rendered) -> str:
    markup = card_html(kind, node)
    if markup is not None:
        return markup
    rendered.unknown.add(kind[:60])
    inside = _inside(node)
    return (f"<p>{inside}</p>" if inside else "") + words_of(node)
