"""Makes smaller copies without what the camera noted: place, owner, times, thumbnails, editing history.

Wagtail carries EXIF over into JPEG and PNG copies. A source's home must not travel with a picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO, Any

import PIL.Image
from PIL import ImageCms
from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage

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


class StrippingFilter(Filter):
    """A filter whose first step holds the picture upright and whose last, before encoding, strips it."""

    @contextmanager
    def get_willow_image(self, image: Any, source: IO[bytes] | None = None) -> Iterator[PillowImage]:
        """Turned here because Wagtail's own turning rewrites the EXIF and fails where that is broken."""
        with super().get_willow_image(image, source) as file:
            turned = PillowImage(upright(file.get_pillow_image()))
            turned.format_name = file.format_name
            turned.auto_orient = lambda: turned
            yield turned

    @property
    def filter_operations(self) -> list[FilterOperation]:
        return [*super().filter_operations, Strip("strip")]
