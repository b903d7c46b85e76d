"""Everything that happens to an account. Each step is one transaction and one entry in the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import LockableMixin

from terbit.staff import invitations, roles
from terbit.staff.models import User
from terbit.staff.signals import account_ended


@transaction.atomic
def invite(user: User, cleaned_data: dict[str, Any], by: User) -> User:
    """Save a new account without a password. Raises ValidationError if its roles cannot be kept."""
    user.invited_at, user.invited_by = timezone.now(), by
    user.set_unusable_password()
    user.save()
    roles.provider().save(user, cleaned_data, by)
    log(user, "terbit.staff.invite", user=by, data={"roles": roles.provider().summary(user)})
    return user


@transaction.atomic
def change(user: User, cleaned_data: dict[str, Any], by: User) -> User:
    """Save name, e-mail address and roles. Raises ValidationError if no administrator would be left."""
    _hold_accounts()
    stored = User.objects.get(pk=user.pk)
    held = roles.provider().summary(stored)
    user.save(update_fields=["name", "email"])
    _log_changed_fields(stored, user, by)
    roles.provider().save(user, cleaned_data, by)
    given = roles.provider().summary(User.objects.get(pk=user.pk))
    if given != held:
        _keep_an_administrator()
        log(user, "terbit.staff.roles", user=by, data={"before": held, "after": given})
    return user


@transaction.atomic
def make_link(user: User, by: User, *, lock_out: bool = False) -> str:
    """A new one-time link; with `lock_out` the old password and all sessions end now."""
    if not user.is_active:
        raise ValidationError(_("This account has ended. Reopen it first."))
    if user == by:
        raise ValidationError(_("You change your own password under “Account”."))
    if lock_out:
        user.set_unusable_password()
        user.save(update_fields=["password"])
        log(user, "terbit.staff.lock_out", user=by)
    log(user, "terbit.staff.link", user=by)
    return invitations.invitation_link(user)


@transaction.atomic
def end(user: User, by: User) -> None:
    """Close an account at once on every device. Nothing is deleted; bylines and the log stay."""
    _hold_accounts()
    if user == by:
        raise ValidationError(_("You cannot end your own account. Ask another administrator."))
    user.is_active, user.ended_at, user.link_made_at = False, timezone.now(), None
    user.set_unusable_password()  # sessions carry a digest of the password
    user.save(update_fields=["is_active", "ended_at", "link_made_at", "password"])
    _keep_an_administrator()
    _release_locks(user, by)
    account_ended.send(User, user=user, by=by)
    log(user, "terbit.staff.end", user=by)


@transaction.atomic
def reopen(user: User, by: User) -> None:
    """Open an ended account again, with the roles it had; it needs a new link."""
    user.is_active, user.ended_at = True, None
    user.save(update_fields=["is_active", "ended_at"])
    log(user, "terbit.staff.reopen", user=by)


def _log_changed_fields(before: User, after: User, by: User) -> None:
    if before.email != after.email:
        log(after, "terbit.staff.email", user=by, data={"before": before.email, "after": after.email})
    if before.name != after.name:
        log(after, "terbit.staff.name", user=by, data={"before": before.name, "after": after.name})


def _hold_accounts() -> None:
    """Let two administrators who act on each other at the same moment do so one after the other."""
    list(User.objects.select_for_update().filter(is_active=True).order_by("pk").values_list("pk"))


def _keep_an_administrator() -> None:
    """Refuse what has just been written if nobody who can sign in would be left to administer."""
    if not any(user.has_usable_password() for user in roles.administrators()):
        raise ValidationError(
            _("The newsroom would be left without an administrator. Make someone else administrator first.")
        )


def _release_locks(user: User, by: User) -> None:
    for thing in _locked_by(user):
        thing.locked, thing.locked_by, thing.locked_at = False, None, None
        thing.save(update_fields=["locked", "locked_by", "locked_at"])
        log(thing, "wagtail.unlock", user=by)


def _locked_by(user: User) -> Iterator[Any]:
    for model in apps.get_models():
        if issubclass(model, LockableMixin) and model._meta.get_field("locked_by").model is model:
            yield from model._default_manager.filter(locked_by=user)
