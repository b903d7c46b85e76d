"""The part of schema.org's vocabulary that the paper uses, and what is wrong with a graph by it.

Facts of schema.org 30.0: which type stands below which, which properties it has, and what may stand in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

BELOW = {
    "NewsArticle": "Article",
    "OpinionNewsArticle": "NewsArticle",
    "AnalysisNewsArticle": "NewsArticle",
    "AdvertiserContentArticle": "Article",
    "Article": "CreativeWork",
    "WebPage": "CreativeWork",
    "CollectionPage": "WebPage",
    "ProfilePage": "WebPage",
    "WebSite": "CreativeWork",
    "Quotation": "CreativeWork",
    "ImageObject": "CreativeWork",
    "CreativeWork": "Thing",
    "Person": "Thing",
    "Organization": "Thing",
    "NewsMediaOrganization": "Organization",
    "Place": "Thing",
    "ItemList": "Thing",
    "BreadcrumbList": "ItemList",
    "ListItem": "Thing",
}
TEXT, URL, DAY, MOMENT, NUMBER, TRUTH = "Text", "URL", "Date", "DateTime", "Integer", "Boolean"
PROPERTIES: dict[str, dict[str, tuple[str, ...]]] = {
    "Thing": {
        "name": (TEXT,),
        "description": (TEXT,),
        "url": (URL,),
        "image": (URL, "ImageObject"),
        "mainEntityOfPage": (URL,),
    },
    "CreativeWork": {
        "headline": (TEXT,),
        "datePublished": (MOMENT, DAY),
        "dateModified": (MOMENT, DAY),
        "dateCreated": (MOMENT, DAY),
        "author": ("Person", "Organization"),
        "editor": ("Person",),
        "contributor": ("Person", "Organization"),
        "translator": ("Person", "Organization"),
        "publisher": ("Person", "Organization"),
        "sponsor": ("Person", "Organization"),
        "inLanguage": (TEXT,),
        "isAccessibleForFree": (TRUTH,),
        "isPartOf": (URL, "CreativeWork"),
        "isBasedOn": (URL, "CreativeWork"),
        "citation": (URL, TEXT, "CreativeWork"),
        "keywords": (TEXT, URL),
        "about": ("Thing",),
        "mainEntity": ("Thing",),
        "creditText": (TEXT,),
        "license": (URL, "CreativeWork"),
        "digitalSourceType": (URL,),
    },
    "Article": {"articleSection": (TEXT,)},
    "NewsArticle": {"dateline": (TEXT,)},
    "WebPage": {"breadcrumb": ("BreadcrumbList", TEXT)},
    "Quotation": {"text": (TEXT,), "spokenByCharacter": ("Person", "Organization")},
    "ImageObject": {"contentUrl": (URL,), "caption": (TEXT,)},
    "Person": {"jobTitle": (TEXT,), "worksFor": ("Organization",)},
    "Organization": {
        "legalName": (TEXT,),
        "address": (TEXT,),
        "email": (TEXT,),
        "logo": (URL, "ImageObject"),
        "parentOrganization": ("Organization",),
        **dict.fromkeys(
            ("publishingPrinciples", "correctionsPolicy", "ethicsPolicy", "actionableFeedbackPolicy"), (URL,)
        ),
    },
    "NewsMediaOrganization": {"masthead": (URL,)},
    "ItemList": {"itemListElement": ("ListItem",)},
    "ListItem": {"position": (NUMBER,), "item": (URL,)},
}
SHAPES = {
    URL: re.compile(r"https?://[^\s<>\"]+"),
    DAY: re.compile(r"\d{4}-\d\d-\d\d"),
    MOMENT: re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"),
    TEXT: re.compile(r".+", re.DOTALL),
}


def above(type_: str) -> Iterator[str]:
    """The type itself and all above it."""
    while type_:
        yield type_
        type_ = BELOW.get(type_, "")


def faults(graph: list[dict[str, Any]]) -> list[str]:
    """What schema.org does not know, and references to nothing, one sentence each."""
    types: dict[str, str] = {}
    for node in graph:
        _collect(node, types)
    return [fault for node in graph for fault in _faults(node, types)]


def _collect(node: Any, types: dict[str, str]) -> None:
    for child in node if isinstance(node, list) else []:
        _collect(child, types)
    if isinstance(node, dict):
        if "@id" in node and "@type" in node:
            types[node["@id"]] = node["@type"]
        for value in node.values():
            _collect(value, types)


def _faults(node: dict[str, Any], types: dict[str, str]) -> Iterator[str]:
    type_ = node.get("@type", "")
    if type_ not in BELOW and type_ != "Thing":
        yield f"There is no type {type_!r}."
        return
    known: dict[str, tuple[str, ...]] = {}
    for name in above(type_):
        known |= PROPERTIES.get(name, {})
    for name, value in node.items():
        if name.startswith("@"):
            continue
        if name not in known:
            yield f"{type_} has no property {name}."
            continue
        for one in value if isinstance(value, list) else [value]:
            yield from _misfit(f"{type_}.{name}", one, known[name], types)


def _misfit(where: str, value: Any, expected: tuple[str, ...], types: dict[str, str]) -> Iterator[str]:
    if isinstance(value, dict):
        type_ = value.get("@type") or types.get(value.get("@id", ""))
        if type_ is None and not value.get("@id", "").endswith("#artikel"):  # of another page
            yield f"{where} refers to {value}, which is not there."
        elif type_ and not set(above(type_)) & set(expected):
            yield f"{where} is no {type_}."
        if "@type" in value:
            yield from _faults(value, types)
    elif isinstance(value, bool | int):
        if (TRUTH if isinstance(value, bool) else NUMBER) not in expected:
            yield f"{where} is not {value!r}."
    elif not any(name in SHAPES and SHAPES[name].fullmatch(value) for name in expected):
        yield f"{where} is not {value!r}."
