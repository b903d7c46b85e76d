"""Reads what a picture says about itself in XMP, the packet that editing and agency software writes.

Source: IPTC Photo Metadata Standard 2023.1, XMP Specification Part 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import PIL.Image
from defusedxml import ElementTree

MAX_BYTES = 1_000_000  # real packets have a few thousand

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"

# The first property that is there counts.
PROPERTIES = {
    "headline": (f"{_PHOTOSHOP}Headline", f"{_DC}title"),
    "alt": (f"{_CORE}AltTextAccessibility",),
    "caption": (f"{_DC}description",),
    "byline": (f"{_DC}creator",),
    "credit": (f"{_PHOTOSHOP}Credit",),
    "source": (f"{_PHOTOSHOP}Source",),
    "copyright": (f"{_DC}rights",),
    "terms": (f"{_RIGHTS}UsageTerms",),
    "licence_url": (f"{_RIGHTS}WebStatement",),
    "created": (f"{_PHOTOSHOP}DateCreated", f"{_EXIF}DateTimeOriginal", f"{_XMP}CreateDate"),
    "digital_source": (f"{_EXT}DigitalSourceType", f"{_EXT}DigitalSourcetype"),
}


def read(image: PIL.Image.Image) -> dict[str, str]:
    """The properties that are there, by the names of `PROPERTIES`.

    Raises ValueError or ParseError on packets that are broken, oversized or declare entities.
    """
    packet = image.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    if not packet:
        return {}
    if len(packet) > MAX_BYTES:
        raise ValueError(f"An XMP packet of {len(packet)} bytes.")
    root = ElementTree.fromstring(packet.strip(b"\x00 \r\n\t"), forbid_dtd=True)
    found: dict[str, str] = {}
    for description in root.iter(f"{_RDF}Description"):
        for name, properties in PROPERTIES.items():
            for value in _values(description, properties):
                found.setdefault(name, value)
    return found


def _values(description: Element, properties: tuple[str, ...]) -> Iterator[str]:
    for name in properties:
        child = description.find(name)
        value = description.get(name, "") if child is None else _text(child)
        if value.strip():
            yield value


def _text(element: Element) -> str:
    """The text of a property: of the default language, or of all items of a list."""
    if resource := element.get(f"{_RDF}resource"):
        return resource
    items = [item.text or "" for item in element.iter(f"{_RDF}li")]
    if not items:
        return element.text or ""
    is_languages = element.find(f"{_RDF}Alt") is not None
    return items[0] if is_languages else ", ".join(filter(None, items))
