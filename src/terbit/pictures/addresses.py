"""Where pictures and media are found: one address for readers, one for the newsroom, no query for either.

`/foto/{pk}/{stamp}-{size}.{extension}` and `/media/{pk}/{stamp}.{extension}`. The stamp depends on the opaque
name of the original, the focal point and the size. So an address changes with the file and the crop, can be
cached for ever, and can only be had from a page that shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from wagtail.images.image_operations import (
    FillOperation,
    ImageTransform,
    TransformOperation,
    WidthHeightOperation,
)
from wagtail.images.models import SourceImageIOError
from wagtail.images.rect import Rect

from terbit.pictures.models import MediaFile, Picture, Rendition
from terbit.pictures.sizes import FORMATS, WIDTHS, Size

# Written out and not reversed, which takes longer than all the rest of a picture; see urls.py.
PHOTO = "/foto"
STAFF_PHOTO = "/ruang-redaksi/foto"
MEDIA = "/media"
SHOWN_WIDTHS = (320, 640, 960, 1200)
FALLBACK = 960  # the widest `src`, for what does not read `srcset`


def _stamp(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def picture_stamp(picture: Picture, size: Size) -> str:
    return _stamp(f"{_cut(picture)}|{size}")


def _cut(picture: Picture) -> str:
    """The opaque name and the focal point: what the stamps of all its sizes have in common."""
    return "|".join([picture.file.name, *(str(getattr(picture, name)) for name in picture.focal_fields)])


def media_stamp(media: MediaFile) -> str:
    return _stamp(media.file.name)


def picture_url(picture: Picture, size: Size, extension: str, *, preview: bool = False) -> str:
    """The path of a rendition, made when first asked for; for a preview the one that needs a sign-in."""
    return f"{picture_starts(picture, [size], preview=preview)[0]}.{extension}"


def picture_starts(picture: Picture, sizes: Iterable[Size], *, preview: bool = False) -> list[str]:
    """What the addresses of each size have in common in all formats."""
    place, cut = f"{STAFF_PHOTO if preview else PHOTO}/{picture.pk}", _cut(picture)
    return [f"{place}/{_stamp(f'{cut}|{size}')}-{size}" for size in sizes]


def media_url(media: MediaFile, *, preview: bool = False) -> str:
    """The path of a sound, film or document for readers; for a preview the one that needs a sign-in."""
    if preview:
        return media.url
    return f"{MEDIA}/{media.pk}/{media_stamp(media)}.{media.file_extension}"


def dimensions(picture: Picture, size: Size) -> tuple[int, int]:
    """Width and height in pixels of a rendition, without making it."""
    return _dimensions(_shape(picture), size)


class _Shape(NamedTuple):
    """All that a rendition's size depends on; what Wagtail asks a picture of."""

    width: int
    height: int
    focal_point_x: int | None
    focal_point_y: int | None
    focal_point_width: int | None
    focal_point_height: int | None

    def get_focal_point(self) -> Rect | None:
        focus = (self.focal_point_x, self.focal_point_y, self.focal_point_width, self.focal_point_height)
        return None if None in focus else Rect.from_point(*focus)


def _shape(picture: Picture) -> _Shape:
    return _Shape(picture.width, picture.height, *(getattr(picture, name) for name in picture.focal_fields))


def _dimensions(shape: _Shape, size: Size) -> tuple[int, int]:
    whole = ImageTransform((shape.width, shape.height))
    width, height = _operation(size).run(whole, shape).size
    return int(width), int(height)


def crop(picture: Picture, size: Size) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what a cropped rendition shows of the picture."""
    shape = _shape(picture)
    transform = _operation(size).run(ImageTransform((shape.width, shape.height)), shape)
    left, top, right, bottom = (round(side) for side in transform.get_rect())
    return max(0, left), max(0, top), min(right, shape.width), min(bottom, shape.height)


@cache
def _operation(size: Size) -> TransformOperation:
    return FillOperation("fill", str(size)) if size.height else WidthHeightOperation("width", str(size.width))


class Offer(NamedTuple):
    """The sizes worth making of a shape, narrowest first: those smaller than it, and the first that holds all of it.

    Each with its width and height. `usual` is the position of the one for whatever reads no `srcset`.
    """

    sizes: tuple[Size, ...]
    dimensions: tuple[tuple[int, int], ...]
    usual: int


def offer(picture: Picture, widths: Iterable[int], ratio: str = "") -> Offer:
    return _offer(_shape(picture), tuple(widths), ratio)


@lru_cache(4096)  # few shapes: a camera makes one or two
def _offer(shape: _Shape, widths: tuple[int, ...], ratio: str) -> Offer:
    chosen: dict[Size, tuple[int, int]] = {}
    widest = 0
    for size in (Size.of(width, ratio) for width in sorted(set(widths))):
        width, height = _dimensions(shape, size)
        if width <= widest:
            break
        widest = width
        chosen[size] = (width, height)
    narrow = sum(size.width <= FALLBACK for size in chosen)
    return Offer(tuple(chosen), tuple(chosen.values()), max(narrow - 1, 0))


def fitting(picture: Picture, widths: Iterable[int], ratio: str = "") -> dict[Size, tuple[int, int]]:
    """The sizes worth making with their width and height."""
    offered = offer(picture, widths, ratio)
    return dict(zip(offered.sizes, offered.dimensions, strict=True))


def shown_url(picture: Picture, ratio: str = "") -> str:
    """The rendition that a page names for whoever reads no `srcset`: see `templatetags/pictures.py`."""
    offered = offer(picture, SHOWN_WIDTHS, ratio)
    return picture_url(picture, offered.sizes[offered.usual], "jpg")


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
