"""Everything that changes what readers see of a story.

`Article.publish` and `Article.unpublish` come here, so editor, workflow, scheduler and revisions all do.
Each function is one transaction: a story is published or it is not, never half.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.permissions import policy_registry
from wagtail.signals import unpublished

from terbit.newsroom import (
    addresses,
    archive,
    in_bulk,
    plaintext,
    preparing,
    readiness,
    related,
    statements,
    usage,
)
from terbit.newsroom.models import (
    Article,
    ArticleTopic,
    Publication,
    Redirect,
    ScheduleFailure,
    Section,
    Topic,
)
from terbit.newsroom.paths import make_slug
from terbit.newsroom.signals import regrouped, seen
from terbit.press import api as press

if TYPE_CHECKING:
    from terbit.staff.models import User

AT_A_TIME = 500


class PublicationRefused(Exception):
    """Readers will not see this; `reasons` are sentences for the editor."""

    def __init__(self, reasons: Sequence[object]) -> None:
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


# Publishing ------------------------------------------------------------------------------------------


class _PublishArticle(PublishRevisionAction):
    """Wagtail's action, with the story's address and its "updated" decided in the same moment."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Permission is `publish`'s business: Wagtail asks for the model, a newsroom for the story."""

    def _publish_revision(self, revision: Revision, object: Article, *args: Any, **kwargs: Any) -> None:  # noqa: A002
        story = object
        if not _is_future(story):
            if not story.live:
                Publication.hold()  # of two that come at once, neither would tell of a day's first story
            _tell(revision.content_object)
            _settle(story)
        super()._publish_revision(revision, story, *args, **kwargs)
        if story.live and story.live_revision_id == revision.pk:
            archive.update(story)
            statements.update(story)
            _tell(story)


def publish(
    article: Article,
    revision: Revision,
    *,
    user: User | None = None,
    permission: str = "publish",
    changed: bool = True,
    log_action: bool | str = True,
    previous_revision: Revision | None = None,
) -> None:
    """Publish a revision now, or schedule it where its go-live time lies ahead.

    Raises `PermissionDenied` if the user may not, `PublicationRefused` with the reasons if the story cannot be.
    """
    with transaction.atomic():
        row = _locked(article)
        revision = row.revisions.get(pk=revision.pk)
        revision.content_object = row
        _keep_live_revision(row)
        action = _PublishArticle(
            revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision
        )
        story = action.object
        if user and not may(user, permission, row, story):
            raise PermissionDenied
        moment = story.go_live_at if _is_future(story) else timezone.now()
        reasons = [*readiness.reasons_against(story, moment), *readiness.embargo_of(row, moment)]
        if user and row.withdrawn_reason and not may(user, "take_offline", row, story):
            reasons.append(
                _("The story was taken offline for a reason; a managing or chief editor brings it back.")
            )
        if reasons:
            raise PublicationRefused(list(dict.fromkeys(reasons)))
        preparing.prepare(story)
        action.execute()
        _forget_failure(row)
        if row.withdrawn_reason and story.live:
            log(instance=row, action="terbit.reappear", user=user, data={"reason": row.withdrawn_reason})


def publish_due(article: Article, revision: Revision, now: datetime) -> None:
    """Publish a scheduled revision, unless it was put off meanwhile."""
    with transaction.atomic():
        row = _locked(article)
        if row.revisions.filter(pk=revision.pk, approved_go_live_at__lte=now).exists():
            row.publish(revision)


def may(user: User, permission: str, row: Article, story: Article | None = None) -> bool:
    """Asked of the stored story and of the text at hand: a byline removed in a draft hides nobody."""
    policy = policy_registry.get_by_type(Article)
    return all(
        policy.user_has_permission_for_instance(user, permission, version) for version in (row, story or row)
    )


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _forget_failure(row: Article) -> None:
    """Whatever could not come out or go, somebody has decided anew."""
    ScheduleFailure.objects.filter(article=row).delete()


def _tell(story: Article) -> None:
    if story.live:
        seen.send(sender=Article, instance=story)


def _is_future(story: Article) -> bool:
    return bool(story.go_live_at and story.go_live_at > timezone.now())


