"""Comments of the old site: approved words with a name and a moment, in the order in which they answer each other.

E-mail and IP addresses and the commenters' own sites are left behind, and so is what nobody approved, and what machines
wrote (pingbacks, trackbacks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from terbit.moving.arriving import wording
from terbit.moving.exports.records import Comment, Moment
from terbit.newsroom import characters
from terbit.newsroom.models import ArchivedComment

BY_PEOPLE = {"comment", "review"}
BY_MACHINES = {"pingback", "trackback"}
DEEPEST = 9
ENDS = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|blockquote|h[1-6]|tr|pre)\s*>", re.IGNORECASE)
FIELDS = ("name", "written_at", "text", "position", "depth")


def of(
    comments: Sequence[Comment], moment: Callable[[Moment], datetime | None]
) -> tuple[list[ArchivedComment], Counter[str]]:
    """Rows without their story, and how many are `kept` or were left out, by reason."""
    counts: Counter[str] = Counter()
    found: dict[str, tuple[Comment, ArchivedComment]] = {}
    for number, comment in enumerate(comments, 1):
        row = _row(comment, moment(comment.date))
        reason = _reason(comment, row)
        counts[reason or "kept"] += 1
        if not reason:
            row.number = (
                row.number if row.number and row.number not in found else f"{row.number[:40]}~{number}"
            )
            found[row.number] = comment, row
    return _threaded(found), counts


def _reason(comment: Comment, row: ArchivedComment) -> str:
    if comment.state != "approved":
        return comment.state
    if comment.kind not in BY_PEOPLE:
        return comment.kind if comment.kind in BY_MACHINES else "other"
    return "" if row.text else "empty"


def _row(comment: Comment, at: datetime | None) -> ArchivedComment:
    name = wording.line(comment.author)
    return ArchivedComment(
        number=comment.id[:60],
        name="" if "@" in name else characters.line(name)[:150],  # many a commenter is called by an address
        written_at=at,
        text=plain(comment.text),
    )


def plain(html: str) -> str:
    """The words of a comment, line by line: no element of it is kept."""
    return characters.lines(wording.text(ENDS.sub("\n", html)))


def _threaded(found: dict[str, tuple[Comment, ArchivedComment]]) -> list[ArchivedComment]:
    """By date, each with its answers behind it. Answers to what is not there answer nobody."""
    answers: dict[str, list[str]] = {}
    for number, (comment, _row) in found.items():
        answers.setdefault(comment.parent if comment.parent in found else "", []).append(number)
    rows: list[ArchivedComment] = []
    placed: set[str] = set()
    for number in [
        *_by_date(answers.get("", ()), found),
        *found,
    ]:  # the latter: those who answer each other in a ring
        _place(number, found, answers, placed, rows)
    return rows


def _place(
    first: str,
    found: dict[str, tuple[Comment, ArchivedComment]],
    answers: dict[str, list[str]],
    placed: set[str],
    rows: list[ArchivedComment],
) -> None:
    waiting = [(first, 0)]
    while waiting:
        number, depth = waiting.pop()
        if number in placed:
            continue
        placed.add(number)
        row = found[number][1]
        row.position, row.depth = len(rows), min(depth, DEEPEST)
        rows.append(row)
        waiting += [(each, depth + 1) for each in reversed(_by_date(answers.get(number, ()), found))]


def _by_date(numbers: Iterable[str], found: dict[str, tuple[Comment, ArchivedComment]]) -> list[str]:
    """Those without a date stay where they stand, as nearly as can be told: first."""

    def when(number: str) -> float:
        at = found[number][1].written_at
        return at.timestamp() if at else 0.0

    return sorted(numbers, key=when)


def bring(article: int, new: Sequence[ArchivedComment]) -> None:
    """Make a story's comments these. Where nothing differs nothing is written; what is hidden here stays hidden.

    Also one that is not among them: it would be shown should a later export have it again.
    """
    before = {row.number: row for row in ArchivedComment.objects.filter(article=article)}
    fresh, changed = [], []
    for row in new:
        known = before.pop(row.number, None)
        if known is None:
            row.article_id = article
            fresh.append(row)
        elif any(getattr(known, field) != getattr(row, field) for field in FIELDS):
            for field in FIELDS:
                setattr(known, field, getattr(row, field))
            changed.append(known)
    ArchivedComment.objects.filter(pk__in=[row.pk for row in before.values() if not row.hidden]).delete()
    ArchivedComment.objects.bulk_create(fresh)
    ArchivedComment.objects.bulk_update(changed, FIELDS)
