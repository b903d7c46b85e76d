"""Dates of exports: written twice, once, or as zeros."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

from terbit.moving.exports.records import Moment, Read

_WRITTEN = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?)?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?"
)
_YEAR = re.compile(r"\b(?:19|20|21)\d\d\b")
_QUARTER = timedelta(minutes=15)
_FURTHEST = timedelta(hours=14)  # Kiribati; the west ends at -12
EARLIEST, LATEST = 1900, 8999
"""WordPress writes -0001-11-30 and 1970 minus something for dates it does not have. The paper's calendar ends before
the year 9000, and to the last day of 9999 no day can be added."""


class Dates:
    """Reads the moments of one export, and learns from each the zone of the site."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.zone = zone
        """Given by whoever reads; wins over what is learned."""
        self.offsets: Counter[timedelta] = Counter()
        """How many moments lay so far from UTC."""
        self._last: timezone | None = None

    def moment(self, local: str, utc: str, feed: str = "") -> Moment:
        """From WordPress's pair of dates, and the RSS date where neither is one."""
        at_local, at_utc = naive(local), naive(utc)
        if at_utc is not None:
            return Moment(self._with_zone(at_utc, at_local), Read.UTC, local or utc)
        from_feed = rfc822(feed) if feed else None
        if at_local is not None and not (from_feed and self._is_same(at_local, from_feed)):
            return self._from_local(at_local, local)
        if from_feed is not None:
            return Moment(self._with_zone(_without_zone(from_feed), at_local), Read.FEED, local or feed)
        written = (local or utc or feed).strip()
        return Moment(None, Read.NEVER if is_never(local or utc) else Read.UNREADABLE, written)

    def _is_same(self, local: datetime, feed: datetime) -> bool:
        """Whether two dates can be one moment; beside a draft's local date the feed has one of long ago."""
        offset = local - _without_zone(feed)
        return abs(offset) <= _FURTHEST and not offset % _QUARTER

    def _from_local(self, at: datetime, written: str) -> Moment:
        zone = self.zone or self._last
        if zone is None:
            return Moment(None, Read.LOCAL_ONLY, written)
        return Moment(at.replace(tzinfo=zone), Read.LOCAL, written)

    def _with_zone(self, utc: datetime, local: datetime | None) -> datetime:
        """The instant of `utc`, in the zone that lies between it and the local time beside it."""
        at = utc.replace(tzinfo=UTC)
        offset = local - utc if local is not None else None
        if offset is None or abs(offset) > _FURTHEST or offset % _QUARTER:
            return at
        self.offsets[offset] += 1
        if self._last is None or self._last.utcoffset(None) != offset:
            self._last = timezone(offset)
        try:
            return at.astimezone(self._last)
        except OverflowError:
            return at


def _without_zone(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(tzinfo=None)


def is_never(text: str) -> bool:
    """No date, or WordPress's zeros: the year 0 and what MySQL and PHP make of it."""
    text = text.strip()
    return not text or text.startswith(("0000-", "-0001", "-001"))


def naive(text: str) -> datetime | None:
    """`2024-06-05 16:04:48`, without a zone; None where that is no day of a calendar."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found or found[7]:
        return None
    return _datetime(found)


def iso(text: str) -> datetime | None:
    """ISO 8601 as Ghost and others write it; without a zone it is UTC."""
    found = _WRITTEN.fullmatch(text.strip())
    at = _datetime(found) if found else None
    if at is None or found is None:
        return None
    zone = found[7]
    if not zone or zone == "Z":
        return at.replace(tzinfo=UTC)
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    if minutes > 24 * 60 - 1:
        return None
    return at.replace(tzinfo=timezone(timedelta(minutes=minutes if zone[0] == "+" else -minutes)))


def epoch(milliseconds: float) -> datetime | None:
    """Milliseconds since 1970, as Ghost wrote until 0.11."""
    try:
        at = datetime.fromtimestamp(milliseconds / 1000, UTC).replace(microsecond=0)
    except (OverflowError, ValueError, OSError):
        return None
    return at if at.year <= LATEST else None


def rfc822(text: str) -> datetime | None:
    """The date of a feed (RFC 822); None for the years that stand for none."""
    if not _YEAR.search(text):
        return None
    try:
        at = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if EARLIEST <= at.year <= LATEST else None


def _datetime(found: re.Match[str]) -> datetime | None:
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        at = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 – the caller adds the zone
    except ValueError:
        return None
    return at if EARLIEST <= at.year <= LATEST else None
