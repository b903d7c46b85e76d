"""What others may listen to when an account changes."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import Signal, receiver

from terbit.staff.models import User

# provides args: user, by (both User); sent inside the transaction that ends the account
account_ended = Signal()


@receiver(pre_delete, sender=User)
def refuse_deletion(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Whatever screen, command or shell asks for it."""
    raise ProtectedError("An account is ended, never deleted.", {instance})
