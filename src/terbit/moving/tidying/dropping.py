"""Topics that lead readers nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from terbit.moving.tidying import places
from terbit.moving.tidying.names import Name
from terbit.moving.tidying.reasons import Reason
from terbit.moving.tidying.words import COMMON

if TYPE_CHECKING:
    from terbit.moving.tidying.proposing import Known

PHRASE = 2  # words: so many small ones describe the one story rather than name what others may be about


def drop_reason(topic: Known, own_names: Iterable[str]) -> Reason | None:
    """Why a topic may be dropped; for `LONE` only where it is merged with no other."""
    name = topic.name
    if topic.is_tended:
        return None
    if name.written in {Name(own).written for own in own_names}:
        return Reason.OWN
    if name.words in COMMON or name.content in COMMON:
        return Reason.COMMON
    if not topic.stories:
        return Reason.EMPTY
    describes = len(name.content) >= PHRASE and not name.is_like_a_name and not topic.is_fresh
    if topic.stories == 1 and not places.is_one(name.content) and (describes or topic.is_old):
        return Reason.LONE
    return None
