"""Opening a story locks it: one writes, the others see who.

A lock lives as long as its holder's editing session does (Wagtail's browser code pings it every ten
seconds); after that the next one to open the story has it.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.log_actions import log
from wagtail.models import Revision

from terbit.newsroom.models import Article
from terbit.workflow import notices

if TYPE_CHECKING:
    from terbit.staff.models import User

# Browsers slow the timers of hidden tabs to one a minute; a story in such a tab stays locked.
PULSE = timedelta(minutes=5)
JUST_OPENED = timedelta(minutes=1)


def holder(article: Article) -> User | None:
    """Who is at the story now."""
    if not article.locked or article.locked_by is None or _has_handed_on(article):
        return None
    now = timezone.now()
    if article.locked_at and article.locked_at > now - JUST_OPENED:
        return article.locked_by
    sessions = EditingSession.objects.filter(
        user=article.locked_by,
        content_type=ContentType.objects.get_for_model(Article),
        object_id=str(article.pk),
        last_seen_at__gt=now - PULSE,
    )
    return article.locked_by if sessions.exists() else None


def _has_handed_on(article: Article) -> bool:
    """An autosave that was under way while its author submitted the story may have locked it again."""
    task = article.current_workflow_task
    return task is not None and task.locked_for_user(article, article.locked_by)


def open_story(article: Article, user: User) -> bool:
    """Lock the story for the user unless somebody else is at it."""
    with transaction.atomic():
        row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        if holder(row) not in (None, user):
            return False
        if row.locked_by_id != user.pk:
            _give(row, user)
    _copy_lock(row, article)
    return True


def take_over(article: Article, user: User) -> User | None:
    """Give the lock to the user and tell the one who had it; returns that one."""
    with transaction.atomic():
        row = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        before = holder(row)
        if before is None or before.pk == user.pk:
            _give(row, user)
            return None
        _give(row, user)
        log(instance=row, action="terbit.take_over", user=user, data={"from": before.name})
        notices.tell([before], row, notices.Kind.TAKEN_OVER, actor=user)
    return before


def keep_text(article: Article, draft: Article, user: User, kept: Revision | None = None) -> Revision | None:
    """Keep what somebody wrote and could not save, as a version beside the latest; None where it is the same.

    It is dated just before the latest one, so that it never counts as the story's newest text.
    """
    latest = article.latest_revision
    if latest and _text_of(latest.content) == _text_of(draft.serializable_data()):
        return None
    moment = (latest.created_at if latest else timezone.now()) - timedelta(microseconds=1)
    is_new = kept is None
    if kept is None:
        kept = Revision(content_object=article, base_content_type=article.get_base_content_type(), user=user)
    kept.created_at, kept.content, kept.object_str = moment, draft.serializable_data(), str(draft)
    kept.save()
    if is_new:  # the history lists what is in the log
        log(
            instance=article,
            action="terbit.keep_text",
            user=user,
            revision=kept,
            content_changed=True,
        )
    return kept


def _text_of(content: dict[str, Any]) -> dict[str, Any]:
    """What a version holds but for what belongs to the story as a whole."""
    of_the_row = {name.removesuffix("_id") for name in Article.ROW_FIELDS}
    plain = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
    return {name: value for name, value in plain.items() if name not in of_the_row}


def _give(row: Article, user: User) -> None:
    row.locked, row.locked_by, row.locked_at = True, user, timezone.now()
    row.save(update_fields=["locked", "locked_by", "locked_at"])


def _copy_lock(row: Article, article: Article) -> None:
    article.locked, article.locked_by, article.locked_at = row.locked, row.locked_by, row.locked_at
