"""Who may do what with which story.

Wagtail asks most of its questions about the model; the screens in `terbit.workflow.views` ask every one of
them about the story.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from wagtail.log_actions import registry
from wagtail.models import WorkflowState
from wagtail.permission_policies.base import BasePermissionPolicy

from terbit.newsroom.models import Article, Byline, Contributor, FormerAccount, Publication
from terbit.workflow import edit_locks
from terbit.workflow.approvals import needs_leader
from terbit.workflow.models.role import EDITING_ROLES, LEADING_ROLES, STORY_ROLES
from terbit.workflow.roles import holders, reach

if TYPE_CHECKING:
    from terbit.staff.models import User

# What the author of a story may do with it besides those who edit its section.
AUTHORS_ACTIONS = frozenset({"view", "change", "lock", "unlock", "submit"})
# What takes an editor of the section; publishing and approving also ask for another person than the author.
EDITORS_ACTIONS = frozenset(
    {
        "view",
        "change",
        "lock",
        "unlock",
        "submit",
        "publish",
        "approve",
        "breaking",
        "move",
        "place",
        "unschedule",
        "delete",
    }
)
LEADERS_ACTIONS = frozenset({"take_offline"})
# What else takes a leader where the section's approval asks for one; "place" is to move a published story there.
PAST_THE_APPROVAL = frozenset({"publish", "place"})
OTHER_PERSONS_ACTIONS = frozenset({"publish", "approve"})


class ArticlePolicy(BasePermissionPolicy):
    """Permissions of stories by role, section and authorship. Actions: see the sets above, and "add"."""

    def user_has_permission(self, user: User, action: str) -> bool:
        if action == "add":
            return reach(user).holds_somewhere(STORY_ROLES)
        if action in LEADERS_ACTIONS:
            return reach(user).holds_somewhere(LEADING_ROLES)
        roles = STORY_ROLES if action in AUTHORS_ACTIONS else EDITING_ROLES
        return action in AUTHORS_ACTIONS | EDITORS_ACTIONS and reach(user).holds_somewhere(roles)

    def user_has_permission_for_instance(self, user: User, action: str, instance: Article) -> bool:
        if instance.pk is None and action == "add":
            return self.user_has_permission(user, action)
        return self._in_reach(user, action, instance) and self._in_its_state(user, action, instance)

    def _in_its_state(self, user: User, action: str, story: Article) -> bool:
        """What lies with others is not locked or thrown away under their hands."""
        if action == "delete":
            in_other_hands = edit_locks.holder(story) not in (None, user)
            return not (
                in_other_hands
                or story.ever_published
                or story.approved_schedule
                or story.workflow_in_progress
            )
        if action == "lock":
            task = story.current_workflow_task
            return task is None or not task.locked_for_user(story, user)
        if action == "unlock":  # whoever wants another's story takes it over, and that one is told
            return story.locked_by_id in (None, user.pk)
        return action not in OTHER_PERSONS_ACTIONS or is_other_person(user, story)

    def _in_reach(self, user: User, action: str, story: Article) -> bool:
        held = reach(user)
        if action in LEADERS_ACTIONS or (action in PAST_THE_APPROVAL and needs_leader(story)):
            return held.holds(LEADING_ROLES, story.section_id)
        if action in EDITORS_ACTIONS and held.holds(EDITING_ROLES, story.section_id):
            return True
        by_author = action in AUTHORS_ACTIONS or (action == "delete" and story.created_by_id == user.pk)
        return by_author and held.holds_somewhere(STORY_ROLES) and user.pk in authors(story)

    def instances_user_has_any_permission_for(
        self, user: User, actions: Collection[str]
    ) -> QuerySet[Article]:
        """Stories that the user may at least see in the newsroom for one of the actions."""
        held = reach(user)
        among = Q(pk__in=[])
        if LEADERS_ACTIONS & set(actions):
            among |= held.where(LEADING_ROLES)
        if EDITORS_ACTIONS & set(actions):
            edited = held.where(EDITING_ROLES)
            if not edited:
                return Article.objects.all()
            among |= edited
        if AUTHORS_ACTIONS & set(actions) and held.holds_somewhere(STORY_ROLES):
            named = Byline.objects.filter(contributor__user=user).values("article_id")
            among |= Q(created_by=user) | Q(pk__in=named)
        return Article.objects.filter(among)

    def instances_user_has_permission_for(self, user: User, action: str) -> QuerySet[Article]:
        return self.instances_user_has_any_permission_for(user, [action])

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        from django.contrib.auth import get_user_model

        return (
            get_user_model()
            .objects.filter(Q(is_superuser=True) | Q(role_assignments__role__in=STORY_ROLES), is_active=True)
            .distinct()
        )

    def users_with_any_permission_for_instance(
        self, actions: Collection[str], instance: Article
    ) -> QuerySet[User]:
        everybody = {user.pk for user in holders(EDITING_ROLES, instance.section)} | authors(instance)
        allowed = [
            user.pk
            for user in self.users_with_any_permission(actions).filter(pk__in=everybody)
            if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        return self.users_with_any_permission(actions).filter(pk__in=allowed)


def authors(story: Article) -> set[int]:
    """Accounts that made the story or are named in its byline."""
    named = Contributor.objects.filter(pk__in=[row.contributor_id for row in story.bylines.all()])
    accounts = {story.created_by_id, *named.values_list("user_id", flat=True)}
    return {pk for pk in accounts if pk is not None}


def is_other_person(user: User, story: Article) -> bool:
    """Whether somebody other than author and submitter judges the story (PPMS 2a), or the house allows it."""
    if Publication.load().own_approval:
        return True
    hands = (authors, former_authors, submitters, took_themselves_out)
    return not any(user.pk in involved(story) for involved in hands)


def former_authors(story: Article) -> set[int]:
    """Accounts to which a name in the byline belonged at some time since the story was begun."""
    named = [row.contributor_id for row in story.bylines.all()]
    return {user for _contributor, user in _accounts(named, story)}


def _accounts(contributors: Iterable[int], story: Article) -> set[tuple[int, int]]:
    """Contributor and account, as they belong together or did at some time since the story was begun."""
    former = FormerAccount.objects.filter(contributor__in=contributors, until__gte=story.created_at)
    current = Contributor.objects.filter(pk__in=contributors, user__isnull=False)
    return {*current.values_list("pk", "user_id"), *former.values_list("contributor_id", "user_id")}


def submitters(story: Article) -> set[int]:
    """Who asked for the approval that is under way, at first or again after the story had come back."""
    asked: set[int | None] = set()
    for state in WorkflowState.objects.active().for_instance(story):
        again = registry.get_logs_for_instance(story).filter(
            action="wagtail.workflow.resume", timestamp__gte=state.created_at
        )
        asked |= {state.requested_by_id, *again.values_list("user_id", flat=True)}
    return {pk for pk in asked if pk is not None}


def took_themselves_out(story: Article) -> set[int]:
    """Accounts that took their own name out of the byline since the story was published last.

    Whom another person takes out is out: he may have been named by mistake.
    """
    versions = story.revisions.order_by("created_at", "pk")
    if story.live_revision_id:
        versions = versions.filter(created_at__gte=story.live_revision.created_at)
    before: set[int] = set()
    gone: dict[int | None, set[int]] = {}  # contributors by the account that saved the version without them
    for account, rows in versions.values_list("user_id", "content__bylines"):
        named = {row["contributor"] for row in rows or []}
        gone.setdefault(account, set()).update(before - named)
        before = named
    accounts = _accounts(set().union(*gone.values()), story)
    return {user for contributor, user in accounts if contributor in gone.get(user, ())}
