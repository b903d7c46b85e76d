"""What a body becomes, and what converting it has to ask of the archive it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reference:
    """A picture or a recording as the source names it, with what is written beside it.

    `address` is as written ("" where the source gives only the number of an attachment).
    """

    address: str = ""
    attachment: int | None = None
    caption: str = ""  # without the credit
    credit: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Found:
    """A record of ours. `credit` is the one it carries, which the paper prints after the caption."""

    key: int
    credit: str = ""


Pictures = Callable[[Reference], Found | None]
Media = Callable[[Reference], Found | None]
# The address as written ("" where a title is typed without a link) and its words, to the key of our story.
Links = Callable[[str, str], int | None]


def nothing(*_asked: Any) -> None:
    """Finds no record."""


@dataclass(frozen=True)
class Finders:
    """How conversion finds records; it asks no database itself. `attached` are the post's own attachments."""

    pictures: Pictures = nothing
    media: Media = nothing
    links: Links = nothing
    attached: tuple[int, ...] = ()


@dataclass
class Body:
    """`blocks` are the raw values of `Article.body`; the same source and findings always give the same.

    `written` tells, by the id of a block, what its source says where the paper prints a record instead: the line
    of a “baca juga”, a caption whose credit belongs to the picture, "" for an embed named after its site.
    """

    blocks: list[dict[str, Any]] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    missing: list[Reference] = field(default_factory=list)  # pictures and recordings that were not found
    unbound: list[str] = field(default_factory=list)  # “baca juga” lines that name no story of ours
    shortcodes: list[str] = field(default_factory=list)  # those nobody knows, as written
    unknown_blocks: list[str] = field(default_factory=list)  # of the block editor, as written
    dropped: list[str] = field(
        default_factory=list
    )  # what readers cannot have: "form", "picture without address"
    teaser: str = ""  # the words before <!--more-->
    pages: int = 1  # parts between <!--nextpage-->
