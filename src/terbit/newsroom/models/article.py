"""The article: one flat table, edited as a Wagtail snippet (decision 0001)."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
)

from terbit.newsroom import languages, previews
from terbit.newsroom.blocks import Body
from terbit.newsroom.fields import BodyField
from terbit.newsroom.models.cluster import Cluster
from terbit.newsroom.models.kind import Kind, Obtained
from terbit.newsroom.models.section import Section

MOST_TOPICS = 8


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self) -> ArticleQuerySet:
        return self.filter(live=True)

    def latest(self) -> ArticleQuerySet:
        """What readers may see, newest first; served by the partial indexes."""
        return self.live().order_by("-first_published_at", "-pk")


class Article(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Cluster):
    """A story.

    The row of a published story is what readers see; drafts of it live in revisions. The row of a story
    never published is its latest draft. Only `terbit.newsroom.publishing` changes what readers see.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    headline = models.CharField(_("headline"), max_length=300)  # forty words
    short_headline = models.CharField(
        _("short headline"),
        max_length=60,
        blank=True,
        help_text=_("For lists on phones; at most 60 characters."),
    )
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("What happened, in one or two whole sentences.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEWS)
    sponsor = models.CharField(
        _("sponsor"), max_length=200, blank=True, help_text=_("Who pays for an advertorial (PPMS 6).")
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("section"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        db_index=False,  # the index on section and date begins with it
    )
    slug = models.SlugField(
        _("address"), max_length=255, blank=True, help_text=_("Empty: made from the headline when published.")
    )
    path = models.CharField(_("path"), max_length=1000, unique=True, null=True, blank=True, editable=False)
    dateline_place = models.CharField(
        _("place of the dateline"),
        max_length=100,
        blank=True,
        help_text=_("Empty: the publication's usual place."),
    )
    no_dateline = models.BooleanField(
        _("without dateline and initials"),
        default=False,
        help_text=_("For words that came from elsewhere and stay as they were."),
    )
    obtained = models.CharField(
        _("how obtained"), max_length=20, choices=Obtained.choices, default=Obtained.OWN
    )
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("link to the source"), max_length=1000, blank=True)
    lead_picture = models.ForeignKey(
        "terbit_pictures.Picture",
        verbose_name=_("lead picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_caption = models.TextField(
        _("caption here"), blank=True, help_text=_("Empty: the caption that the picture carries.")
    )
    no_picture = models.BooleanField(_("without picture"), default=False)
    ai_assisted = models.BooleanField(
        _("made with the help of AI"),
        default=False,
        help_text=_("Readers are told (Peraturan Dewan Pers 1/2025)."),
    )
    ai_note = models.CharField(_("what AI was used for"), max_length=200, blank=True)
    search_title = models.CharField(
        _("title for search engines"), max_length=200, blank=True, help_text=_("Empty: the headline.")
    )
    search_description = models.CharField(
        _("description for search engines"), max_length=500, blank=True, help_text=_("Empty: the standfirst.")
    )
    language = models.CharField(_("language"), max_length=35, blank=True, choices=languages.choices)
    # Of the one that was first; its other translations are those of the same.
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        db_index=False,  # the partial index below
        help_text=_("Readers find each in the other."),
    )
    embargo_until = models.DateTimeField(_("embargo until"), null=True, blank=True)

    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # By what feeds know a story that moved in, so that no reader's program shows it again; empty: by its UUID.
    feed_id = models.CharField(max_length=500, blank=True, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, blank=True, editable=False)
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    unverified = models.BooleanField(_("needs verification"), default=False, editable=False)
    related = models.JSONField(_("related stories"), default=list, blank=True, editable=False)  # their UUIDs
    withdrawn_at = models.DateTimeField(_("taken offline"), null=True, blank=True, editable=False)
    withdrawn_headline = models.CharField(max_length=300, blank=True, editable=False)
    withdrawn_reason = models.TextField(_("reason"), blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("taken offline by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Last: to reach a column behind it, SQLite walks through all the pages that the text fills.
    body = BodyField(Body(), verbose_name=_("body"), blank=True)

    # Belong to the story as a whole, not to the writer's text: no revision and no form may bring them back.
    ROW_FIELDS = (
        "uuid",
        "path",
        "created_at",
        "created_by_id",
        "feed_id",
        "updated_at",
        "text_digest",
        "unverified",
        "related",
        "withdrawn_at",
        "withdrawn_headline",
        "withdrawn_reason",
        "withdrawn_by_id",
        "live",
        "live_revision_id",
        "latest_revision_id",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "expired",
        "locked",
        "locked_by_id",
        "locked_at",
    )

    preview_sizes = [
        {"name": "phone", "icon": "mobile-alt", "device_width": 360, "label": _("Preview on a phone")},
        {"name": "tablet", "icon": "tablet-alt", "device_width": 768, "label": _("Preview on a tablet")},
        {"name": "desktop", "icon": "desktop", "device_width": 1280, "label": _("Preview on a desktop")},
    ]
    default_preview_size = "phone"

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("publish_article", "Can publish stories"),
            ("lock_article", "Can lock stories"),
            ("unlock_article", "Can unlock stories"),
        ]
        indexes = [
            # SQLite does not use an index that begins with a boolean for "WHERE live"; a partial one it does.
            models.Index(
                fields=["-first_published_at", "-id"], name="terbit_live", condition=models.Q(live=True)
            ),
            models.Index(
                fields=["section", "-first_published_at", "-id"],
                name="terbit_live_section",
                condition=models.Q(live=True),
            ),
            models.Index(fields=["-created_at", "-id"], name="terbit_created"),
            models.Index(
                fields=["-created_at", "-id"], name="terbit_live_created", condition=models.Q(live=True)
            ),
            models.Index(fields=["section", "-created_at", "-id"], name="terbit_section_created"),
            models.Index(
                fields=["-created_at", "-id"], name="terbit_not_live", condition=models.Q(live=False)
            ),
            models.Index(
                fields=["latest_revision"],
                name="terbit_live_draft",
                condition=models.Q(live=True, has_unpublished_changes=True),
            ),
            # All that the index of sitemaps says of a month.
            models.Index(
                fields=["first_published_at", "live", "updated_at", "withdrawn_at"],
                name="terbit_months",
                condition=models.Q(first_published_at__isnull=False),
            ),
            models.Index(
                fields=["translation_of"],
                name="terbit_translations",
                condition=models.Q(translation_of__isnull=False),
            ),
            # Asked for each second.
            models.Index(
                fields=["expire_at"],
                name="terbit_expires",
                condition=models.Q(live=True, expire_at__isnull=False),
            ),
            models.Index(
                fields=["embargo_until"],
                name="terbit_embargo",
                condition=models.Q(embargo_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.headline or gettext("Untitled")

    @property
    def ever_published(self) -> bool:
        return self.path is not None

    def get_absolute_url(self) -> str | None:
        return settings.TERBIT_URL + self.path if self.path else None

    @property
    def is_gone(self) -> bool:
        """Its address answers 410: it was published once and is not now."""
        return self.ever_published and not self.live

    @property
    def public_name(self) -> str:
        """What those may read who may not see its drafts; the row of a story that is offline is a draft."""
        return (self.headline if self.live else self.withdrawn_headline) or gettext("A story that is offline")

    # Publishing ----------------------------------------------------------------------------------

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publish or schedule a revision. Whoever is named as the user is checked, whatever Wagtail says."""
        from terbit.newsroom import publishing

        publishing.publish(
            self,
            revision,
            user=user,
            changed=changed,
            log_action=log_action,
            previous_revision=previous_revision,
        )

    def unpublish(
        self, set_expired: bool = False, commit: bool = True, user: Any = None, log_action: bool | str = True
    ) -> None:
        """End a story whose time has come; anything else goes offline with a reason, by `take_offline`."""
        from terbit.newsroom import publishing

        if not set_expired:
            raise publishing.PublicationRefused(
                [_("A story goes offline with a reason; use “Take offline”.")]
            )
        publishing.expire(self, user=user)

    # Revisions -----------------------------------------------------------------------------------

    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Save a draft; autosave may rewrite its own last one, never one that is live, due or judged."""
        from terbit.newsroom import archive, preparing

        with transaction.atomic():
            self.catch_up()
            if overwrite_revision is not None and self._is_fixed(overwrite_revision):
                overwrite_revision = None
            revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
            archive.put_draft(self)
        if self.lead_picture_id:  # cutting it takes a while; a headline is set quickly, and changes often
            preparing.prepare(self)
        return revision

    def _is_fixed(self, revision: Revision) -> bool:
        """Whether somebody relies on this revision's text as it is."""
        return (
            revision.pk == self.live_revision_id
            or self.revisions.filter(pk=revision.pk, approved_go_live_at__isnull=False).exists()
            or revision.task_states.exists()
        )

    def catch_up(self) -> None:
        """Hold the story's row until the transaction ends, and take from it what others changed meanwhile.

        Whoever saves what was read some time ago would else undo a publication, a move or a lock.
        """
        names = (*self.ROW_FIELDS, "section_id", "slug")
        row = type(self).objects.select_for_update().only(*names).get(pk=self.pk)
        self._follow(row)

    def with_content_json(self, content: dict[str, Any]) -> Article:
        story = super().with_content_json(content)
        story._follow(self)
        story._resolve_merged_topics()
        return story

    def _follow(self, row: Article) -> None:
        for field in self.ROW_FIELDS:
            setattr(self, field, getattr(row, field))
        if row.ever_published:  # section and address then change by the move screen only
            self.section_id, self.slug = row.section_id, row.slug

    def _resolve_merged_topics(self) -> None:
        """A revision from before a merge names the old topic; the story carries the new one, once.

        One from before a drop does not bring the topic back.
        """
        rows, seen = [], set()
        for row in self.article_topics.all():
            row.topic = row.topic.current
            if row.topic_id not in seen and not row.topic.dropped:
                seen.add(row.topic_id)
                rows.append(row)
        self.article_topics.set(rows)

    # Workflow ------------------------------------------------------------------------------------

    def get_workflow(self) -> Workflow | None:
        """The approval of the story's own section, of the one above, or the usual one."""
        section = self.section
        for step in (section, section and section.parent):
            if step and step.workflow_id and step.workflow.active:
                return step.workflow
        return self.get_default_workflow()

    # Preview -------------------------------------------------------------------------------------

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "terbit_theme/article.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from terbit.newsroom import contexts

        return contexts.around() | contexts.article(self, preview=True) | {"section": self.section}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> TemplateResponse:
        return previews.finished(super().serve_preview(request, mode_name))
