"""Comments in a Ghost export; only a whole backup holds them."""

from __future__ import annotations

from collections.abc import Callable

from terbit.moving.exports.ghost_relations import Relations
from terbit.moving.exports.records import Comment, Moment
from terbit.moving.exports.tables import text_of

_STATES = {"published": "approved", "deleted": "trash"}  # `hidden` and whatever else comes: not approved


def of_post(relations: Relations, post_id: str, moment: Callable[[object], Moment]) -> tuple[Comment, ...]:
    return tuple(
        Comment(
            id=text_of(row, "id"),
            author=relations.names.get(text_of(row, "member_id"), ""),
            text=text_of(row, "html"),
            date=moment(row.get("created_at")),
            state=_STATES.get(text_of(row, "status"), "waiting"),
            parent=text_of(row, "in_reply_to_id", "parent_id"),
        )
        for row in relations.comments.get(post_id, ())
    )
