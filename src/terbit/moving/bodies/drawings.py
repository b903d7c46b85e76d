"""Drawings and formulas that stand in the text: a story cannot hold them, but their words stay."""

from __future__ import annotations

import re

BEGIN = re.compile(r"<(svg|math)\b[^<>]*>", re.IGNORECASE)
# Described, defined or noted there, not shown.
UNSHOWN = "title|desc|metadata|defs|symbol|style|script|annotation|annotation-xml"
UNSHOWN_ELEMENT = re.compile(rf"<({UNSHOWN})\b[^<>]*>[^<]*(?:<(?!/\1\b)[^<]*)*</\1\s*>", re.IGNORECASE)
# Of a <switch>, browsers show the first child they understand: the HTML, not the text drawn in its place.
INSTEAD = re.compile(r"(</foreignObject\s*>)[^<]*(?:<(?!/switch\b)[^<]*)*(?=</switch)", re.IGNORECASE)
HTML = re.compile(r"</?(?:div|p|span|b|i|em|strong|br)\b", re.IGNORECASE)
TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def words_alone(html: str) -> tuple[str, list[str]]:
    """`html` with the words of each <svg> and <math> in its place, and the names of what was there."""
    written: list[str] = []
    dropped: list[str] = []
    position = 0
    while begin := BEGIN.search(html, position):
        end = re.compile(rf"</{begin[1]}\s*>", re.IGNORECASE).search(html, begin.end())
        if end is None:
            break
        inside = html[begin.end() : end.start()]
        words = _formula(inside) if begin[1].lower() == "math" else _drawing(inside)
        written += [html[position : begin.start()], words]
        dropped.append("formula" if begin[1].lower() == "math" else "drawing")
        position = end.end()
    return "".join([*written, html[position:]]), dropped


def _drawing(inside: str) -> str:
    shown = INSTEAD.sub(r"\1", UNSHOWN_ELEMENT.sub("", inside))
    words = TAG.sub(lambda tag: tag[0] if HTML.match(tag[0]) else _edge(tag[0]), shown)
    return f"<br>{words}<br>" if re.search(r"[^\s<>]", TAG.sub("", words)) else "<br>"


def _edge(tag: str) -> str:
    return "<br>" if re.match(r"</?(?:text|foreignObject)\b", tag, re.IGNORECASE) else ""


def _formula(inside: str) -> str:
    return f" {TAG.sub(' ', UNSHOWN_ELEMENT.sub('', inside))} "