def _keep_live_revision(row: Article) -> None:
    """Give a live row without a revision (a bulk import) one, or scheduling an update would take it offline."""
    if row.live and row.live_revision_id is None:
        row.live_revision = Revision.objects.create(
            content_object=row,
            base_content_type=row.get_base_content_type(),
            created_at=row.last_published_at or row.first_published_at or row.created_at,
            content=row.serializable_data(),
            object_str=str(row),
        )
        row.save(update_fields=["live_revision"])


def _settle(story: Article) -> None:
    """Address on first publication; "updated" only when readers' words changed since."""
    if story.path is None:
        story.slug, story.path = addresses.free_address(story, story.slug or make_slug(story.headline))
    digest = text_digest(story)
    if story.text_digest and story.text_digest != digest:
        story.updated_at = timezone.now()
    story.text_digest = digest
    story.unverified = plaintext.is_unverified(story.body)
    story.related = related.Choice().of(story)
    story.withdrawn_at = story.withdrawn_by = None
    story.withdrawn_headline = story.withdrawn_reason = ""


def text_digest(story: Article) -> str:
    """SHA-256 over the words that readers read: headline, standfirst and body."""
    text = "\n".join([story.headline, story.standfirst, plaintext.visible_words(story.body)])
    return hashlib.sha256(text.encode()).hexdigest()


# Addresses -------------------------------------------------------------------------------------------


def move(article: Article, *, section: Section, slug: str, user: User | None = None) -> Article:
    """Give a published story another section or address; the old one answers 301 from the same moment."""
    with transaction.atomic():
        row = _locked(article)
        if user and not (may(user, "move", row) and _may_in(section, "move", user)):
            raise PermissionDenied
        if user and section != row.section and not _may_in(section, "place", user):
            sentence = _(
                "“%(section)s” wants its chief editor's word; somebody who leads it moves stories there."
            )
            raise PublicationRefused([sentence % {"section": section.name}])
        if section.broad:
            raise PublicationRefused(
                [
                    _("“%(section)s” is too broad to publish in; choose a section under it.")
                    % {"section": section.name}
                ]
            )
        old_path, old_section = row.path, row.section
        _tell(row)
        row.section = section
        row.slug, path = addresses.free_address(row, slug)
        if path != row.path:
            row.path = path
            Redirect.objects.follow_article(old_path, row)
        row.save(update_fields=["section", "slug", "path"])
        archive.update(row)
        _tell(row)
        data = {"old": old_path, "new": row.path, "section": [str(old_section), str(section)]}
        log(instance=row, action="terbit.move", user=user, data=data)
        return row


def _may_in(section: Section, permission: str, user: User) -> bool:
    policy = policy_registry.get_by_type(Article)
    return policy.user_has_permission_for_instance(user, permission, Article(section=section))


def rename_section(section: Section, old_slug: str) -> None:
    """The section's own page answers 301 from its old address; its stories keep theirs."""
    Redirect.objects.point(f"/{old_slug}/", section.path)


# Going offline ---------------------------------------------------------------------------------------


def take_offline(article: Article, *, reason: str, user: User | None = None) -> Article:
    """Take a published story offline; its address answers 410 with the reason (PPMS 5c)."""
    with transaction.atomic():
        row = _locked(article)
        if user and not may(user, "take_offline", row):
            raise PermissionDenied
        if not reason.strip():
            raise PublicationRefused(
                [_("Say why the story goes offline; readers see the reason at its address.")]
            )
        if not row.live:
            raise PublicationRefused([_("The story is not online.")])
        row.withdrawn_headline, row.withdrawn_reason = row.headline, reason.strip()
        row.withdrawn_at, row.withdrawn_by = timezone.now(), user
        _go_dark(row, user)
        log(instance=row, action="terbit.take_offline", user=user, data={"reason": row.withdrawn_reason})
        return row


def expire(article: Article, *, user: User | None = None) -> None:
    """End a story whose expiry has come, unless it was put off meanwhile."""
    with transaction.atomic():
        row = _locked(article)
        if row.live and row.expire_at and row.expire_at <= timezone.now():
            row.expired = True
            row.withdrawn_headline, row.withdrawn_at = row.headline, timezone.now()
            _go_dark(row, user)
            log(instance=row, action="wagtail.unpublish", user=user)


