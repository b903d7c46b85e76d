"""The front page of the demo as an editor arranged it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from terbit.demo import sources
from terbit.fronts import drafts, publications, slots
from terbit.newsroom.models import Article, Section

if TYPE_CHECKING:
    from terbit.demo.bodies import Records
    from terbit.staff.models import User


def arrange(records: Records, sections: Mapping[str, Section], user: User) -> None:
    front = drafts.front_of(None)
    for place, key in sources.newspaper()["front"].items():
        slot = slots.opening(sections[place]) if place in sections else place
        story = Article.objects.get(pk=records.stories[key])
        drafts.put(front, user, slot, story, seen=front.number)
    publications.publish(front, user, seen=front.number)
