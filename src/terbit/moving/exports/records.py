"""What any export holds, in the words of none of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from terbit.moving.exports.troubles import Place, Trouble


class Read(StrEnum):
    """How a moment was read."""

    UTC = "utc"
    """Written in UTC; where the local time stands beside it, `at` bears the zone between the two."""
    LOCAL = "local"
    """Only the local time is written; the zone is the one given, or the one of the items before it."""
    LOCAL_ONLY = "local-only"
    """Only the local time is written, and no zone is known: `at` is None, `written` has it."""
    FEED = "feed"
    """From the RSS date of the item (RFC 822)."""
    NEVER = "never"
    """`0000-00-00 00:00:00`: WordPress's way of saying that there is none."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as the export has it. `at` is aware; it is None where no instant can be told."""

    at: datetime | None
    read: Read
    written: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """The site an export was made of, from its head."""

    place: Place
    title: str = ""
    url: str = ""
    """Of the front page, without a slash at the end; "" where the export does not say (Ghost)."""
    description: str = ""
    language: str = ""
    generator: str = ""
    version: str = ""
    """Of the export format: `1.2`."""
    timezone: str = ""
    """An IANA name, where the export has one (Ghost)."""


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody who may be named by items. `key` is what `AuthorReference.key` points at."""

    place: Place
    key: str
    name: str
    login: str = ""
    id: str = ""
    email: str = field(default="", repr=False)
    """Personal: for matching accounts, never for readers."""
    first_name: str = ""
    last_name: str = ""
    bio: str = ""
    is_guest: bool = False
    """Without an account: a guest author of Co-Authors Plus."""


@dataclass(frozen=True, slots=True)
class Term:
    """A category, tag or term of any other taxonomy. Parents are named by slug."""

    place: Place
    taxonomy: str
    slug: str
    name: str
    id: str = ""
    parent: str = ""
    description: str = ""
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermReference:
    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class AuthorReference:
    key: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Of somebody who commented. Never shown to readers and never exported again."""

    email: str = field(default="", repr=False)
    ip: str = field(default="", repr=False)
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Comment:
    id: str
    author: str
    text: str
    """HTML, as it was written."""
    date: Moment
    state: str
    """`approved`, `waiting`, `spam` or `trash`."""
    kind: str = "comment"
    """`comment`, `pingback`, `trackback`, or what a plug-in made of it."""
    parent: str = ""
    personal: PersonalData = field(default_factory=PersonalData)


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment or anything else that stands as an item in an export.

    `body` and `excerpt` are HTML as the source keeps it: shortcodes, block comments and all.
    """

    place: Place
    id: str
    """Of the source, as text; unique within one export but for damage. "" where there is none."""
    kind: str
    """`post`, `page`, `attachment` or the name of a custom post type."""
    status: str
    """`publish`, `draft`, `pending`, `future`, `private`, `trash`, `inherit`; "" where it is missing."""
    title: str
    slug: str
    permalink: str
    body: str
    excerpt: str
    published: Moment
    modified: Moment
    guid: str = ""
    creator: str = ""
    """The login of whoever owns the item in the source, named as an author or not."""
    authors: tuple[AuthorReference, ...] = ()
    """In the order of the byline."""
    terms: tuple[TermReference, ...] = ()
    primary_term: str = ""
    """The main category: an id (Yoast, Rank Math) or a slug (Ghost)."""
    is_sticky: bool = False
    password: str = field(default="", repr=False)
    visibility: str = "public"
    """Ghost's: `public`, `members`, `paid` …; `email` for what was only sent to subscribers."""
    parent: str = ""
    order: int = 0
    featured_picture: str = ""
    """The id of an attachment (WordPress) or an address (Ghost)."""
    featured_caption: str = ""
    featured_alt: str = ""
    attachment_url: str = ""
    attachment_file: str = ""
    """Below `wp-content/uploads/`."""
    alt: str = ""
    caption: str = ""
    seo_title: str = ""
    seo_description: str = ""
    language: str = ""
    translation_group: str = ""
    """The same for all translations of one story."""
    comments: tuple[Comment, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_cut: bool = False
    """The file ends in the middle of it, so that its text may be incomplete."""
    unknown: tuple[str, ...] = ()
    """What a file that ends too early may have had of it further on: `topics`, `authors`, `details` (Ghost)."""

    @property
    def is_for_some(self) -> bool:
        """Not everybody could read it, or nobody on the site: it never comes out here by itself."""
        return bool(self.password) or self.visibility not in ("public", "")


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """An entry of a navigation menu; an item of its own in WordPress, a setting in Ghost."""

    place: Place
    id: str
    menu: str
    label: str
    """"" where the title of its target stands."""
    url: str = ""
    target_kind: str = ""
    """`post_type`, `taxonomy`, `custom`."""
    target_type: str = ""
    """`page`, `category` …"""
    target: str = ""
    parent: str = ""
    order: int = 0


Record = Site | Author | Term | Item | MenuEntry | Trouble


def author_key(name: str) -> str:
    """One key for the login (`budi.s@kabar.id`) and the address part (`cap-budi-skabar-id`) of one person.

    WordPress makes a user's address part by leaving out what is neither letter, digit, dot, space nor
    hyphen, and putting hyphens for dots and spaces; Co-Authors Plus puts `cap-` before it.
    """
    kept = re.sub(r"[^\w\s.-]", "", name.strip().lower())
    return re.sub(r"[\s._-]+", "-", kept).strip("-").removeprefix("cap-")
