"""Fills a picture's fields from what its file says: XMP first, then IPTC, then EXIF.

Whatever a person typed stays. Whatever is broken is left out: metadata never keeps a picture out.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import datetime
from typing import IO

import PIL.Image
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from PIL.IptcImagePlugin import getiptcinfo

from terbit.pictures import xmp
from terbit.pictures.models import Picture
from terbit.pictures.rights import RETIRED_SOURCES, DigitalSource, Licence

logger = logging.getLogger(__name__)

IPTC = {
    "headline": (2, 105),
    "caption": (2, 120),
    "byline": (2, 80),
    "credit": (2, 110),
    "source": (2, 115),
    "copyright": (2, 116),
}
EXIF_IFD = 0x8769
LONGEST = 5_000  # characters of a text without a limit of its own

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CC = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero|mark))")


def fill_in(picture: Picture, file: IO[bytes], file_name: str = "") -> None:
    """Put the file's own words into the fields nobody has filled; does not save.

    A title that is only the name of the file, as the upload form proposes it, counts as not filled.
    """
    found = as_fields(read(file))
    if _same_name(picture.title, file_name) and found.get("title"):
        picture.title = ""
    if picture.licence == Licence.UNKNOWN:
        picture.licence = found.pop("licence", Licence.UNKNOWN)
    for name, value in found.items():
        if not getattr(picture, name):
            setattr(picture, name, value)


def read(file: IO[bytes]) -> dict[str, str]:
    """What the file says, by the names of `xmp.PROPERTIES`, cleaned; never raises."""
    readers: tuple[Callable[[PIL.Image.Image], dict[str, str]], ...] = (xmp.read, _iptc, _exif)
    found: dict[str, str] = {}
    for reader in readers:
        try:
            file.seek(0)
            said = reader(PIL.Image.open(file))
        except Exception as error:  # noqa: BLE001 - parsers raise what they like on hostile input
            logger.info("%s left out: %s", reader.__module__, type(error).__name__)
            continue
        for name, value in said.items():
            if text := _CONTROL.sub(" ", value).strip()[:LONGEST]:
                found.setdefault(name, text)
    file.seek(0)
    return found


def as_fields(said: dict[str, str]) -> dict[str, str | datetime]:
    """What a file says as values of `Picture` fields."""
    rights = [said[name] for name in ("copyright", "terms", "licence_url") if name in said]
    source = said.get("source") or (said.get("credit", "") if "byline" in said else "")
    fields: dict[str, str | datetime | None] = {
        "title": said.get("headline"),
        "description": said.get("alt"),
        "caption": said.get("caption"),
        "credit": said.get("byline") or said.get("credit"),
        "source": source,
        "rights_note": "\n".join(dict.fromkeys(rights)),
        "licence": _licence(" ".join(rights)),
        "digital_source": _digital_source(said.get("digital_source", "")),
        "taken_at": _moment(said.get("created", "")),
    }
    return {name: _fitting(name, value) for name, value in fields.items() if value}


def _fitting(name: str, value: str | datetime) -> str | datetime:
    longest = Picture._meta.get_field(name).max_length
    return value[:longest] if isinstance(value, str) and longest else value


def _iptc(image: PIL.Image.Image) -> dict[str, str]:
    info = getiptcinfo(image) or {}

    def text(key: tuple[int, int]) -> str:
        value = info.get(key) or b""
        parts = value if isinstance(value, list) else [value]
        return ", ".join(_decoded(part) for part in parts if part)

    said = {name: text(key) for name, key in IPTC.items()}
    said["headline"] = said["headline"] or text((2, 5))
    day, hour = text((2, 55)), text((2, 60))
    if day:
        said["created"] = f"{day[:4]}-{day[4:6]}-{day[6:8]}"
    if day and hour:
        said["created"] += f"T{hour[:2]}:{hour[2:4]}:{hour[4:6]}{hour[6:11]}"
    return said


def _exif(image: PIL.Image.Image) -> dict[str, str]:
    exif = image.getexif()
    details = exif.get_ifd(EXIF_IFD)
    tags = {"byline": exif.get(0x013B), "copyright": exif.get(0x8298)}
    said = {name: _decoded(str(value).encode("latin-1", "ignore")) for name, value in tags.items() if value}
    if taken := str(details.get(0x9003) or ""):
        said["created"] = taken.replace(":", "-", 2).replace(" ", "T") + str(details.get(0x9011) or "")
    return said


def _decoded(value: bytes) -> str:
    """UTF-8, or else the encoding that old software meant without saying so."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _moment(value: str) -> datetime | None:
    """A moment with its zone; without one it is local time, and a day is its midnight."""
    try:
        moment = parse_datetime(value)
        if moment is None and (day := parse_date(value[:10])):
            moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
        if moment is None or not 1826 <= moment.year <= 2200:
            return None
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None


def _digital_source(value: str) -> str:
    code = value.rstrip("/").rpartition("/")[2]
    code = RETIRED_SOURCES.get(code, code)
    return code if code in DigitalSource.values else ""


def _licence(words: str) -> str:
    match = _CC.search(words.lower())
    if not match:
        return ""
    if match[2]:
        return Licence.CC_ZERO if match[2] == "zero" else Licence.PUBLIC_DOMAIN
    code = f"cc-{match[1]}"
    return code if code in Licence.values else ""


def _same_name(title: str, file_name: str) -> bool:
    def plain(name: str) -> str:
        return re.sub(r"[\W_]+", "", name).lower()

    stem = file_name.rpartition(".")[0] or file_name
    return plain(title) in {"", plain(file_name), plain(stem)}
