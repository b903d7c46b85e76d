"""Public paths: which words are taken, and how a story gets its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models import QuerySet

# First segments of addresses that the paper itself needs; sections and slugs may not take them.
RESERVED = frozenset(
    """- amp aset bagian cari feed foto ikon indeks kontak koreksi liputan luring manifest.webmanifest media page
    pedoman-media-siber penulis redaksi robots.txt ruang-redaksi sitemap-news.xml sitemap.xml static sw.js
    tentang tokoh topik warna""".split()
)
# Among them, those where a standing page may stand.
OF_STANDING_PAGES = frozenset("kontak koreksi pedoman-media-siber redaksi tentang".split())
FEED = "feed"  # behind the address of a section, a topic, a contributor
TOKENS = frozenset({"section", "slug", "year", "month", "day"})
DEFAULT_PATTERN = "/{section}/{slug}/"
SLUG_LENGTH = 80


def make_slug(words: str) -> str:
    """A URL part of at most 80 characters from a headline or name, cut between words."""
    slug = slugify(anyascii(unicodedata.normalize("NFC", words)))
    if len(slug) > SLUG_LENGTH:
        slug = slug[: SLUG_LENGTH + 1].rsplit("-", 1)[0][:SLUG_LENGTH]
    return slug


def free_slug(others: QuerySet[Any], words: str) -> str:
    """The slug of a name, with -2, -3 … where another row has it: namesakes have their own addresses."""
    plain = make_slug(words) or others.model._meta.model_name
    return next(slug for slug in numbered(plain, SLUG_LENGTH) if not others.filter(slug=slug).exists())


def numbered(slug: str, longest: int) -> Iterator[str]:
    """`slug`, `slug-2`, `slug-3` …, cut where the number would not find room in `longest` characters."""
    yield slug
    for number in count(2):
        yield f"{slug[: longest - len(f'-{number}')]}-{number}"


def validate_free_word(slug: str) -> None:
    """Refuse a slug that is one of the paper's own words, with the reason."""
    if slug.lower() in RESERVED:
        raise ValidationError(
            _("“%(slug)s” is an address of the paper itself; choose another word."), params={"slug": slug}
        )


def validate_pattern(pattern: str) -> None:
    """A permalink pattern is an absolute path with {slug}, made only of known parts."""
    unknown = set(re.findall(r"{([^}]*)}", pattern)) - TOKENS
    if unknown:
        raise ValidationError(
            _(
                "The pattern has the unknown part {%(part)s}; known are {section} {slug} {year} {month} {day}."
            ),
            params={"part": min(unknown)},
        )
    if not pattern.startswith("/") or "//" in pattern or "{slug}" not in pattern:
        raise ValidationError(_("The pattern must start with “/”, hold {slug}, and have no empty part."))
    unusable = re.search(r"[\s?#%\\]", pattern) or pattern.split("/")[1].lower() in RESERVED
    if unusable or not _can_be_filled(pattern):
        raise ValidationError(_("The pattern cannot be used as an address."))


def _can_be_filled(pattern: str) -> bool:
    """A brace too many or a format in one would stop every publication."""
    try:
        path = pattern.format(**dict.fromkeys(TOKENS, "x"))
    except (ValueError, KeyError, IndexError):
        return False
    return not {"{", "}"} & set(path)


def fill_pattern(pattern: str, *, section: str, slug: str, moment: datetime, zone: ZoneInfo) -> str:
    """The path for a story first published at `moment` (aware), in the publication's own time zone."""
    day = moment.astimezone(zone)
    return pattern.format(section=section, slug=slug, year=f"{day:%Y}", month=f"{day:%m}", day=f"{day:%d}")
