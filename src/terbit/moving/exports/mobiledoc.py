"""Mobiledoc 0.3, the document format of Ghost 1 to 4, as HTML.

https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md
"""

from __future__ import annotations

from html import escape
from typing import Any

from terbit.moving.exports.encodings import without_surrogates
from terbit.moving.exports.ghost_cards import card_html, words_of
from terbit.moving.exports.rendered import Rendered

_SECTION_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"})
_MARKUP_TAGS = frozenset(
    {"a", "b", "code", "em", "i", "s", "strong", "sub", "sup", "u", "del", "mark", "strike"}
)


def mobiledoc_html(document: object) -> Rendered:
    """Raises `ValueError` where this is no mobiledoc."""
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        raise ValueError("no sections")
    return _Mobiledoc(document).rendered


class _Mobiledoc:
    def __init__(self, document: dict[str, Any]) -> None:
        self.markups = _listed(document.get("markups"))
        self.atoms = _listed(document.get("atoms"))
        self.cards = _listed(document.get("cards"))
        self.rendered = Rendered()
        for section in document["sections"]:
            if isinstance(section, list) and section:
                self._section(section)

    def _section(self, section: list[Any]) -> None:
        match section:
            case [1, str(tag), list(markers), *_]:
                tag = tag.lower() if tag.lower() in _SECTION_TAGS else "p"
                inside = self._inline(markers)
                self.rendered.add(f"<{tag}>{inside}</{tag}>" if inside.strip() else "")
            case [2, str(source), *_]:
                self.rendered.add(card_html("image", {"src": source}) or "", is_card=True)
            case [3, str(tag), list(items), *_]:
                tag = "ol" if tag.lower() == "ol" else "ul"
                inside = "".join(f"<li>{self._inline(item)}</li>" for item in items if isinstance(item, list))
                self.rendered.add(f"<{tag}>{inside}</{tag}>")
            case [10, int(number), *_]:
                self._card(_at(self.cards, number))
            case _:
                self.rendered.unknown.add(str(section[0])[:60])

    def _card(self, card: object) -> None:
        match card:
            case [str(kind), dict(payload), *_]:
                markup = card_html(kind, payload)
                if markup is None:
                    self.rendered.unknown.add(kind[:60])
                    markup = words_of(payload)
                self.rendered.add(markup, is_card=True)
            case [str(kind), *_]:
                self.rendered.add(card_html(kind, {}) or "", is_card=True)

    def _inline(self, markers: list[Any]) -> str:
        parts: list[str] = []
        opened: list[str] = []
        for marker in markers:
            match marker:
                case [int(kind), list(opening), int(closing), value, *_]:
                    for number in opening:
                        tag, start = self._markup(number)
                        parts.append(start)
                        opened.append(tag)
                    parts.append(self._atom(value) if kind == 1 else _escaped(value))
                    parts += [_end(opened.pop()) for _ in range(min(closing, len(opened)))]
        return "".join(parts) + "".join(_end(tag) for tag in reversed(opened))

    def _markup(self, number: object) -> tuple[str, str]:
        markup = _at(self.markups, number)
        tag = markup[0].lower() if isinstance(markup, list) and markup and isinstance(markup[0], str) else ""
        if tag not in _MARKUP_TAGS:
            return "", ""
        address = _attribute(markup, "href")
        return tag, f'<a href="{_escaped(address)}">' if tag == "a" else f"<{tag}>"

    def _atom(self, number: object) -> str:
        match _at(self.atoms, number):
            case ["soft-return", *_]:
                return "<br>"
            case [str(), str(value), *_]:
                return _escaped(value)
        return ""


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _at(values: list[Any], number: object) -> Any:
    return values[number] if isinstance(number, int) and 0 <= number < len(values) else None


def _attribute(markup: Any, name: str) -> str:
    """Attributes stand as name, value, name, value …"""
    listed = _listed(markup[1]) if len(markup) > 1 else []
    pairs = (
        dict(zip(listed[::2], listed[1::2], strict=False))
        if all(isinstance(part, str) for part in listed)
        else {}
    )
    return str(pairs.get(name, ""))


def _escaped(value: object) -> str:
    return escape(without_surrogates(value)) if isinstance(value, str) else ""


def _end(tag: str) -> str:
    return f"</{tag}>" if tag else ""
