"""HTML cut into comments, tags and text, where each character is looked at once, whatever it is.

A tag never reaches over the next "<", so that unfinished ones cost nothing.
"""

from __future__ import annotations

import re
from collections import Counter

COMMENT = r"<!--(?:(?!-->).)*(?:-->|\Z)"
TAG = r"""</?[A-Za-z](?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>"""
MARKUP = re.compile(rf"{COMMENT}|{TAG}", re.DOTALL)
NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
VOID = frozenset("area base br col embed frame hr img input keygen link meta param source track wbr".split())
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol
    optgroup option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp""".split()
)
# Never shown, or shown by something that a paper does not have.
UNSHOWN = frozenset(
    """applet area audio base canvas datalist frame frameset head iframe link meta meter noembed noframes noscript
    object param progress rp script source style template title track video""".split()
)
SMILEY = re.compile(
    r"\b(?:wp-smiley|emoji)\b|/(?:smilies|smileys|emoji)/", re.IGNORECASE
)  # a picture for a sign
ENDED_BY_THE_NEXT = frozenset("p li dt dd td th tr option".split())
DEEPEST = 200


def name(tag: str) -> str:
    found = NAME.match(tag)
    return found[1].lower() if found else ""


def shallow(html: str) -> str:
    """`html` with elements nested deeper than 200 taken out and their content kept.

    Parsers need time by the square of the depth: 100,000 nested elements take minutes.
    """
    if html.count("<") <= DEEPEST:
        return html
    open_elements: list[str] = []
    inside: Counter[str] = Counter()
    removed: Counter[str] = Counter()

    def judged(match: re.Match[str]) -> str:
        tag = match[0]
        element = name(tag)
        if not element or element in VOID or tag.endswith("/>"):
            return tag
        if tag.startswith("</"):
            return _closed(tag, element, open_elements, inside, removed)
        if open_elements and open_elements[-1] == element in ENDED_BY_THE_NEXT:
            return tag
        if len(open_elements) >= DEEPEST:
            removed[element] += 1
            return "<br>" if element in BLOCKS else ""
        open_elements.append(element)
        inside[element] += 1
        return tag

    return MARKUP.sub(judged, html)


def _closed(
    tag: str, element: str, open_elements: list[str], inside: Counter[str], removed: Counter[str]
) -> str:
    if removed[element]:
        removed[element] -= 1
        return "<br>" if element in BLOCKS else ""
    if not inside[element]:
        return tag
    while open_elements:
        last = open_elements.pop()
        inside[last] -= 1
        if last == element:
            break
    return tag