def _go_dark(row: Article, user: User | None) -> None:
    """Nothing that was decided before brings the story back: neither a schedule nor an approval under way."""
    Publication.hold()  # as when one comes: of two that go at once, neither would tell of the last
    _tell(row)
    row.live, row.live_revision, row.has_unpublished_changes = False, None, True
    row.save()
    row.revisions.update(approved_go_live_at=None)
    _forget_failure(row)
    archive.update(row)
    statements.update(row)
    unpublished.send(sender=Article, instance=row)
    if approval := row.current_workflow_state:
        approval.cancel(user=user)


def unschedule(article: Article, *, user: User | None = None) -> None:
    """Cancel a publication that lies ahead, so that the story can be edited again."""
    with transaction.atomic():
        row = _locked(article)
        if user and not may(user, "unschedule", row):
            raise PermissionDenied
        _forget_failure(row)
        for revision in row.revisions.filter(approved_go_live_at__isnull=False):
            revision.approved_go_live_at = None
            revision.save(user=user, update_fields=["approved_go_live_at"])


# In bulk ---------------------------------------------------------------------------------------------


@contextmanager
def batch(
    size: int = 500, *, revisions: bool = False, choice: related.Choice | None = None
) -> Iterator[list[Article]]:
    """Published stories of an archive that moves in: append prepared, unsaved articles with `path` and times.

    Each `size` of them are written and indexed together; the rest at the end, all in one transaction. The press is
    told of each list that they are in once. With `revisions` each has its live version from the beginning; `choice`
    knows of the batch before.
    """
    with press.once():
        stories: list[Article] = _Batch(size, revisions, choice or related.Choice())
        yield stories
        stories.flush()


def settle_archive() -> None:
    """Write with every published story what publishing it has written since 0.1.0: the first of its kind."""
    choice = related.Choice()
    stories = Article.objects.live().order_by("first_published_at", "pk")
    keys = iter(list(stories.values_list("pk", flat=True)))
    while some_keys := list(islice(keys, AT_A_TIME)):
        some = list(stories.filter(pk__in=some_keys).prefetch_related("article_topics"))
        for story in some:
            story.unverified, story.related = plaintext.is_unverified(story.body), choice.of(story)
            choice.remember(story)
        Article.objects.bulk_update(some, ["unverified", "related"])


class _Batch(list):
    def __init__(self, size: int, revisions: bool, choice: related.Choice) -> None:
        super().__init__()
        self.size, self.revisions, self.related = size, revisions, choice

    def append(self, story: Article) -> None:
        story.live, story.has_unpublished_changes = True, False
        story.text_digest = text_digest(story)
        story.unverified = plaintext.is_unverified(story.body)
        super().append(story)
        if len(self) >= self.size:
            self.flush()

    def flush(self) -> None:
        bylines = [list(story.bylines.all()) for story in self]
        topics = [list(story.article_topics.all()) for story in self]
        people = [list(story.article_people.all()) for story in self]
        chosen = all(story.pk for story in self) and self._choose()
        Article.objects.bulk_create(self)
        for children in (bylines, topics, people):
            in_bulk.write_children(self, children)
        if not chosen:
            self._choose()
            Article.objects.bulk_update([story for story in self if story.related], ["related"])
        if self.revisions:
            in_bulk.keep_versions(self, live=True)
        usage.write(self)
        archive.put_published(self)
        statements.put(self)
        self.clear()

    def _choose(self) -> bool:
        for story in self:
            story.related = self.related.of(story)
            self.related.remember(story)
        return True


# Topics ----------------------------------------------------------------------------------------------


def merge_topic(old: Topic, into: Topic, *, user: User | None = None) -> None:
    """Stories of `old` carry `into`; the old address answers 301; earlier merges follow."""
    if into.pk == old.pk or into.merged_into_id:
        raise PublicationRefused([_("Merge a topic into another one that stands for itself.")])
    with transaction.atomic():
        Topic.objects.filter(merged_into=old).update(merged_into=into)
        carrying = ArticleTopic.objects.filter(topic=into).values("article")
        ArticleTopic.objects.filter(topic=old, article__in=carrying).delete()
        ArticleTopic.objects.filter(topic=old).update(topic=into)
        old.merged_into = into
        old.save(update_fields=["merged_into"])
        Redirect.objects.point(old.path, into.path)
        log(instance=old, action="terbit.merge_topic", user=user, data={"into": into.name})
        regrouped.send(Topic, topics=[old, into])
