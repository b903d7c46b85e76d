"""Keeps what readers see from being deleted, whatever screen, command or query asks for it."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _

from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.public import is_public, is_public_media


def refusal(item: Picture | MediaFile) -> str:
    """Why it cannot be deleted, in one sentence; empty if it can."""
    shown = is_public(item) if isinstance(item, Picture) else is_public_media(item)
    if not shown:
        return ""
    return _("“%(title)s” cannot be deleted while a published page shows it: take it out there first.") % {
        "title": item.title
    }


def refuse_what_is_shown(instance: Picture | MediaFile, **kwargs: Any) -> None:
    if sentence := refusal(instance):
        raise ProtectedError(sentence, {instance})


def connect() -> None:
    for model in (Picture, MediaFile):
        pre_delete.connect(refuse_what_is_shown, sender=model, dispatch_uid="terbit_pictures_shown")
