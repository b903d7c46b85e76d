"""The front page of the demo as an editor arranged it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terbit.demo import sources
from terbit.fronts import drafts, publications
from terbit.newsroom.models import Article

if TYPE_CHECKING:
    from terbit.demo.bodies import Records
    from terbit.staff.models import User


def arrange(records: Records, user: User) -> None:
    front = drafts.front_of(None)
    for slot, key in sources.newspaper()["front"].items():
        story = Article.objects.get(pk=records.stories[key])
        drafts.put(front, user, slot, story, seen=front.number)
    publications.publish(front, user, seen=front.number)
