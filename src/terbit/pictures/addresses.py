"""Where pictures and media are found: one address for readers, one for the newsroom, no query for either.

`/foto/{pk}/{stamp}-{size}.{extension}` and `/media/{pk}/{stamp}.{extension}`. The stamp depends on the opaque
name of the original, the focal point and the size. So an address changes with the file and the crop, can be
cached for ever, and can only be had from a page that shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from wagtail.images.image_operations import (
    FillOperation,
    ImageTransform,
    TransformOperation,
    WidthHeightOperation,
)
from wagtail.images.models import SourceImageIOError

from terbit.pictures.models import MediaFile, Picture, Rendition
from terbit.pictures.sizes import FORMATS, WIDTHS, Size

# Written out and not reversed, which takes longer than all the rest of a picture; see urls.py.
PHOTO = "/foto"
STAFF_PHOTO = "/ruang-redaksi/foto"
MEDIA = "/media"


def _stamp(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()[:16]


def picture_stamp(picture: Picture, size: Size) -> str:
    return _stamp(picture.file.name, *(getattr(picture, name) for name in picture.focal_fields), size)


def media_stamp(media: MediaFile) -> str:
    return _stamp(media.file.name)


def picture_url(picture: Picture, size: Size, extension: str, *, preview: bool = False) -> str:
    """The path of a rendition, made when first asked for; for a preview the one that needs a sign-in."""
    start = STAFF_PHOTO if preview else PHOTO
    return f"{start}/{picture.pk}/{picture_stamp(picture, size)}-{size}.{extension}"


def media_url(media: MediaFile, *, preview: bool = False) -> str:
    """The path of a sound or film for readers; for a preview the one that needs a sign-in."""
    if preview:
        return media.url
    return f"{MEDIA}/{media.pk}/{media_stamp(media)}.{media.file_extension}"


def dimensions(picture: Picture, size: Size) -> tuple[int, int]:
    """Width and height in pixels of a rendition, without making it."""
    whole = ImageTransform((picture.width, picture.height))
    width, height = _operation(size).run(whole, picture).size
    return int(width), int(height)


@cache
def _operation(size: Size) -> TransformOperation:
    return FillOperation("fill", str(size)) if size.height else WidthHeightOperation("width", str(size.width))


def fitting(picture: Picture, widths: Iterable[int], ratio: str = "") -> dict[Size, tuple[int, int]]:
    """The sizes worth making with their width and height: those smaller than the picture, and the first that
    holds all of it."""
    chosen: dict[Size, tuple[int, int]] = {}
    widest = 0
    for size in (Size.of(width, ratio) for width in sorted(set(widths))):
        width, height = dimensions(picture, size)
        if width <= widest:
            break
        widest = width
        chosen[size] = (width, height)
    return chosen


def make_renditions(
    picture: Picture, widths: Iterable[int] = WIDTHS, ratio: str = "", formats: Iterable[str] = FORMATS
) -> list[Rendition]:
    """Make what readers will ask for, before they do; slow (AVIF: over half a second each), so for a worker.

    Those already made are only looked up. An original that is gone makes none.
    """
    made = []
    for size in fitting(picture, widths, ratio):
        for extension in formats:
            try:
                made.append(picture.get_rendition(size.spec(extension)))
            except SourceImageIOError:
                return made
    return made
