"""HTML of unknown origin, made harmless: structure and words stay, everything that acts or styles goes."""

from __future__ import annotations

import re

import nh3

from terbit.newsroom import links

TAGS = set(
    """p br hr h2 h3 h4 ul ol li dl dt dd blockquote figure figcaption table caption thead tbody tfoot tr
    th td b strong i em u s sub sup small code pre abbr cite q time a""".split()
)
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "blockquote": {"cite"},
    "figure": {"data-missing"},  # the address of a picture that an import did not find
    "q": {"cite"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
VALUES = {
    "lang": r"[A-Za-z]{2,8}(-[A-Za-z0-9]{2,8})*",
    "dir": r"ltr|rtl|auto",
    "scope": r"col|row|colgroup|rowgroup",
    "start": r"-?\d{1,6}",
    "colspan": r"\d{1,2}",
    "rowspan": r"\d{1,3}",
    "reversed": r"|reversed",
}


def _attribute(element: str, name: str, value: str) -> str | None:
    """The value to keep, or None to drop the attribute."""
    if name in {"href", "cite", "data-missing"}:
        return links.clean(value)
    pattern = VALUES.get(name)
    return value if pattern is None or re.fullmatch(pattern, value) else None


CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=set(links.SCHEMES),
    link_rel=None,
    strip_comments=True,
)


def sanitise(html: str) -> str:
    """`html` with nothing but known elements and attributes; sanitising twice changes nothing."""
    return CLEANER.clean(html).strip()
