"""What other systems keep as HTML, names and titles among it ("Kota &amp; Desa"), as the words it stands for."""

from __future__ import annotations

from html import unescape

import nh3


def line(html: str) -> str:
    """The words in one line."""
    return " ".join((text(html) if "<" in html or "&" in html else html).split())


def text(html: str) -> str:
    """The words, in the lines they have."""
    return unescape(nh3.clean(html, tags=set())).strip()
