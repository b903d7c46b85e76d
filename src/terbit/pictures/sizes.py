"""The sizes and formats readers can be sent: a short list, so that no address can ask for work of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

FORMATS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
WIDTHS = (160, 240, 320, 480, 640, 800, 960, 1200, 1600, 1920)
# 40:21 is the 1200 × 630 of share pictures.
RATIOS = {"16:9": (16, 9), "3:2": (3, 2), "4:3": (4, 3), "1:1": (1, 1), "4:5": (4, 5), "40:21": (40, 21)}

_NAME = re.compile(r"([0-9]{2,4})(?:x([0-9]{2,4}))?")
_WAGTAIL_FORMATS = {"avif": "avif", "webp": "webp", "jpg": "jpeg"}


@dataclass(frozen=True, order=True)
class Size:
    """A width in pixels, and a height where the picture is cropped around its focal point.

    Pictures are never enlarged: both are upper limits.
    """

    width: int
    height: int | None = None

    @classmethod
    def of(cls, width: int, ratio: str = "") -> Size:
        """The size of a width in one of `RATIOS` (empty: uncropped). ValueError if it is not on the list."""
        if width not in WIDTHS:
            raise ValueError(f"{width} is not one of the widths made for readers: {WIDTHS}.")
        if not ratio:
            return cls(width)
        try:
            across, down = RATIOS[ratio]
        except KeyError:
            raise ValueError(f"{ratio!r} is not one of the ratios {list(RATIOS)}.") from None
        return cls(width, round(width * down / across))

    @classmethod
    def parse(cls, name: str) -> Size | None:
        """The size named in an address, such as `640` or `640x360`; None if it is not on the list."""
        match = _NAME.fullmatch(name)
        if not match:
            return None
        size = cls(int(match[1]), int(match[2]) if match[2] else None)
        return size if size in ALLOWED and str(size) == name else None

    @cached_property
    def _name(self) -> str:
        return f"{self.width}x{self.height}" if self.height else str(self.width)

    def __str__(self) -> str:
        return self._name

    def spec(self, extension: str) -> str:
        """Wagtail's filter specification for this size in one of `FORMATS`."""
        transform = f"fill-{self}" if self.height else f"width-{self}"
        return f"{transform}|format-{_WAGTAIL_FORMATS[extension]}"


ALLOWED = frozenset(Size.of(width, ratio) for width in WIDTHS for ratio in ("", *RATIOS))
