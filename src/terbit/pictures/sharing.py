"""Share pictures: what a link to a page shows where it is passed on. JPEG, 1200 × 630, at most 250 kB, always.

Cut from a picture around its focal point, or set from words under the name of the paper. The stamp says all that one
is made of: another headline or crop is another file at another address. They are kept beside the renditions and made
again where they are not.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import PIL.Image
from django.core.files.storage import default_storage
from PIL import ImageDraw

from terbit.pictures import addresses, typesetting
from terbit.pictures.models import Picture
from terbit.pictures.sizes import Size
from terbit.pictures.stripping import ONE_AT_A_TIME, cut_out, stripped

logger = logging.getLogger(__name__)

WIDTH, HEIGHT = SIZE = (1200, 630)
MOST_BYTES = 250_000
QUALITIES = (84, 74, 62, 50, 38, 26, 16)
LEAST_WIDTH, LEAST_HEIGHT = 600, 315  # of a picture; a smaller one would be enlarged more than twice
DRAWING = 1  # of what follows: raise it when pictures are to look otherwise
FOLDER = "renditions/share"
PAPER, INK, SOFT = "#fdfcf9", "#1b1915", "#5e584d"
EDGE = 72
HOUR = 60 * 60


@dataclass(frozen=True)
class SharePicture:
    """`label`: what readers must know before the headline, as “Advertorial”; on a photograph it is set, too."""

    masthead: str
    accent: str
    label: str = ""
    headline: str = ""
    picture: Picture | None = None

    @cached_property
    def stamp(self) -> str:
        """16 hex digits: of a photograph only the file, the crop and the label count."""
        if photo := self.photo:
            focus = (getattr(photo, name) for name in photo.focal_fields)
            parts = [photo.file.name, *map(str, focus), self.label]
        else:
            parts = [self.masthead, self.accent, self.label, self.headline]
        return hashlib.sha256("\x1f".join([str(DRAWING), *parts]).encode()).hexdigest()[:16]

    @property
    def photo(self) -> Picture | None:
        """The picture, if it is large enough to be cut."""
        found = self.picture
        large = found and found.width >= LEAST_WIDTH and found.height >= LEAST_HEIGHT
        return found if large else None

    @cached_property
    def name(self) -> str:
        """Among the stored files."""
        return f"{FOLDER}/{self.stamp[:2]}/{self.stamp}.jpg"

    @property
    def is_made(self) -> bool:
        found = self._found()
        return found is not None and found.st_size > 0

    def make(self) -> str:
        """Its name among the stored files, made first where it is not there. OSError where it cannot be written."""
        path, found = default_storage.path(self.name), self._found()
        if found is None or not found.st_size:
            _write(Path(path), self.jpeg())
        elif found.st_nlink == 1 and time.time() - found.st_mtime > HOUR:
            with suppress(OSError):
                os.utime(path)  # no print holds it yet, but a page names it again (`share_upkeep`)
        return self.name

    def _found(self) -> os.stat_result | None:
        try:
            return os.stat(default_storage.path(self.name))  # noqa: PTH116 - asked for at every page
        except OSError:
            return None

    def make_if_possible(self) -> None:
        """A disk that is full keeps no page from being read."""
        try:
            self.make()
        except OSError:
            logger.exception("The share picture %s cannot be written.", self.name)

    def jpeg(self) -> bytes:
        with ONE_AT_A_TIME:
            return encoded(self._image())

    def _image(self) -> PIL.Image.Image:
        if self.photo is None:
            return typeset(self)
        try:
            image = cropped(self.photo)
        except Exception:
            # Parsers raise what they like; the link must show something all the same.
            logger.exception("The picture %s cannot be read.", self.photo.file.name)
            return typeset(SharePicture(self.masthead, self.accent))
        if self.label:
            _set_label(image, self.label)
        return image


# From a picture ----------------------------------------------------------------------------------------


def cropped(picture: Picture) -> PIL.Image.Image:
    """The part around the focal point in the size of share pictures, without what the camera noted."""
    with picture.open_file() as file, PIL.Image.open(file) as opened:
        box = addresses.crop(picture, Size(WIDTH, HEIGHT))
        cut = stripped(cut_out(opened, box, SIZE, finer=1))  # half the work, and apps show it small
    if cut.mode == "RGBA":
        sheet = PIL.Image.new("RGBA", SIZE, PAPER)
        cut = PIL.Image.alpha_composite(sheet, cut)
    return cut.convert("RGB")


def _set_label(image: PIL.Image.Image, label: str) -> None:
    """On a slip of paper in the corner below, so that it is read on any photograph."""
    lines = typesetting.broken(typesetting.drawable(label), WIDTH - 2 * EDGE, 40)[:1]
    if not lines:
        return
    right, top = lines[0].width + 56, HEIGHT - 84
    ImageDraw.Draw(image).rectangle((0, top, right, HEIGHT), fill=PAPER)
    typesetting.draw(image, lines, (28, top + 16), int(right), INK)


# From words --------------------------------------------------------------------------------------------


def typeset(share: SharePicture) -> PIL.Image.Image:
    """The name of the paper on its rule with the half sun; label and headline below, or the name alone."""
    image = PIL.Image.new("RGB", SIZE, PAPER)
    headline = typesetting.drawable(share.headline)
    masthead = typesetting.drawable(share.masthead)
    width = WIDTH - 2 * EDGE
    rule = 132 if headline else 430
    _set_rule(image, rule, share.accent)
    if not headline:
        lines = typesetting.fitted(masthead, (width, rule - 90), range(120, 39, -8))
        top = rule - 40 - len(lines) * lines[0].size * typesetting.LEADING if lines else 0
        typesetting.draw(image, lines, (EDGE, top), width, INK)
        return image
    name = typesetting.fitted(masthead, (width - 150, 60), range(44, 19, -4))[:1]
    typesetting.draw(image, name, (EDGE, rule - 66), width, INK)
    label = typesetting.broken(typesetting.drawable(share.label), width, 34)[:1]
    top = typesetting.draw(image, label, (EDGE, rule + 36), width, share.accent) if label else rule + 20
    lines = typesetting.fitted(headline, (width, int(HEIGHT - 40 - top - 14)), range(86, 29, -4))
    typesetting.draw(image, lines, (EDGE, top + 14), width, INK)
    return image


def _set_rule(image: PIL.Image.Image, y: int, accent: str) -> None:
    sun = _half_sun(52)
    image.paste(accent, (WIDTH - EDGE - sun.width, y - sun.width // 2), sun)
    ImageDraw.Draw(image).rectangle((EDGE, y, WIDTH - EDGE, y + 4), fill=INK)


@cache
def _half_sun(radius: int) -> PIL.Image.Image:
    """As a mask; drawn four times as large, since Pillow's own curves have steps."""
    large = 8 * radius
    sun = PIL.Image.new("L", (large, large))
    ImageDraw.Draw(sun).pieslice((0, 0, large, large), 180, 360, fill=255)
    return sun.resize((2 * radius, 2 * radius), PIL.Image.Resampling.LANCZOS)


# Files -------------------------------------------------------------------------------------------------


def encoded(image: PIL.Image.Image) -> bytes:
    """As JPEG in the best quality that is small enough; what is noise all over loses its finest grain as well."""
    for quality in QUALITIES:
        if len(made := _jpeg(image, quality)) <= MOST_BYTES:
            return made
    coarse = image.resize((WIDTH // 4, HEIGHT // 4), PIL.Image.Resampling.BOX)
    return _jpeg(coarse.resize(SIZE, PIL.Image.Resampling.BICUBIC), QUALITIES[-1])


def _jpeg(image: PIL.Image.Image, quality: int) -> bytes:
    output = BytesIO()
    image.save(output, "JPEG", quality=quality, optimize=True)
    return output.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, whoever else writes the same at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
