"""Breaking news: out at once, approved after, logged and on the board until done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision

from terbit.newsroom import publishing
from terbit.newsroom.models import Article, Publication
from terbit.workflow.approvals import needs_leader
from terbit.workflow.models import BreakingStory
from terbit.workflow.models.role import LEADING_ROLES
from terbit.workflow.policy import submitters
from terbit.workflow.roles import reach

if TYPE_CHECKING:
    from terbit.staff.models import User


@transaction.atomic
def publish(article: Article, revision: Revision, user: User, reason: str = "") -> BreakingStory:
    """Publish now without another person; the debt is written down in the same transaction."""
    involved = submitters(article) | _earlier_publishers(article)  # publishing ends the approval under way
    publishing.publish(article, revision, user=user, permission="breaking")
    debt, _created = BreakingStory.objects.update_or_create(
        article=article,
        approved_at=None,
        defaults={
            "revision": revision,
            "published_by": user,
            "published_at": timezone.now(),
            "reason": reason,
        },
    )
    debt.involved.add(*involved - {user.pk})
    log(instance=article, action="terbit.breaking", user=user, revision=revision, data={"reason": reason})
    return debt


@transaction.atomic
def approve(debt: BreakingStory, user: User) -> None:
    """Another person approves what is already out."""
    article = debt.article
    article.catch_up()
    debt.refresh_from_db()
    if not may_approve(debt, user):
        raise PermissionDenied
    if debt.approved_at:
        raise publishing.PublicationRefused([_("Somebody else has just decided about this story.")])
    debt.approved_by, debt.approved_at = user, timezone.now()
    debt.save(update_fields=["approved_by", "approved_at"])
    log(instance=article, action="terbit.breaking_approved", user=user)


def may_approve(debt: BreakingStory, user: User) -> bool:
    """Whether the user is an editor of the story's section and another person than all who had a hand in it.

    Where the section's approval asks for a managing or chief editor, one of them.
    """
    article = debt.article
    mine = user.pk == debt.published_by_id or debt.involved.filter(pk=user.pk).exists()
    if (mine and not Publication.load().own_approval) or not publishing.may(user, "approve", article):
        return False
    return reach(user).holds(LEADING_ROLES, article.section_id) or not needs_leader(article)


def _earlier_publishers(article: Article) -> set[int]:
    """Whose version nobody had approved yet when the next one came out at once."""
    unpaid = BreakingStory.objects.filter(article=article, approved_at=None, published_by__isnull=False)
    return set(unpaid.values_list("published_by", flat=True))


def open_debts() -> list[BreakingStory]:
    rows = BreakingStory.objects.filter(approved_at__isnull=True)
    return list(rows.select_related("article__section", "published_by"))
