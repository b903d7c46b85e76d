"""What moved in from where: one row for each old site, one for each thing it had."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    WORDPRESS = "wordpress", "WordPress"
    GHOST = "ghost", "Ghost"


class State(models.TextChoices):
    RUNNING = "running", _("under way")
    STOPPED = "stopped", _("stopped half-way")
    ARRIVED = "arrived", _("arrived")
    DECLARED = "declared", _("declared done")
    UNDONE = "undone", _("taken back")


class Errand(models.TextChoices):
    """What the newsroom asks to be done with a move that is here."""

    UNDO = "undo", _("is being taken back")
    REPLAY = "replay", _("old addresses are being asked")


class Move(models.Model):
    """An old site that moves in, by however many runs and files. Its last run is told here."""

    source = models.CharField(max_length=20, choices=Source.choices)
    site = models.CharField(max_length=500)  # its address, or its title where none is known
    state = models.CharField(max_length=20, choices=State.choices, default=State.RUNNING)
    files = models.JSONField(default=list)  # paths, as they were named at the last run
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)  # see `arriving.mapping`
    # Old addresses of its folder for which it made redirects: its front, its feeds.
    leads = models.JSONField(default=list, blank=True)
    done = models.PositiveIntegerField(default=0)  # items of the last run so far
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    told = models.JSONField(
        default=list
    )  # what the last run has to say of the files, see `arriving.reporting`
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    declared_at = models.DateTimeField(null=True, blank=True)  # no later run clears it
    error = models.TextField(blank=True)
    wanted = models.CharField(max_length=10, choices=Errand.choices, blank=True)  # see `screens.errands`
    wanted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    replay = models.JSONField(default=dict, blank=True)  # what came of asking, see `arriving.replay`

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        default_permissions = ()  # see `screens.permission`
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["source", "site"], name="terbit_one_move_a_site")]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.site}".strip()


class OldItem(models.Model):
    """A thing of the old site, and what it became here; the ledger is made of these.

    `key` names it within its site: `item:17`, `category:politik`, `author:sari`. The digests tell what is new in a
    later export (`source`), and what somebody has changed here since (`text`, `names`).
    """

    move = models.ForeignKey(Move, on_delete=models.CASCADE, related_name="items", db_index=False)
    key = models.CharField(max_length=300)
    kind = models.CharField(max_length=60)  # of the source: post, page, attachment, category …
    status = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=1000, blank=True)  # its path on the old site
    content_type = models.ForeignKey(
        ContentType, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    object_id = models.CharField(max_length=20, blank=True)
    became = GenericForeignKey()
    made = models.BooleanField(default=False)  # by the move; what was here before is only used
    reason = models.CharField(max_length=60, blank=True)  # why it was skipped, or is not as it was
    source = models.CharField(max_length=32, blank=True)
    text = models.CharField(max_length=32, blank=True)
    names = models.CharField(max_length=32, blank=True)
    complete = models.BooleanField(default=True)  # nothing of it can be found by looking again
    words_before = models.PositiveIntegerField(default=0)
    words_after = models.PositiveIntegerField(default=0)
    words_kept = models.PositiveIntegerField(default=0)
    pictures_before = models.PositiveSmallIntegerField(default=0)
    pictures_after = models.PositiveSmallIntegerField(default=0)
    byline = models.CharField(max_length=500, blank=True)
    dated = models.CharField(max_length=40, blank=True)  # ISO 8601, with the zone of the old site
    notes = models.JSONField(default=dict, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["move", "key"], name="terbit_one_old_item_a_key")]
        indexes = [
            models.Index(fields=["move", "id"], name="terbit_old_in_order"),  # the table in the newsroom
            models.Index(fields=["url"], name="terbit_old_url"),
            models.Index(fields=["content_type", "object_id"], name="terbit_old_became"),
        ]

    def __str__(self) -> str:
        return self.title or self.key


class Stage(models.TextChoices):
    """How far a delivery is."""

    COMING = "coming", _("files are coming")
    READING = "reading", _("being read")
    READ = "read", _("waits for you to begin")
    REFUSED = "refused", _("cannot be used")
    RUNNING = "running", _("under way")
    STOPPED = "stopped", _("stopped half-way")
    ARRIVED = "arrived", _("arrived")


class Pictures(models.TextChoices):
    """Where the pictures of the old site come from."""

    NONE = "none", _("None for now")
    ZIP = "zip", _("From a ZIP of the uploads")
    FETCH = "fetch", _("From the old site")


def new_folder() -> str:
    """A name that nobody can guess."""
    return secrets.token_hex(16)


class Delivery(models.Model):
    """Files of one export that somebody sent to the newsroom, on their way to become a move.

    They lie in `moving/<folder>` of the site folder until they are thrown away. Only for this machine: neither in the
    backup nor in the digest.
    """

    folder = models.CharField(max_length=32, unique=True, default=new_folder, editable=False)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.COMING)
    source = models.CharField(max_length=20, choices=Source.choices, blank=True)
    site = models.CharField(max_length=500, blank=True)
    pictures = models.CharField(max_length=10, choices=Pictures.choices, default=Pictures.NONE)
    fetch = models.CharField(max_length=500, blank=True)  # where the uploads lie; "" for the old site itself
    # Bytes of each file that is to come, by kind and name; {} where a browser without a script sent them.
    expected = models.JSONField(default=dict, blank=True)
    seen = models.JSONField(default=dict)  # what is in the files, see `screens.survey`
    proposed = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)  # see `arriving.mapping`
    is_trial = models.BooleanField(default=False)  # it runs without writing anything
    is_stopping = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)  # begun since it last got on
    phase = models.CharField(max_length=20, blank=True)  # as `arriving.running` calls it
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    phase_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)  # of its last run
    error = models.TextField(blank=True)
    move = models.ForeignKey(
        Move, null=True, blank=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.site or self.folder

    @property
    def its_move(self) -> Move | None:
        """What it moves into: the one of its site, or that which is called so only once its first stories are in."""
        return Move.objects.filter(source=self.source, site=self.site).first() or self.move
