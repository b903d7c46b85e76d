"""The text of XML fields: CDATA sections, entities, encodings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from itertools import groupby
from operator import itemgetter

from terbit.moving.exports import names
from terbit.moving.exports.encodings import Decoder

CDATA = b"<![CDATA["

_ENTITY = re.compile(r"&(?:#([0-9]{1,10})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{0,40}));")
_AMPERSAND = re.compile(r"&[\w#]{0,20};?")
_TAG_LEFT = re.compile(rb"</[\w:.-]*>?\Z|<[\w:.-]*\Z")
_SECTION = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_NO_TEXT = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Values:
    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder
        self.unknown: str = ""
        """An entity met since this was last set to "" that neither XML nor HTML has."""

    def simple(self, raw: bytes, name: str, is_cdata: bool) -> str:
        """Of a field that is one CDATA section, or plain text."""
        text = self.decoder.text(raw)
        if not is_cdata:
            return self._resolved(text).strip()
        return text if name in names.UNTOUCHED else text.strip()

    def joined(self, parts: list[tuple[bool, bytes]], name: str) -> str:
        """Of a field in several parts. White space around CDATA sections is the exporter's, not the text's."""
        if not any(is_cdata for is_cdata, _ in parts):
            return self._resolved(self.decoder.text(b"".join(text for _, text in parts))).strip()
        while parts and not parts[0][0] and not parts[0][1].strip():
            parts = parts[1:]
        while not parts[-1][0] and not parts[-1][1].strip():
            parts = parts[:-1]
        text = "".join(self._runs(parts))
        return text if name in names.UNTOUCHED else text.strip()

    def _runs(self, parts: list[tuple[bool, bytes]]) -> Iterator[str]:
        """Sections next to each other are one text: exporters cut them anywhere, within characters too."""
        for is_cdata, run in groupby(parts, key=itemgetter(0)):
            text = self.decoder.text(b"".join(part for _, part in run))
            yield text if is_cdata else self._resolved(text)

    def mended(self, raw: bytes, name: str, *, is_open: bool) -> str:
        """Of a field that is not XML, or not closed: the marks of CDATA taken off, the rest as it stands."""
        raw = raw.strip()
        if is_open and name not in names.BODIES:
            raw = _TAG_LEFT.sub(b"", raw)
        if raw.startswith(CDATA):
            raw = raw[len(CDATA) :].removesuffix(b"]]>").replace(b"]]]]>" + CDATA + b">", b"]]>")
        else:
            raw = _SECTION.sub(lambda found: found[1], raw).replace(b"]]>", b"")
        text = self.decoder.text(raw)
        if b"<" not in raw or name not in names.BODIES:  # a body with bare markup has the entities of HTML
            text = self._resolved(text)
        return text if name in names.UNTOUCHED else text.strip()

    def attribute(self, raw: bytes) -> str:
        return self._resolved(self.decoder.text(raw)).strip()

    def _resolved(self, text: str) -> str:
        if "&" not in text:
            return text
        resolved = _ENTITY.sub(self._entity, text)
        if not self.unknown and (bare := _bare(text)):
            self.unknown = bare
        return resolved

    def _entity(self, found: re.Match[str]) -> str:
        decimal, hexadecimal, name = found.groups()
        if name:
            if (text := html5.get(f"{name};")) is None:
                self.unknown = self.unknown or found[0]
                return found[0]
            return text
        number = int(decimal) if decimal else int(hexadecimal, 16)
        if not 0 < number < 0x110000 or _NO_TEXT.match(chr(number)):
            self.unknown = self.unknown or found[0]
            return ""
        return chr(number)


def _bare(text: str) -> str:
    """The first `&` that begins no entity, with what follows it."""
    for found in _AMPERSAND.finditer(text):
        if not _ENTITY.match(text, found.start()):
            return found[0]
    return ""
