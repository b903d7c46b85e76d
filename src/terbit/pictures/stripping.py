"""Makes smaller copies without what the camera noted: place, owner, times, thumbnails, editing history.

Wagtail carries EXIF over into JPEG and PNG copies. A source's home must not travel with a picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import IO, Any, NamedTuple

import PIL.Image
from PIL import ImageCms
from wagtail.images.image_operations import FilterOperation, ImageTransform
from wagtail.images.models import Filter
from willow.image import BadImageOperationError
from willow.plugins.pillow import PillowImage

# Decoded pictures are large: one process holds one at a time.
ONE_AT_A_TIME = Lock()
# How many times finer than the copy the decoded picture is; less would show.
FINER = 2
ORIENTATION = 0x0112  # EXIF
_TURNED = {
    2: PIL.Image.Transpose.FLIP_LEFT_RIGHT,
    3: PIL.Image.Transpose.ROTATE_180,
    4: PIL.Image.Transpose.FLIP_TOP_BOTTOM,
    5: PIL.Image.Transpose.TRANSPOSE,
    6: PIL.Image.Transpose.ROTATE_270,
    7: PIL.Image.Transpose.TRANSVERSE,
    8: PIL.Image.Transpose.ROTATE_90,
}


def orientation(image: PIL.Image.Image) -> int:
    """How the camera was held, 1 to 8; 1, upright, also where the file's EXIF is broken."""
    try:
        found = image.getexif().get(ORIENTATION)
    except Exception:  # noqa: BLE001 - parsers raise what they like on hostile input
        return 1
    return found if found in _TURNED else 1


def upright(image: PIL.Image.Image) -> PIL.Image.Image:
    turn = _TURNED.get(orientation(image))
    return image if turn is None else image.transpose(turn)


def upright_size(image: PIL.Image.Image) -> tuple[int, int]:
    """Width and height of the picture held upright, from its header alone."""
    width, height = image.size
    return (height, width) if orientation(image) >= 5 else (width, height)


def stripped(image: PIL.Image.Image) -> PIL.Image.Image:
    """The same picture in sRGB, as RGB or RGBA, with no metadata at all."""
    mode = "RGBA" if image.has_transparency_data else "RGB"
    clean = _eight_bit(image)
    if profile := image.info.get("icc_profile"):
        clean = _in_srgb(clean, profile, mode)
    clean = clean.convert(mode) if clean.mode != mode else clean.copy()
    clean.info = {}
    return clean


def _eight_bit(image: PIL.Image.Image) -> PIL.Image.Image:
    """Pillow clips deeper grey to white instead of scaling it."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image


def _in_srgb(image: PIL.Image.Image, profile: bytes, mode: str) -> PIL.Image.Image:
    """Colours as the profile means them; a broken or unfitting profile is ignored."""
    if image.mode in ("P", "LA", "PA"):
        image = image.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image


class Strip(FilterOperation):
    def construct(self) -> None:
        pass

    def run(self, willow: Any, image: Any, env: dict[str, Any]) -> PillowImage:
        return PillowImage(stripped(willow.get_pillow_image()))


def cut_out(
    image: PIL.Image.Image, box: tuple[int, int, int, int], size: tuple[int, int], finer: float = FINER
) -> PIL.Image.Image:
    """The part of an opened picture inside `box` (left, top, right, bottom, held upright) in another `size`.

    A JPEG is decoded no larger than the copy needs, and nothing is copied on the way: a file of a few hundred
    kilobytes may be fifty million pixels.
    """
    width, height = upright_size(image)
    shrunk = min((box[2] - box[0]) / size[0], (box[3] - box[1]) / size[1]) / finer
    if shrunk > 1:
        image.draft(None, tuple(math.ceil(side / shrunk) for side in image.size))
    turned = upright(image)
    if turned.mode in ("1", "P"):
        turned = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    across, down = turned.width / width, turned.height / height
    part = (box[0] * across, box[1] * down, box[2] * across, box[3] * down)
    return turned.resize(size, PIL.Image.Resampling.LANCZOS, box=part)


class Original:
    """A picture as `Filter.run` uses it: upright, and not decoded until it is known how much of it is wanted."""

    def __init__(self, image: PIL.Image.Image, format_name: str) -> None:
        self.format_name = format_name
        self.size: tuple[int, int] | None = None
        self._file = image
        self.image = Frame(*upright_size(image))

    def auto_orient(self) -> Original:
        """Nothing: Wagtail's own turning rewrites the EXIF and fails where that is broken."""
        return self

    def crop(self, rect: Iterable[int]) -> PillowImage:
        """The part inside `rect` in the size of the copy; the resizing that follows finds nothing to do."""
        left, top, right, bottom = rect
        box = (max(0, left), max(0, top), min(right, self.image.width), min(bottom, self.image.height))
        if box[0] >= box[2] or box[1] >= box[3]:
            raise BadImageOperationError(f"Invalid crop dimensions: {rect!r}")
        return PillowImage(cut_out(self._file, box, self.size or (box[2] - box[0], box[3] - box[1])))


class Frame(NamedTuple):
    width: int
    height: int


class StrippingFilter(Filter):
    """A filter whose first step holds the picture upright and whose last, before encoding, strips it."""

    _original: Original | None = None

    def run(self, image: Any, output: BytesIO, source: IO[bytes] | None = None) -> Any:
        with ONE_AT_A_TIME:
            return super().run(image, output, source)

    def get_transform(self, image: Any, size: tuple[int, int] | None = None) -> ImageTransform:
        transform = super().get_transform(image, size)
        if self._original:
            self._original.size = transform.size
        return transform

    @contextmanager
    def get_willow_image(self, image: Any, source: IO[bytes] | None = None) -> Iterator[Original]:
        with super().get_willow_image(image, source) as file:
            file.f.seek(0)
            with PIL.Image.open(file.f) as opened:
                self._original = Original(opened, file.format_name)
                try:
                    yield self._original
                finally:
                    self._original = None

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [*super().filter_operations, Strip("strip")]
