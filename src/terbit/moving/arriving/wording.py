"""What other systems keep as HTML, names and titles among it ("Kota &amp; Desa"), as the words it stands for."""

from __future__ import annotations

import re
from html import unescape

import nh3

# What extensions for search engines fill in: `%%title%%` (Yoast), `%title%` (Rank Math), `#post_title` (AIOSEO).
TITLE = re.compile(r"%%?(?:title|post_title)%%?|#post_title\b")
FILLED_IN = re.compile(r"%%?[a-z][a-z_]*(?:\([^)]*\))?%%?|#(?:[a-z]+_)+[a-z]+\b")


def line(html: str) -> str:
    """The words in one line."""
    return " ".join((text(html) if "<" in html or "&" in html else html).split())


def text(html: str) -> str:
    """The words, in the lines they have."""
    return unescape(nh3.clean(html, tags=set())).strip()


def for_search(written: str, title: str) -> str:
    """A title or description for search engines without what only stands for something; "" if it says nothing more."""
    words = FILLED_IN.sub(" ", TITLE.sub(lambda _found: title, written))
    said = line(words).strip(" -–—|·»:")
    return "" if said == line(title) else said


def headline(title: str, html: str, longest: int) -> tuple[str, str]:
    """The title in one line, and what has to be told of it: in full where it is longer than `longest` characters.

    Without one, the first words of the text stand for it.
    """
    words = line(title)
    if not words:
        first = line(html[:2_000]).split()
        made = " ".join(first[:8]) + ("…" if len(first) > 8 else "")
        return _short(made, longest) or "Tanpa judul", "-"
    return _short(words, longest), words if len(words) > longest else ""


def _short(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    cut = words[:longest]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut[:-1]}…"
