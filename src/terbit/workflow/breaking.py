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
from terbit.workflow.policy import submitters, took_themselves_out
from terbit.workflow.roles import reach

if TYPE_CHECKING:
    from terbit.staff.models import User


@transaction.atomic
def publish(article: Article, revision: Revision, user: User, reason: str = "") -> BreakingStory:
    """Publish now, whatever time was set, without another person; the debt is written down with it."""
    # Asked first: publishing ends the approval under way and begins the story's next version.
    involved = submitters(article) | took_themselves_out(article) | _earlier_publishers(article)
    _set_no_time(article, revision)
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


def _set_no_time(article: Article, revision: Revision) -> None:
    if revision.content.get("go_live_at"):
        article.go_live_at = revision.content["go_live_at"] = None
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


@transaction.atomic
def approve(debt: BreakingStory, user: User, read: int | None) -> None:
    """Another person approves what is already out: the revision `read`, by its primary key, and no other."""
    article = debt.article
    article.catch_up()
    debt.refresh_from_db()
    if not may_approve(debt, user):
        raise PermissionDenied
    if debt.approved_at:
        raise publishing.PublicationRefused([_("Somebody else has just decided about this story.")])
    if read is None or not read == article.live_revision_id == debt.revision_id:
        raise publishing.PublicationRefused(
            [_("The text was changed meanwhile; read it again before you approve it.")]
        )
    _pay(debt, user)


def settle(article: Article, user: User) -> None:
    """Who has just approved what is out now has approved it, if the debt may be paid by him."""
    row = Article.objects.get(pk=article.pk)
    debt = BreakingStory.objects.filter(article=row, approved_at=None, revision=row.live_revision_id).first()
    if debt and not row.workflow_in_progress and may_approve(debt, user):
        _pay(debt, user)


def _pay(debt: BreakingStory, user: User) -> None:
    debt.approved_by, debt.approved_at = user, timezone.now()
    debt.save(update_fields=["approved_by", "approved_at"])
    log(instance=debt.article, action="terbit.breaking_approved", user=user)


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


def follow(article: Article, revision: Revision) -> None:
    """What is to be approved is what readers see now, also where it came out in the usual way since."""
    BreakingStory.objects.filter(article=article, approved_at=None).update(revision=revision)


def open_debts() -> list[BreakingStory]:
    """Of what is out; a story that was taken offline owes again when it comes back."""
    # No join: SQLite would begin with all that is live, not with the few that are open.
    rows = BreakingStory.objects.filter(approved_at__isnull=True)
    rows = rows.prefetch_related("article__section", "published_by")
    return [debt for debt in rows if debt.article.live]
