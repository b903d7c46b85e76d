"""People with a login."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from terbit.staff.fields import LowercaseEmailField

SEEN_EVERY = timedelta(minutes=10)


class State(models.TextChoices):
    ACTIVE = "active", _("Active")
    WAITING = "waiting", _("Waiting for a password")
    ENDED = "ended", _("Ended")


class UserQuerySet(models.QuerySet["User"]):
    def in_state(self, state: str) -> UserQuerySet:
        if state == State.ENDED:
            return self.filter(is_active=False)
        waiting = models.Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.filter(waiting if state == State.WAITING else ~waiting, is_active=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, name, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A login: an e-mail address and one name, because many Indonesian names are one word.

    An account is ended, never deleted: stories, notes and the log keep pointing at it.
    """

    email = LowercaseEmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("Another account uses this e-mail address. Choose a different one.")},
    )
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True, editable=False)
    invited_by = models.ForeignKey(
        "self",
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Only the link made last is valid, see terbit.staff.invitations.
    link_made_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="terbit_staff_one_account_per_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """The field, compared in lower case, already says that an address is taken; once is enough."""
        super().validate_constraints({*(exclude or ()), "email"})

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What Wagtail's sidebar asks for."""
        return self.name

    @property
    def last_name(self) -> str:
        return ""

    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def state(self) -> State:
        if not self.is_active:
            return State.ENDED
        return State.ACTIVE if self.has_usable_password() else State.WAITING

    def seen(self, now: datetime) -> None:
        """Remember that the person was here, at most every ten minutes."""
        if self.last_seen_at is None or now - self.last_seen_at > SEEN_EVERY:
            self.last_seen_at = now
            type(self).objects.filter(pk=self.pk).update(last_seen_at=now)


class Attempt(models.Model):
    """One try at a password or one request for a link, kept as long as it counts.

    `key` is a keyed digest: people type passwords into the wrong field, and addresses are nobody's business.
    """

    key = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="terbit_staff_attempt_key")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.at:%Y-%m-%d %H:%M}"
