"""What a reader's program has already, and which part it wants (RFC 9110, 13 and 14)."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from terbit.newsstand.copies import Copy


class Unsatisfiable(Exception):
    """The part that is wanted lies behind the end."""


def is_known(copy: Copy, environ: WSGIEnvironment) -> bool:
    """Whether the reader has these very bytes (304).

    A time counts only if it is exactly the print's, as with nginx: an older edition that is brought back has older
    times, and a reader who holds the newer one must not be told that nothing changed.
    """
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return _names(tags, copy.etag)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return since is not None and (since == copy.modified or _seconds(since) == copy.seconds)


def _names(tags: str, etag: str) -> bool:
    """Weak comparison: W/ does not matter."""
    if tags == etag or tags.strip() == "*":
        return True
    return any(tag.strip().removeprefix("W/") == etag for tag in tags.split(","))


def _seconds(date: str) -> int | None:
    try:
        return int(parsedate_to_datetime(date).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def part(copy: Copy, environ: WSGIEnvironment) -> tuple[int, int] | None:
    """First and last byte wanted; None for all. Several parts at once are not for us: the whole is sent."""
    wanted = environ.get("HTTP_RANGE")
    if wanted is None or environ["REQUEST_METHOD"] != "GET" or not _still(copy, environ):
        return None
    unit, _, bounds = wanted.partition("=")
    first, dash, last = (piece.strip() for piece in bounds.partition("-"))
    if unit.strip().lower() != "bytes" or not dash or not _are_numbers(first, last):
        return None
    return _within(copy.size, first, last)


def _still(copy: Copy, environ: WSGIEnvironment) -> bool:
    """Whether the reader's other parts are of the same bytes. Strong comparison, so a weak tag never is."""
    condition = environ.get("HTTP_IF_RANGE")
    return condition is None or condition in (copy.etag, copy.modified)


def _are_numbers(first: str, last: str) -> bool:
    return bool(first or last) and all(
        not text or (text.isascii() and text.isdigit() and len(text) < 19) for text in (first, last)
    )


def _within(size: int, first: str, last: str) -> tuple[int, int] | None:
    if not first:
        if not size or not int(last):
            raise Unsatisfiable
        return max(0, size - int(last)), size - 1
    begin = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < begin:
        return None
    if begin >= size:
        raise Unsatisfiable
    return begin, end
