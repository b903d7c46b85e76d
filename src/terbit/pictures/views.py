"""Sends pictures, sound and film: to readers what live pages show, to the newsroom everything."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.images.models import SourceImageIOError

from terbit.pictures.addresses import media_stamp, picture_stamp
from terbit.pictures.models import MediaFile, Picture
from terbit.pictures.prints import uses
from terbit.pictures.public import is_public, is_public_media
from terbit.pictures.sending import EACH_TIME, FOR_EVER, FOR_STAFF, not_found, send
from terbit.pictures.sizes import Size
from terbit.press import api as press

Item = TypeVar("Item", Picture, MediaFile)


@press.printable
@require_safe
def photo(request: HttpRequest, pk: str, stamp: str, size: str, extension: str) -> HttpResponse:
    """A rendition for readers, made now if it is not there yet; 404 unless a live page shows the picture."""
    found = _find(pk, stamp, size)
    if found is None or not _is_shown(found[0], is_public):
        return not_found()
    return _send_rendition(request, *found, extension, FOR_EVER)


@require_safe
@require_admin_access
def staff_photo(request: HttpRequest, pk: str, stamp: str, size: str, extension: str) -> HttpResponse:
    """The same rendition for a preview of a story that is not out yet."""
    found = _find(pk, stamp, size)
    if found is None:
        return not_found()
    return _send_rendition(request, *found, extension, FOR_STAFF)


@press.printable
@require_safe
def media(request: HttpRequest, pk: str, stamp: str, extension: str) -> HttpResponse:
    """A sound or film for readers; 404 unless a live page plays it."""
    found = _row(MediaFile, pk)
    if found is None or not constant_time_compare(stamp, media_stamp(found)):
        return not_found()
    if extension != found.file_extension or not _is_shown(found, is_public_media):
        return not_found()
    return send(request, found.file.name, FOR_EVER)


@require_safe
def document(request: HttpRequest, pk: str, stamp: str, extension: str) -> HttpResponse:
    """A document for readers; 404 unless something published links to it.

    No print: those who send prints say nothing of the name it is saved under, nor that it is to be saved.
    """
    found = _row(MediaFile, pk)
    if found is None or not constant_time_compare(stamp, media_stamp(found)):
        return not_found()
    if extension != found.file_extension or not is_public_media(found):
        return not_found()
    return send(request, found.file.name, EACH_TIME, found.filename)


@require_safe
@require_admin_access
def staff_media(request: HttpRequest, name: str) -> HttpResponse:
    """Any stored file, for those who are signed in: `MEDIA_URL` leads here."""
    return send(request, name, FOR_STAFF)


def _is_shown(item: Item, is_shown: Callable[[Item], bool]) -> bool:
    with press.covering(uses(type(item), item.pk)):
        return is_shown(item)


def _find(pk: str, stamp: str, name: str) -> tuple[Picture, Size] | None:
    """The picture and the size an address means, if the address is one we have given out."""
    size = Size.parse(name)
    picture = _row(Picture, pk) if size else None
    if picture is None or size is None or not constant_time_compare(stamp, picture_stamp(picture, size)):
        return None
    return picture, size


def _row(model: type[Item], pk: str) -> Item | None:
    """None for a number with zeros before it: each spelling would be a print of its own."""
    return model._default_manager.filter(pk=pk).first() if pk == str(int(pk)) else None


def _send_rendition(
    request: HttpRequest, picture: Picture, size: Size, extension: str, cache_control: str
) -> HttpResponse:
    try:
        rendition = picture.get_rendition(size.spec(extension))
    except SourceImageIOError:
        return not_found()
    return send(request, rendition.file.name, cache_control)
