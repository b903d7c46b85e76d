"""What went wrong while reading an export, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Reason(StrEnum):
    """A stable code for each kind of trouble; the values it comes with stand behind it."""

    # The file
    UNREADABLE = "unreadable"  # error: what the operating system said
    EMPTY = "empty"
    NOT_AN_EXPORT = "not-an-export"  # looks_like: html, rss, atom, sql, json, picture, nested, unknown
    GZIP_DAMAGED = "gzip-damaged"  # error; what lies before was read
    ZIP_DAMAGED = "zip-damaged"  # error
    ZIP_ENCRYPTED = "zip-encrypted"  # member
    ZIP_WITHOUT_EXPORT = "zip-without-export"  # members: how many there are
    TOO_LARGE = "too-large"  # limit: bytes after unpacking
    CUT_OFF = "cut-off"  # the file ends in the middle of something
    DTD_REFUSED = "dtd-refused"  # entities: how many were declared; none is ever expanded
    ENCODING_WRONG = "encoding-wrong"  # declared
    VERSION_MISSING = "version-missing"
    VERSION_UNKNOWN = "version-unknown"  # version

    # An item
    ITEM_EMPTY = "item-empty"  # nothing to recognise in it
    ITEM_CUT = "item-cut"  # the file ends inside it
    ITEM_UNCLOSED = "item-unclosed"  # its end was told from what follows
    ITEM_UNOPENED = "item-unopened"  # its beginning was told from its parts
    ITEM_TOO_LARGE = "item-too-large"  # limit: bytes
    ID_MISSING = "id-missing"
    TYPE_MISSING = "type-missing"
    STATUS_MISSING = "status-missing"
    DATE_UNREADABLE = "date-unreadable"  # field, text

    # A part of an item
    FIELD_UNCLOSED = "field-unclosed"  # field
    CDATA_BROKEN = "cdata-broken"  # field
    MARKUP_IN_FIELD = "markup-in-field"  # field
    STRAY_TAG = "stray-tag"  # tag
    STRAY_TEXT = "stray-text"  # text, at most 200 characters
    STRAY_MORE = "stray-more"  # count: of tags and texts before this place that are not listed one by one
    CONTROL_CHARACTERS = "control-characters"  # count; they were left out
    ENCODING_MIXED = "encoding-mixed"  # count of bytes read as Windows-1252
    ENTITY_UNKNOWN = "entity-unknown"  # entity; kept as it was written

    # Ghost
    JSON_DAMAGED = "json-damaged"  # table, error
    CARD_UNKNOWN = "card-unknown"  # card; its words are kept
    CARD_FOR_MEMBERS = "card-for-members"  # count; left out, as for who was not logged in
    BODY_UNREADABLE = "body-unreadable"  # format, error
    STORED_HTML_INCOMPLETE = "stored-html-incomplete"  # stored, source: words of each


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file, after unpacking: `byte` counts from 0, `line` from 1."""

    file: str
    byte: int = 0
    line: int = 1


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that could not be read as it stands. `lost` says that an item did not arrive for it."""

    place: Place
    reason: Reason
    values: Mapping[str, str | int] = field(default_factory=dict)
    lost: bool = False
    item: str = ""
    """Source id and title of the item it concerns, as far as they are known: `"17 Banjir"`."""
