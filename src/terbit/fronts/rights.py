"""Who arranges which front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.permissions import policy_registry

from terbit.newsroom.models import Article, Section

if TYPE_CHECKING:
    from terbit.staff.models import User


def may_arrange(user: User, section: Section | None) -> bool:
    """An editor of the section, without one of all sections; where the approval asks for a leader, only a leader.

    Leaders are asked first, and "move" before "place": these need no query.
    """
    policy = policy_registry.get_by_type(Article)
    place = Article(section=section)
    if policy.user_has_permission_for_instance(user, "take_offline", place):
        return True
    return all(policy.user_has_permission_for_instance(user, action, place) for action in ("move", "place"))


def arranges_any(user: User) -> bool:
    """Whether the menu offers fronts at all; which ones is asked front by front."""
    return policy_registry.get_by_type(Article).user_has_permission(user, "place")


def arranged_by(user: User) -> list[Section | None]:
    """The sections whose fronts the user arranges; None is the paper's own."""
    sections = Section.objects.select_related("parent__workflow", "workflow")
    places: list[Section | None] = [None, *sections]
    return [place for place in places if may_arrange(user, place)]
