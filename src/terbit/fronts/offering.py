"""The stories that an editor may put on a front: what is published, and what is scheduled to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from terbit.fronts.models import Front
from terbit.fronts.slots import Slot
from terbit.newsroom import archive
from terbit.newsroom.lists import listed
from terbit.newsroom.models import Article, Section
from terbit.search import api as search

if TYPE_CHECKING:
    from terbit.staff.models import User

MOST = 40


def may_put(user: User, story: Article) -> bool:
    """Readers can open it, or it comes out at a time that is set and the editor may read it before."""
    if story.live:
        return True
    policy = policy_registry.get_by_type(Article)
    return story.pk in _due() and policy.user_has_permission_for_instance(user, "view", story)


def published(front: Front, slot: Slot | None, section: Section | None, words: str) -> list[Article]:
    """The newest, of the sections that the slot or the editor asks for, or those with the words."""
    within = _sections(front, slot, section)
    stories = _within(listed(Article.objects.latest()), within)
    if not words:
        return list(stories[:MOST])
    # The index is asked for these sections only: the newest hits of the whole paper may hold none of them.
    facets = None if within is None else {"section": [str(pk) for pk in within]}
    hits = search.find(words, collections=[archive.ARCHIVE], facets=facets, limit=MOST)
    return list(stories.filter(pk__in=[int(hit.key) for hit in hits.hits]))


def scheduled(user: User, front: Front, slot: Slot | None, section: Section | None) -> list[Article]:
    """Stories that come out by themselves, first the next; `due_at` says when. Never those the user may not see."""
    due = _due()
    visible = policy_registry.get_by_type(Article).instances_user_has_permission_for(user, "view")
    waiting = listed(visible.filter(pk__in=due, live=False, path__isnull=True))
    found = list(_within(waiting, _sections(front, slot, section)))
    for story in found:
        story.due_at = due[story.pk]
    return sorted(found, key=lambda story: story.due_at)[:MOST]


def _due() -> dict[int, object]:
    revisions = Revision.objects.filter(
        base_content_type=Article.get_base_content_type(), approved_go_live_at__isnull=False
    )
    return {int(pk): moment for pk, moment in revisions.values_list("object_id", "approved_go_live_at")}


def _sections(front: Front, slot: Slot | None, section: Section | None) -> set[int] | None:
    """The keys of those that both the page and the editor ask for; None is all of them."""
    own = slot.sections if slot is not None else None
    if own is None and front.section_id:
        own = frozenset(_with_children(front.section))
    if section is None:
        return None if own is None else set(own)
    asked = _with_children(section)
    return asked if own is None else asked & own


def _within(stories: QuerySet[Article], sections: set[int] | None) -> QuerySet[Article]:
    return stories if sections is None else stories.filter(section__in=sections)


def _with_children(section: Section) -> set[int]:
    return {section.pk, *section.children.values_list("pk", flat=True)}
